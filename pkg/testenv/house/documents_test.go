package house

import "testing"

func TestDocumentsNameFilesThatAreThere(t *testing.T) {
	expectEach(t, []broken{
		{"a path", tableFile, smallTable + "See `pkg/cluster/doc.go` and `cluster/doc.go`, in `pkg/cluster`.\n", ""},
		{"a name", tableFile, smallTable + "See `doc.go`.\n", ""},
		{"a path that is gone", tableFile, "See `cluster/gone.go`.\n" + smallTable, tableFile + ":1: there is no cluster/gone.go"},
		{"a folder that is gone", tableFile, "See `pkg/gone`.\n" + smallTable, "there is no pkg/gone"},
		{"a name that is gone", tableFile, "See\n(`doc.go`, `gone.go`).\n" + smallTable, tableFile + ":2: there is no gone.go"},
		{"a path with no file of that name in it", tableFile, "See `cmd/doc.go`.\n" + smallTable, "there is no cmd/doc.go"},
		{"another document", ".github/CONTRIBUTING.md", "See `gone.yaml`.\n", ".github/CONTRIBUTING.md:1: there is no gone.yaml"},
		{"something else with a slash", tableFile, smallTable + "`default`, `kube-system`, `autorepair/v1alpha1`, `a/b.go`\n", ""},
		{"a pattern", tableFile, smallTable + "`codes-*.yaml`\n", ""},
		{"an output", tableFile, smallTable + "`evidence.tgz`\n", ""},
	})
}
