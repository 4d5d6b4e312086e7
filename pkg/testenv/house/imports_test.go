package house

import "testing"

// importing returns a Go file that imports one package.
func importing(path string) string {
	return "package x\n\nimport _ \"" + path + "\"\n"
}

func TestImportRules(t *testing.T) {
	expectEach(t, []broken{
		{"the small repository keeps them", "pkg/cmd/a.go", importing(module + "/pkg/cluster"), ""},
		{"the standard library is for all", "pkg/knowledge/a.go", "// Package knowledge knows.\npackage knowledge\n\nimport _ \"io\"\n", ""},
		{"a source imports the verdict", "pkg/cluster/a.go", importing(module + "/pkg/repair"), "pkg/cluster may not import pkg/repair"},
		{"main passes over the commands", "cmd/kubectl-autorepair/a.go", importing(module + "/pkg/cluster"), "cmd/kubectl-autorepair may not import pkg/cluster"},
		{"the wording knows a width", "pkg/printer/wording/a.go", "// Package wording says.\n" + importing(module+"/pkg/printer/layout"), "pkg/printer/wording may not import pkg/printer/layout"},
		{"the commands pass over the printer", "pkg/cmd/a.go", importing(module + "/pkg/printer/html"), "pkg/cmd may not import pkg/printer/html"},
		{"a package within a package counts as its owner", "pkg/cluster/table/a.go", "// Package table reads.\n" + importing(module+"/pkg/printer"), "pkg/cluster may not import pkg/printer"},
		{"an owner may import what is within it", "pkg/cluster/a.go", importing(module + "/pkg/cluster/table"), ""},
		{"a test may import any package of the project", "pkg/cluster/a_test.go", importing(module + "/pkg/repair"), ""},
		{"a package is in no row", "pkg/other/a.go", "// Package other is new.\npackage other\n", "pkg/other/a.go: its package has no row"},
		{"a source has flags", "pkg/cluster/a.go", importing("github.com/spf13/cobra"), "only pkg/cmd may import github.com/spf13/cobra"},
		{"the commands have a client", "pkg/cmd/a.go", importing("k8s.io/client-go/kubernetes"), "only pkg/cluster and pkg/testenv may import k8s.io/client-go"},
		{"the commands draw tables", "pkg/cmd/a.go", importing("github.com/olekukonko/tablewriter"), "only pkg/printer/layout and pkg/printer/clean may import"},
		{"the commands choose colours", "pkg/cmd/a.go", importing("github.com/fatih/color"), "only pkg/printer/layout may import"},
		{"a source starts servers", "pkg/cluster/a.go", importing("sigs.k8s.io/controller-runtime/pkg/envtest"), "only pkg/testenv may import"},
		{"a test may start servers", "pkg/cluster/a_test.go", importing(module + "/pkg/testenv"), ""},
	})
}

func TestTestSupportStaysOutOfTheProgram(t *testing.T) {
	r, err := read(small(t, map[string]string{"pkg/cmd/a.go": importing(module + "/pkg/testenv/house")}))
	if err != nil {
		t.Fatal(err)
	}
	if found := testSupport(r); len(found) != 1 {
		t.Errorf("found %q, want one sentence", found)
	}
}
