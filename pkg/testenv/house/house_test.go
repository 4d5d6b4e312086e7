package house

import (
	"flag"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the table of packages in "+tableFile)

func TestTheRepositoryKeepsItsRules(t *testing.T) {
	if *update {
		writeTable(t)
	}
	found, err := Violations(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range found {
		t.Error(sentence)
	}
}

// writeTable writes the table of packages into the document.
func writeTable(t *testing.T) {
	t.Helper()
	const file = "../../../" + tableFile
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	now, err := withTable(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatDoesNotParseIsAnError(t *testing.T) {
	_, err := Violations(small(t, map[string]string{"pkg/cluster/broken.go": "package"}))
	if err == nil || !strings.Contains(err.Error(), "pkg/cluster/broken.go") {
		t.Errorf("the error is %v, which does not name the file", err)
	}
}

// home is a path of one machine, written so that the rule does not find it here.
const home = "/roo" + "t/notes"

// smallTable is a document with the table of packages.
var smallTable = "# Design\n\n<!-- begin: " + tableName + " -->\n" + table() + "<!-- end -->\n"

// smallForm is a form with all that it has to have.
const smallForm = `name: Bug
description: Something is wrong.
labels: [bug]
body:
  - type: markdown
    attributes:
      value: "` + evidence + `"
  - type: textarea
    id: what
    attributes:
      label: What
    validations:
      required: true
  - type: dropdown
    id: source
    attributes:
      label: Source
      options: [live]
`

// small returns a repository that keeps all rules, with some files changed or, when their new
// content is empty, removed.
func small(t *testing.T, changes map[string]string) fstest.MapFS {
	t.Helper()
	plugin := realManifest(t)
	files := map[string]string{
		"LICENSE": "-", "Makefile": "-", "README.md": "-", "go.mod": "module " + module + "\n", "go.sum": "-",
		tableFile:                smallTable,
		formFolder + "/bug.yml":  smallForm,
		manifestFile:             plugin,
		indexFile:                plugin,
		mainFile:                 "// Package main is the plugin.\npackage main\n\nimport \"os\"\n\nfunc main() { os.Exit(0) }\n",
		"pkg/cmd/defaults.go":    "// Package cmd is the commands.\npackage cmd\n\nimport \"time\"\n\nvar now = time.Now\n",
		".git/config":            home + "\n",
		"pkg/nested/go.mod":      "module nested\n",
		"pkg/nested/nested.go":   "package nested\n\nfunc init() {}\n",
		"pkg/cluster/data.bin":   "\x00" + home,
		"bin/kubectl-autorepair": "a program",
	}
	for _, r := range rooms[2:] { // those without a file yet
		name := path.Base(r.dir)
		files[r.dir+"/doc.go"] = "// Package " + name + " is one.\npackage " + name + "\n"
	}
	for name, text := range changes {
		files[name] = text
	}
	root := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return root
}

// realManifest returns the one of this repository.
func realManifest(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../" + manifestFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// broken is a change to the small repository and the one sentence that it leads to.
type broken struct {
	name, file, text, want string
}

// expectEach makes each change to the small repository and expects its sentence alone.
func expectEach(t *testing.T, tests []broken) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, err := Violations(small(t, map[string]string{test.file: test.text}))
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" && len(found) > 0 {
				t.Errorf("found %q, want nothing", found)
			}
			if test.want != "" && (len(found) != 1 || !strings.Contains(found[0], test.want)) {
				t.Errorf("found %q, want one sentence with %q", found, test.want)
			}
		})
	}
}
