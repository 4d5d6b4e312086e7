package knowledge

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// File is one source of the table.
type File struct {
	// Name stands in faults.
	Name string
	// Data is one YAML document: a mapping with any of the lists variables, steps, checks, retries
	// and entries. Keys are the json names of Variable, NextStep, pattern.Check and Entry. Steps and
	// retries have a name: any entry of any file can write "- use: name" and "retry: name".
	Data []byte
}

//go:embed *.yaml
var shipped embed.FS

// BuiltIn is the source of the entries that are shipped with the tool.
const BuiltIn = "built-in"

// Builtin returns the table that is shipped with the tool. Its files were checked by the
// tests, and are not read again while table.json is what they say.
func Builtin() (*Table, error) { return With() }

// With returns the table that is shipped with the tool, and with the entries of own files.
// An entry with the code of a shipped one, or of one in an earlier file, replaces it whole.
// Own files may use the shipped variables and steps. They are checked as by Load, and the
// error is a *strict.LoadError about them.
func With(own ...File) (*Table, error) {
	if len(own) == 0 {
		if table, err := loadSaved(savedIndexJSON, savedLines, shipped); table != nil || err != nil {
			return table, err
		}
	}
	files, err := shippedFiles()
	if err != nil {
		return nil, err
	}
	l := &loader{steps: map[string]NextStep{}, retries: map[string]string{}}
	l.read(source{shipped: true}, files...)
	for i, f := range own {
		l.read(source{layer: i + 1}, f)
	}
	return l.table(len(own) > 0)
}

// Vocabulary returns texts with all words of the table and of the files of the shipped one, examples included.
func (t *Table) Vocabulary() ([]string, error) {
	words, err := json.Marshal(t.Entries())
	if err != nil {
		return nil, fmt.Errorf("reading the words of the knowledge table: %w", err)
	}
	files, err := shippedFiles()
	if err != nil {
		return nil, fmt.Errorf("reading the words of the knowledge table: %w", err)
	}
	texts := []string{string(words)}
	for _, f := range files {
		texts = append(texts, string(f.Data))
	}
	return texts, nil
}

func shippedFiles() ([]File, error) {
	names, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the embedded table: %w", err)
	}
	files := make([]File, len(names))
	for i, name := range names {
		data, err := shipped.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the embedded table: %w", err)
		}
		files[i] = File{Name: name, Data: data}
	}
	return files, nil
}

// Load reads the table from its sources, merged in the order given. When anything in them
// is not as it has to be it returns no table and a *strict.LoadError with all faults.
func Load(files ...File) (*Table, error) {
	l := &loader{steps: map[string]NextStep{}, retries: map[string]string{}}
	l.read(source{}, files...)
	return l.table(true)
}

// loader gathers what the files hold, each thing with the node it came from.
type loader struct {
	faults  strict.Faults
	sources []source
	vars    []loaded[Variable]
	shared  []loaded[sharedStep]
	checks  []loaded[pattern.Check]
	loaded  []loaded[Entry]
	steps   map[string]NextStep
	retries map[string]string
}

// table decodes what was read. Shipped files are checked by Load, in the tests.
func (l *loader) table(check bool) (*Table, error) {
	for _, s := range l.sources {
		l.decodeShared(s)
	}
	l.decodeEntries()
	l.override()
	table, checks := newTable(pointers(l.loaded), values(l.vars)), byName(pointers(l.checks))
	table.checks = func() map[string]*pattern.Check { return checks }
	if check {
		l.check(table)
	}
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	return table, nil
}

// source is the root of one file.
type source struct {
	file    string
	root    *yaml.Node    // nil for a file that holds nothing
	faults  strict.Faults // of its syntax
	shipped bool          // checked by the tests, and not again
	layer   int           // entries replace those of lower layers
}

// loaded is a decoded value and where it stands.
type loaded[T any] struct {
	value *T
	source
	node *yaml.Node
}

// sharedStep is a next step that several entries use.
type sharedStep struct {
	Name string `json:"name"`
	NextStep
}

// document is the shape of a file, for the check of its keys.
type document struct {
	Variables []Variable      `json:"variables"`
	Steps     []sharedStep    `json:"steps"`
	Checks    []pattern.Check `json:"checks"`
	Retries   []sharedText    `json:"retries"`
	Entries   []Entry         `json:"entries"`
}

// decodeShared decodes variables and shared steps, which entries of any file may use.
func (l *loader) decodeShared(s source) {
	d := &strict.Decoder{File: s.file, Faults: &l.faults}
	l.vars = decodeList(l.vars, d, s, "variables")
	l.checks = decodeList(l.checks, d, s, "checks")
	l.decodeRetries(d, s)
	before := len(l.shared)
	l.shared = decodeList(l.shared, d, s, "steps")
	for _, step := range l.shared[before:] {
		if _, taken := l.steps[step.value.Name]; taken {
			l.faults.Add(s.file, strict.LineOf(step.node, "name"), "there is another shared step %q", step.value.Name)
		}
		l.steps[step.value.Name] = step.value.NextStep
	}
}

// decodeEntries decodes the entries of all files, at once as they are parsed.
func (l *loader) decodeEntries() {
	lists := make([][]loaded[Entry], len(l.sources))
	found := make([]strict.Faults, len(l.sources))
	var all sync.WaitGroup
	for i, s := range l.sources {
		all.Go(func() {
			lists[i] = s.entries(&strict.Decoder{File: s.file, Faults: &found[i], Before: l.useShared})
		})
	}
	all.Wait()
	for i, list := range lists {
		for _, e := range list {
			e.value.Retry = cmp.Or(l.retries[e.value.Retry], e.value.Retry)
		}
		l.loaded = append(l.loaded, list...)
		l.faults.List = append(l.faults.List, found[i].List...)
	}
}

// entries decodes the entries of one file and refuses other keys of it.
func (s source) entries(d *strict.Decoder) []loaded[Entry] {
	if !d.Want(s.root, s.root.Kind == yaml.MappingNode, "the file", "a mapping") {
		return nil
	}
	list := decodeList[Entry](nil, d, s, "entries")
	for _, e := range list {
		e.value.Source = s.file
		if s.shipped {
			e.value.Source = BuiltIn
		}
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(s.root.Content); i += 2 {
		key := s.root.Content[i]
		if _, ok := strict.Field(reflect.ValueOf(document{}), key.Value); !ok {
			d.Faults.Add(s.file, key.Line, "unknown key %q", key.Value)
		}
		if seen[key.Value] {
			d.Faults.Add(s.file, key.Line, "key %q is there twice", key.Value)
		}
		seen[key.Value] = true
	}
	return list
}

// override puts entries of higher layers in the places of those with the same code.
func (l *loader) override() {
	place := map[string]int{}
	var kept []loaded[Entry]
	for _, e := range l.loaded {
		code := fold(e.value.Code)
		if i, ok := place[code]; ok && kept[i].layer < e.layer {
			kept[i] = e
			continue
		}
		place[code] = len(kept)
		kept = append(kept, e)
	}
	l.loaded = kept
}
