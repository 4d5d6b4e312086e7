package house

import "testing"

// ill is a comment with a word that is not plain, written so that the rule does not find it here.
const ill = "// It is made ane" + "w.\n"

func TestWordingRules(t *testing.T) {
	source := func(text string) string { return "package cluster\n\n" + text }
	expectEach(t, []broken{
		{"a comment", "pkg/cluster/a.go", source(ill + "var x int\n"), "pkg/cluster/a.go:3: not plain English: ane" + "w"},
		{"a comment within a function", "pkg/cluster/a.go", source("func f() {\n\t// fine\n\t" + ill + "}\n"), "pkg/cluster/a.go:5: not"},
		{"words on two lines of a comment", "pkg/cluster/a.go", source("// A and B and what else go\n// b" + "y this.\n"), "pkg/cluster/a.go:3: not plain English: go b" + "y"},
		{"a message", "pkg/cluster/a.go", source("const m = \"the server he" + "eds no limit\"\n"), "pkg/cluster/a.go:3: not plain English: he" + "eds"},
		{"a word behind an escaped line end", "pkg/cluster/a.go", source("const m = \"so\\nto" + "ld\"\n"), "pkg/cluster/a.go:3: not plain English: to" + "ld"},
		{"a capital", "pkg/cluster/a.go", source("// Me" + "nd it.\n"), "not plain English: Me" + "nd"},
		{"a raw string", "pkg/cluster/a.go", source("const m = `a\nb\nthe machin" + "e`\n"), "pkg/cluster/a.go:5: not plain English: the machin" + "e"},
		{"a test", "pkg/cluster/a_test.go", source(ill), "not plain English"},
		{"a longer word", "pkg/cluster/a.go", source("// Intelligent commenders fetch machines, amended.\n"), ""},
		{"a name", "pkg/cluster/a.go", source("var he" + "ed int\n"), ""},
	})
}
