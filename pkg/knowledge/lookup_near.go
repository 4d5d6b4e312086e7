package knowledge

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/near"

// suggestions is how many names Suggest returns at most.
const suggestions = 3

// Suggest returns the codes, at most three, whose names are near to a text that is a miss:
// names that contain it first, then names a few typing errors away, then by code. The codes
// that the text names in its code fields are tried as well. It is empty when nothing is near.
func (x Explanation) Suggest() []string {
	wanted := []string{fold(bare(x.text))}
	for _, code := range x.Unknown {
		wanted = append(wanted, fold(code))
	}
	if details, ok := Details(x.text); ok && details != x.text {
		wanted = append(wanted, fold(bare(details)))
	}
	codes := make(map[string]string, len(x.table.names))
	for key, e := range x.table.names {
		codes[key] = e.Code
	}
	return near.Names(wanted, codes, suggestions)
}

// Nearest returns the names, at most three, that are near to one that is not among them, by the
// same measure as Suggest.
func Nearest(wanted string, names []string) []string {
	folded := make(map[string]string, len(names))
	for _, name := range names {
		folded[fold(name)] = name
	}
	return near.Names([]string{fold(wanted)}, folded, suggestions)
}
