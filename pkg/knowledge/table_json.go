package knowledge

import (
	"bytes"
	_ "embed"
	"hash/crc32"
	"io"
	"io/fs"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// The shipped table in a form that is decoded in a fraction of the time that the YAML takes: what
// entries are found by, and lines of JSON with their texts, of which only those are decoded that
// somebody asks for. The tests write both: go test ./pkg/knowledge -update.
//
//go:embed table.json
var savedIndexJSON []byte

//go:embed texts.jsonl
var savedLines []byte

// savedTable is what all entries are found by. It serves for the files that it was made of and
// no others, so that an edit of the YAML shows at once.
type savedTable struct {
	Sum       uint32       `json:"sum"`    // of the files
	Texts     uint32       `json:"texts"`  // the sum of the lines
	Checks    int          `json:"checks"` // the line with all checks, without their examples
	Variables []Variable   `json:"variables"`
	Entries   []savedEntry `json:"entries"`
}

// savedEntry is what an entry is found by, and the line of its text: other fields are empty.
type savedEntry struct {
	Line int `json:"line"`
	Entry
}

// savedText is the rest of an entry, but for examples, which the tests alone read.
type savedText struct {
	once  sync.Once
	lines *lines
	line  int
}

// textOf is the form of savedText in its line: the fields that savedEntry leaves out. Steps and
// references are lines, as several entries have the same.
type textOf struct {
	*Entry
	StepLines      []int `json:"stepLines"`
	ReferenceLines []int `json:"referenceLines"`
}

// lines are values of JSON, one a line.
type lines [][]byte

// decode reads a line; all there are, as the lines have the sum that the index names.
func (l *lines) decode(line int, into any) {
	if line >= 0 && line < len(*l) {
		_ = json.Unmarshal((*l)[line], into)
	}
}

// complete reads the texts of entries that were not asked for before, and returns the entries.
func complete(entries ...*Entry) []*Entry {
	for _, e := range entries {
		e.whole()
	}
	return entries
}

func (e *Entry) whole() *Entry {
	if e != nil && e.saved != nil {
		e.saved.once.Do(func() { e.saved.fill(e) })
	}
	return e
}

// fill decodes the text of an entry. It sets no field that is in the index, which others may read.
func (s *savedText) fill(e *Entry) {
	text := textOf{Entry: e}
	s.lines.decode(s.line, &text)
	e.NextSteps, e.References = make([]NextStep, len(text.StepLines)), make([]string, len(text.ReferenceLines))
	for i, line := range text.StepLines {
		s.lines.decode(line, &e.NextSteps[i])
	}
	for i, line := range text.ReferenceLines {
		s.lines.decode(line, &e.References[i])
	}
}

// loadSaved returns the table of an index and its lines. It returns nil when they were made of other
// files, or cannot be decoded, as after a merge that left both sides in them.
func loadSaved(index, texts []byte, files fs.FS) (*Table, error) {
	var saved savedTable
	sum, err := sumOf(files)
	if err != nil || json.Unmarshal(index, &saved) != nil || saved.Sum != sum || saved.Texts != crc32.ChecksumIEEE(texts) {
		return nil, err
	}
	all := lines(bytes.Split(texts, []byte("\n")))
	entries := make([]*Entry, len(saved.Entries))
	for i := range saved.Entries {
		e := &saved.Entries[i]
		e.saved = &savedText{lines: &all, line: e.Line}
		entries[i] = &e.Entry
	}
	table := newTable(entries, saved.Variables)
	table.checks = sync.OnceValue(func() map[string]*pattern.Check {
		var checks []*pattern.Check
		all.decode(saved.Checks, &checks)
		return byName(checks)
	})
	return table, nil
}

// sumOf returns a checksum of the names and contents of files.
func sumOf(files fs.FS) (uint32, error) {
	sum, buffer := crc32.NewIEEE(), make([]byte, 16<<10)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := files.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		_, _ = io.WriteString(sum, name)
		_, err = io.CopyBuffer(sum, file, buffer)
		return err
	})
	return sum.Sum32(), err
}
