package house

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestProcessRules(t *testing.T) {
	expectEach(t, []broken{
		{"a source reads the clock", "pkg/cluster/a.go", "package cluster\n\nimport \"time\"\n\nvar now = time.Now()\n", "pkg/cluster/a.go:5: time.Now may be named only in"},
		{"under another name", "pkg/cluster/a.go", "package cluster\n\nimport clock \"time\"\n\nvar f = clock.Since\n", "time.Since may be named only in"},
		{"a source writes to a stream", "pkg/cluster/a.go", "package cluster\n\nimport \"os\"\n\nvar out = os.Stdout\n", "os.Stdout may be named only in"},
		{"a second file makes defaults", "pkg/cmd/z.go", "package cmd\n\nimport \"os\"\n\nvar in = os.Stdin\n", "pkg/cmd/z.go:5: os.Stdin may be named only in"},
		{"the same file makes several", "pkg/cmd/defaults.go", "// Package cmd is it.\npackage cmd\n\nimport \"os\"\n\nvar in, out = os.Stdin, os.Stdout\n", ""},
		{"something else is called time", "pkg/cluster/a.go", "package cluster\n\nfunc f(time struct{ Now int }) int { return time.Now }\n", ""},
		{"a test reads the clock", "pkg/cluster/a_test.go", "package cluster\n\nimport \"time\"\n\nvar now = time.Now()\n", ""},
		{"a test sleeps", "pkg/cluster/a_test.go", "package cluster\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n", "wait for what is to happen"},
		{"a test is skipped", "pkg/cluster/a_test.go", "package cluster\n\nimport \"testing\"\n\nfunc f(t *testing.T) { t.Skipf(\"%d\", 1) }\n", "has to fail"},
		{"a test is skipped without a word", "pkg/cluster/a_test.go", "package cluster\n\nimport \"testing\"\n\nfunc f(t *testing.T) { t.SkipNow() }\n", "has to fail"},
		{"the test support leaves a test out", "pkg/testenv/a.go", "package testenv\n\nimport \"testing\"\n\nfunc f(t *testing.T) { t.SkipNow() }\n", ""},
		{"importing does something", "pkg/cluster/a.go", "package cluster\n\nfunc init() {}\n", "by being imported"},
		{"a method is called init", "pkg/cluster/a.go", "package cluster\n\ntype x int\n\nfunc (x) init() {}\n", ""},
	})
}

func TestSizeRules(t *testing.T) {
	function := func(lines int) string {
		return "package cluster\n\nfunc f() {\n" + strings.Repeat("\tf()\n", lines-2) + "}\n"
	}
	main := func(lines int) string {
		return "// Package main is it.\npackage main\n" + strings.Repeat("\n", lines-2)
	}
	expectEach(t, []broken{
		{"a function of 60 lines", "pkg/cluster/a.go", function(60), ""},
		{"a function of 61 lines", "pkg/cluster/a.go", function(61), "pkg/cluster/a.go:3: f has 61 lines"},
		{"a file of 250 lines", "pkg/cluster/a.go", "package cluster\n" + strings.Repeat("\n", 249), ""},
		{"a file of 251 lines", "pkg/cluster/a_test.go", "package cluster\n" + strings.Repeat("\n", 250), "it has 251 lines"},
		{"a doorway of 20 lines", mainFile, main(20), ""},
		{"a doorway of 21 lines", mainFile, main(21), mainFile + ": it has 21 lines"},
	})
}

func TestTheFilesOfTestdataAreCounted(t *testing.T) {
	for _, test := range []struct {
		files int
		want  []string
	}{
		{maxData, nil},
		{maxData + 1, []string{"testdata: its folders have 251 files, 250 at most"}},
	} {
		root := small(t, map[string]string{"pkg/cluster/testdata.txt": "-"})
		for i := range test.files {
			folder := []string{"pkg/cmd/testdata", "pkg/cluster/testdata", "pkg/cluster/testdata/fuzz/FuzzX"}[i%3]
			root[fmt.Sprintf("%s/%d", folder, i)] = &fstest.MapFile{Data: []byte{byte(i)}} // the first is not text
		}
		found, err := Violations(root)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(found, test.want) {
			t.Errorf("of %d files found %q, want %q", test.files, found, test.want)
		}
	}
}

func TestCommentRules(t *testing.T) {
	source := func(text string) string { return "package cluster\n\n" + text + "\n" }
	expectEach(t, []broken{
		{"a function", "pkg/cluster/a.go", source("func F() {}"), "F has no comment"},
		{"a function with a comment", "pkg/cluster/a.go", source("// F is it.\nfunc F() {}"), ""},
		{"a method", "pkg/cluster/a.go", source("// T is it.\ntype T[K any] int\n\nfunc (t *T[K]) M() {}"), "M has no comment"},
		{"a method nobody can call", "pkg/cluster/a.go", source("type t[k any] int\n\nfunc (t *t[k]) M() {}"), ""},
		{"a type", "pkg/cluster/a.go", source("type T int"), "T has no comment"},
		{"a type in a group", "pkg/cluster/a.go", source("// Of all.\ntype (\n\tT int\n)"), "T has no comment"},
		{"a constant", "pkg/cluster/a.go", source("const C = 1"), "C has no comment"},
		{"a constant in a group with a comment", "pkg/cluster/a.go", source("// All.\nconst (\n\tC = 1\n)"), ""},
		{"a constant with a comment behind it", "pkg/cluster/a.go", source("const (\n\tC = 1 // it\n)"), ""},
		{"a name nobody sees", "pkg/cluster/a.go", source("func f() {}\n\nvar v, w int"), ""},
		{"a test", "pkg/cluster/a_test.go", source("func TestX() {}"), ""},
		{"a package", "pkg/cluster/doc.go", "package cluster\n", "pkg/cluster: the package has no comment"},
	})
}

func TestLayoutRules(t *testing.T) {
	expectEach(t, []broken{
		{"something new at the top", "main.go.orig", "-", "main.go.orig: it may not lie at the top"},
		{"something hidden at the top", ".editorconfig", "-", ""},
		{"something missing", "README.md", "", "README.md: it is missing"},
		{"unfinished work", "pkg/cluster/a.go", "package cluster\n\n// TO" + "DO: more\n", "pkg/cluster/a.go:3: a mark of unfinished work"},
		{"a word that begins like it", "pkg/cluster/a.go", "package cluster\n\n// TO" + "DOS and ToDo\n", ""},
		{"an action by its tag", ".github/workflows/a.yml", "steps:\n- uses: actions/checkout@v5\n", ".github/workflows/a.yml:2: neither an action"},
		{"an action by its commit", ".github/workflows/a.yml", "- uses: a/b@" + strings.Repeat("a1", 20) + " # v5\n", ""},
		{"a command nobody has", ".github/workflows/a.yml", "- run: go test ./...\n", "nor a target of make"},
		{"a target", ".github/workflows/a.yml", "- run: make test\n", ""},
		{"somebody's home", "README.md", "see\n`" + home + "`\n", "README.md:2: a path of one machine"},
		{"a path that ends like it", "README.md", "see pkg" + home + " and $HOME" + home + "\n", ""},
	})
}

func TestTheManifestsCopyIsTheSame(t *testing.T) {
	expectEach(t, []broken{
		{"a comment more", indexFile, realManifest(t) + "# more\n", indexFile + ": it differs"},
	})
}
