package knowledge

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// File is one source of the table.
type File struct {
	// Name stands in faults.
	Name string
	// Data is one YAML document: a mapping with any of the lists variables, steps and
	// entries. Keys are the json names of Variable, NextStep and Entry. A step has a name
	// beside them and can be used by any entry of any file as "- use: name".
	Data []byte
}

//go:embed *.yaml
var shipped embed.FS

// Builtin is the table that is shipped with the tool.
func Builtin() (*Table, error) {
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
	return Load(files...)
}

// Load reads the table from its sources, merged in the order given. Anything that is not
// exactly as it has to be is a fault, and with one there is no table; the error is then a
// *LoadError with all of them.
func Load(files ...File) (*Table, error) {
	l := &loader{steps: map[string]NextStep{}}
	for _, f := range files {
		l.read(f)
	}
	for _, s := range l.sources {
		l.decodeShared(s)
	}
	for _, s := range l.sources {
		l.decodeEntries(s)
	}
	table := newTable(l.entries(), l.variables())
	l.check(table)
	if err := l.faults.err(); err != nil {
		return nil, err
	}
	return table, nil
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

// source is the root of one file.
type source struct {
	file string
	root *yaml.Node
}

// loaded is a decoded value and where it stands.
type loaded[T any] struct {
	value *T
	file  string
	node  *yaml.Node
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

var syntaxError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// read parses one file and reports its syntax.
func (l *loader) read(f File) {
	decoder := yaml.NewDecoder(bytes.NewReader(f.Data))
	var root, more yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if !errors.Is(err, io.EOF) {
			l.syntax(f.Name, err)
		}
		return
	}
	if err := decoder.Decode(&more); err == nil {
		l.faults.add(f.Name, more.Line, "a file holds one YAML document, this is a second")
	} else if !errors.Is(err, io.EOF) {
		l.syntax(f.Name, err)
	}
	l.sources = append(l.sources, source{f.Name, root.Content[0]})
}

func (l *loader) syntax(file string, err error) {
	line, text := 1, err.Error()
	if m := syntaxError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	l.faults.add(file, line, "not YAML: %s", text)
}

// decodeShared decodes variables and shared steps, which entries of any file may use.
func (l *loader) decodeShared(s source) {
	d := &decoder{file: s.file, faults: &l.faults}
	l.vars = decodeList(l.vars, d, s.root, "variables")
	before := len(l.shared)
	l.shared = decodeList(l.shared, d, s.root, "steps")
	for _, step := range l.shared[before:] {
		if _, taken := l.steps[step.value.Name]; taken {
			l.faults.add(s.file, lineOf(step.node, "name"), "there is another shared step %q", step.value.Name)
		}
		l.steps[step.value.Name] = step.value.NextStep
	}
}

// decodeEntries decodes the entries and refuses other keys of the file.
func (l *loader) decodeEntries(s source) {
	d := &decoder{file: s.file, faults: &l.faults, steps: l.steps}
	if !d.want(s.root, s.root.Kind == yaml.MappingNode, "the file", "a mapping") {
		return
	}
	l.loaded = decodeList(l.loaded, d, s.root, "entries")
	seen := map[string]bool{}
	for i := 0; i+1 < len(s.root.Content); i += 2 {
		key := s.root.Content[i]
		if _, ok := fieldByTag(reflect.ValueOf(document{}), key.Value); !ok {
			l.faults.add(s.file, key.Line, "unknown key %q", key.Value)
		}
		if seen[key.Value] {
			l.faults.add(s.file, key.Line, "key %q is there twice", key.Value)
		}
		seen[key.Value] = true
	}
}

// decodeList appends the items under a key of the root.
func decodeList[T any](list []loaded[T], d *decoder, root *yaml.Node, key string) []loaded[T] {
	n := child(root, key)
	if n == nil || !d.want(n, n.Kind == yaml.SequenceNode, key, "a list") {
		return list
	}
	for _, item := range n.Content {
		value := new(T)
		d.decode(item, reflect.ValueOf(value).Elem(), "each of "+key)
		list = append(list, loaded[T]{value, d.file, item})
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
