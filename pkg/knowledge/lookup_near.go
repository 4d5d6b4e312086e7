package knowledge

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

const (
	// suggestions is how many names Suggest returns at most.
	suggestions = 3
	// shortestPart is how long a part of a name must be to count as a hint at it.
	shortestPart = 4
)

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
	return nearest(wanted, codes)
}

// Nearest returns the names, at most three, that are near to one that is not among them, by the
// same measure as Suggest.
func Nearest(wanted string, names []string) []string {
	folded := make(map[string]string, len(names))
	for _, name := range names {
		folded[fold(name)] = name
	}
	return nearest([]string{fold(wanted)}, folded)
}

// nearest returns the names of those keys that are near to something wanted, the nearest first.
func nearest(wanted []string, names map[string]string) []string {
	best := map[string]int{}
	for key, name := range names {
		for _, w := range wanted {
			if far, near := distance(w, key); near {
				if old, ok := best[name]; !ok || far < old {
					best[name] = far
				}
			}
		}
	}
	found := slices.SortedFunc(maps.Keys(best), func(a, b string) int { return cmp.Or(cmp.Compare(best[a], best[b]), cmp.Compare(a, b)) })
	return found[:min(len(found), suggestions)]
}

// distance returns how far a wanted text is from a name, both folded: 0 when one is a part of
// the other, else the number of single edits. It is near when at most a third of the
// wanted text would have to change.
func distance(wanted, name string) (far int, near bool) {
	if len(wanted) >= shortestPart && strings.Contains(name, wanted) {
		return 0, true
	}
	if len(name) >= shortestPart && !strings.Contains(wanted, " ") && strings.Contains(wanted, name) {
		return 0, true
	}
	allowed := len(wanted) / 3
	if allowed == 0 || max(len(wanted)-len(name), len(name)-len(wanted)) > allowed {
		return 0, false
	}
	far = levenshtein.ComputeDistance(wanted, name)
	return far, far <= allowed
}
