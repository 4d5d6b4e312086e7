package house

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// mayImport is, for each package of the project, the others that it may import. A folder
// below one of these belongs to it.
var mayImport = map[string][]string{
	"cmd/kubectl-autorepair": {"pkg/cmd"},
	"pkg/cmd":                {"pkg/snapshot", "pkg/cluster", "pkg/dump", "pkg/redact", "pkg/diagnosis", "pkg/repair", "pkg/knowledge", "pkg/printer"},
	"pkg/snapshot":           nil,
	"pkg/cluster":            {"pkg/snapshot"},
	"pkg/dump":               {"pkg/snapshot", "pkg/kubeevents"},
	"pkg/kubeevents":         {"pkg/snapshot"},
	"pkg/redact":             {"pkg/snapshot"},
	"pkg/knowledge":          nil,
	"pkg/diagnosis":          {"pkg/snapshot", "pkg/knowledge"},
	"pkg/repair":             {"pkg/snapshot", "pkg/knowledge", "pkg/diagnosis"},
	"pkg/printer": {
		"pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean", "pkg/printer/layout", "pkg/printer/wording", "pkg/printer/document",
		"pkg/printer/markdown", "pkg/printer/html",
	},
	"pkg/printer/clean":    nil,
	"pkg/printer/layout":   {"pkg/printer/clean"},
	"pkg/printer/wording":  {"pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean"},
	"pkg/printer/document": {"pkg/diagnosis", "pkg/knowledge", "pkg/printer/clean", "pkg/printer/wording"},
	"pkg/printer/markdown": {"pkg/printer/document", "pkg/printer/wording"},
	"pkg/printer/html":     {"pkg/printer/document"},
	"pkg/testenv":          nil,
}

// onlyUsers are libraries that have one user each; the test support may use those it needs.
var onlyUsers = []struct {
	library string
	users   []string
}{
	{"github.com/spf13/", []string{"pkg/cmd"}},
	{"k8s.io/client-go/", []string{"pkg/cluster", "pkg/testenv"}},
	{"github.com/olekukonko/", []string{"pkg/printer/layout", "pkg/printer/clean"}},
	{"github.com/fatih/color/", []string{"pkg/printer/layout"}},
	{"sigs.k8s.io/controller-runtime/", []string{"pkg/testenv"}},
}

// owner is the package of mayImport that a folder belongs to, empty when none is.
func owner(dir string) string {
	for ; dir != "."; dir = path.Dir(dir) {
		if _, ok := mayImport[dir]; ok {
			return dir
		}
	}
	return ""
}

// imported is one import of a file: where, and what.
type imported struct{ at, path string }

// imports are the imports of a file.
func imports(s source) []imported {
	var all []imported
	for _, spec := range s.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			all = append(all, imported{at: s.at(spec.Pos()), path: name})
		}
	}
	return all
}

// siblings: a package imports only those packages of the project that the table allows.
func siblings(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		from := owner(s.dir)
		if from == "" {
			found = append(found, s.path+": its package has no row in the table of imports")
		}
		for _, i := range imports(s) {
			dir, ours := strings.CutPrefix(i.path, module+"/")
			if s.test || !ours || owner(dir) == from || slices.Contains(mayImport[from], owner(dir)) {
				continue
			}
			found = append(found, i.at+from+" may not import "+dir)
		}
	}
	return found
}

// libraries: some libraries are used by one package alone.
func libraries(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		for _, i := range imports(s) {
			for _, only := range onlyUsers {
				if !s.test && strings.HasPrefix(i.path+"/", only.library) && !slices.Contains(only.users, owner(s.dir)) {
					found = append(found, i.at+"only "+strings.Join(only.users, " and ")+" may import "+i.path)
				}
			}
		}
	}
	return found
}

// testSupport: what supports tests is imported by tests alone.
func testSupport(r *repository) []string {
	var found []string
	for _, s := range r.sources {
		for _, i := range imports(s) {
			if !s.test && owner(s.dir) != "pkg/testenv" && strings.HasPrefix(i.path, module+"/pkg/testenv") {
				found = append(found, i.at+"only tests may import "+i.path)
			}
		}
	}
	return found
}
