package knowledge

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

var syntaxError = lazy.Pattern(`^yaml: (?:line (\d+): )?(.*)$`)

// read parses files of one kind in parallel, because every command with own files waits
// for all of the shipped ones.
func (l *loader) read(kind source, files ...File) {
	sources := make([]source, len(files))
	var all sync.WaitGroup
	for i, f := range files {
		all.Go(func() {
			sources[i] = kind
			sources[i].file = f.Name
			sources[i].parse(f.Data)
		})
	}
	all.Wait()
	for _, s := range sources {
		l.faults.List = append(l.faults.List, s.faults.List...)
		if s.root != nil {
			s.faults = strict.Faults{}
			l.sources = append(l.sources, s)
		}
	}
}

// parse parses one file and reports its syntax.
func (s *source) parse(data []byte) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var root, more yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if !errors.Is(err, io.EOF) {
			s.syntax(err)
		}
		return
	}
	if err := decoder.Decode(&more); err == nil {
		s.faults.Add(s.file, more.Line, "a file holds one YAML document, this is a second")
	} else if !errors.Is(err, io.EOF) {
		s.syntax(err)
	}
	s.root = root.Content[0]
}

func (s *source) syntax(err error) {
	line, text := 1, err.Error()
	if m := syntaxError().FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	s.faults.Add(s.file, line, "not YAML: %s", text)
}
