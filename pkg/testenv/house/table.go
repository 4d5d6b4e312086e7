package house

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/markdown"
)

// tableFile is the document that shows the rooms, and tableName what its generated part is called.
const (
	tableFile = "pkg/README.md"
	tableName = "packages"
)

// withTable returns the document with its table as the rooms are now. The error says that the
// document has no such table, or several.
func withTable(document string) (string, error) {
	text, parts, err := markdown.Generate(document, func(what string) (string, error) {
		if what != tableName {
			return "", fmt.Errorf("nothing generates %q", what)
		}
		return table(), nil
	})
	if err == nil && parts != 1 {
		err = fmt.Errorf("it has %d generated tables, not one", parts)
	}
	return text, err
}

// table returns the rooms in Markdown.
func table() string {
	var text strings.Builder
	text.WriteString("| package | purpose | may import of ours |\n|---|---|---|\n")
	for _, r := range rooms {
		imports := "–"
		if len(r.imports) > 0 {
			names := make([]string, len(r.imports))
			for i, dir := range r.imports {
				names[i] = strings.TrimPrefix(dir, "pkg/")
			}
			imports = strings.Join(names, ", ")
		}
		fmt.Fprintf(&text, "| `%s` | %s | %s |\n", r.dir, r.purpose, imports)
	}
	return text.String()
}

// packageTable: the design shows the rooms that the rules hold.
func packageTable(r *repository) []string {
	now, err := withTable(string(r.texts[tableFile]))
	switch {
	case err != nil:
		return []string{tableFile + ": " + err.Error()}
	case now != string(r.texts[tableFile]):
		return []string{tableFile + ": its table is old; write it with: go test ./pkg/testenv/house -update"}
	default:
		return nil
	}
}
