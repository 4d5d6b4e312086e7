package knowledge

import (
	"embed"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// File is one source of the table.
type File struct {
	// Name stands in faults.
	Name string
	// Data is one YAML document: a mapping with any of the lists variables, steps and
	// entries. Keys are the json names of Variable, NextStep and Entry. A step has a name
	// besides them and can be used by any entry of any file as "- use: name".
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
// error is a *LoadError about them.
func With(own ...File) (*Table, error) {
	if len(own) == 0 {
		if table, err := loadSaved(tableJSON, shipped); table != nil || err != nil {
			return table, err
		}
	}
	files, err := shippedFiles()
	if err != nil {
		return nil, err
	}
	l := &loader{steps: map[string]NextStep{}}
	l.read(source{shipped: true}, files...)
	for i, f := range own {
		l.read(source{layer: i + 1}, f)
	}
	return l.table(len(own) > 0)
}

// ShippedText returns the files of the shipped table as one text, examples included.
func ShippedText() (string, error) {
	files, err := shippedFiles()
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, f := range files {
		text.Write(f.Data)
	}
	return text.String(), nil
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
// is not as it has to be it returns no table and a *LoadError with all faults.
func Load(files ...File) (*Table, error) {
	l := &loader{steps: map[string]NextStep{}}
	l.read(source{}, files...)
	return l.table(true)
}

// loader gathers what the files hold, each thing with the node it came from.
type loader struct {
	faults  faults
	sources []source
	vars    []loaded[Variable]
	shared  []loaded[sharedStep]
	loaded  []loaded[Entry]
	steps   map[string]NextStep
}

// table decodes what was read. Shipped files are checked by Load, in the tests.
func (l *loader) table(check bool) (*Table, error) {
	for _, s := range l.sources {
		l.decodeShared(s)
	}
	l.decodeEntries()
	l.override()
	table := newTable(l.entries(), l.variables())
	if check {
		l.check(table)
	}
	if err := l.faults.err(); err != nil {
		return nil, err
	}
	return table, nil
}

// source is the root of one file.
type source struct {
	file    string
	root    *yaml.Node // nil for a file that holds nothing
	faults  faults     // of its syntax
	shipped bool       // checked by the tests, and not again
	layer   int        // entries replace those of lower layers
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
	Variables []Variable   `json:"variables"`
	Steps     []sharedStep `json:"steps"`
	Entries   []Entry      `json:"entries"`
}

// decodeShared decodes variables and shared steps, which entries of any file may use.
func (l *loader) decodeShared(s source) {
	d := &decoder{file: s.file, faults: &l.faults}
	l.vars = decodeList(l.vars, d, s, "variables")
	before := len(l.shared)
	l.shared = decodeList(l.shared, d, s, "steps")
	for _, step := range l.shared[before:] {
		if _, taken := l.steps[step.value.Name]; taken {
			l.faults.add(s.file, lineOf(step.node, "name"), "there is another shared step %q", step.value.Name)
		}
		l.steps[step.value.Name] = step.value.NextStep
	}
}

// decodeEntries decodes the entries of all files, at once as they are parsed.
func (l *loader) decodeEntries() {
	lists := make([][]loaded[Entry], len(l.sources))
	found := make([]faults, len(l.sources))
	var all sync.WaitGroup
	for i, s := range l.sources {
		all.Go(func() {
			lists[i] = s.entries(&decoder{file: s.file, faults: &found[i], steps: l.steps})
		})
	}
	all.Wait()
	for i, list := range lists {
		l.loaded = append(l.loaded, list...)
		l.faults.list = append(l.faults.list, found[i].list...)
	}
}

// entries decodes the entries of one file and refuses other keys of it.
func (s source) entries(d *decoder) []loaded[Entry] {
	if !d.want(s.root, s.root.Kind == yaml.MappingNode, "the file", "a mapping") {
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
		if _, ok := fieldByTag(reflect.ValueOf(document{}), key.Value); !ok {
			d.faults.add(s.file, key.Line, "unknown key %q", key.Value)
		}
		if seen[key.Value] {
			d.faults.add(s.file, key.Line, "key %q is there twice", key.Value)
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

// decodeList appends the items under a key of the root.
func decodeList[T any](list []loaded[T], d *decoder, s source, key string) []loaded[T] {
	n := child(s.root, key)
	if n == nil || !d.want(n, n.Kind == yaml.SequenceNode, key, "a list") {
		return list
	}
	for _, item := range n.Content {
		value := new(T)
		d.decode(item, reflect.ValueOf(value).Elem(), "each of "+key)
		list = append(list, loaded[T]{value, s, item})
	}
	return list
}

func (l *loader) entries() []*Entry {
	entries := make([]*Entry, len(l.loaded))
	for i, e := range l.loaded {
		entries[i] = e.value
	}
	return entries
}

func (l *loader) variables() []Variable {
	variables := make([]Variable, len(l.vars))
	for i, v := range l.vars {
		variables[i] = *v.value
	}
	return variables
}
