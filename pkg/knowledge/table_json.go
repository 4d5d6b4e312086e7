package knowledge

import (
	_ "embed"
	"hash/crc32"
	"io"
	"io/fs"

	"github.com/go-json-experiment/json"
)

// tableJSON is the shipped table in the form of savedTable, which is decoded in a fraction of
// the time that the YAML takes. The tests write it: go test ./pkg/knowledge -update.
//
//go:embed table.json
var tableJSON []byte

// savedTable is a decoded table. It serves for the files that it was made of and no others,
// so that an edit of the YAML shows at once.
type savedTable struct {
	Sum       uint32              `json:"sum"` // of the files
	Variables []Variable          `json:"variables"`
	Steps     map[string]NextStep `json:"steps"` // of all entries, each once
	// References are those of all entries, each once.
	References []string     `json:"references"`
	Entries    []savedEntry `json:"entries"`
}

// savedEntry is an entry whose next steps are keys of the table's steps, and its references
// positions in those of the table. It has no examples, which are a quarter of the text and are
// read by the tests alone.
type savedEntry struct {
	Entry
	NextSteps  []string `json:"nextSteps"`
	References []int    `json:"references"`
}

// loadSaved returns the table in data. It returns nil when the table was made of other files,
// or cannot be decoded, as after a merge that left both sides in it.
func loadSaved(data []byte, files fs.FS) (*Table, error) {
	var saved savedTable
	sum, err := sumOf(files)
	if err != nil || json.Unmarshal(data, &saved) != nil || saved.Sum != sum {
		return nil, err
	}
	entries := make([]*Entry, len(saved.Entries))
	for i := range saved.Entries {
		e := &saved.Entries[i]
		entries[i] = &e.Entry
		for _, step := range e.NextSteps {
			e.Entry.NextSteps = append(e.Entry.NextSteps, saved.Steps[step])
		}
		for _, i := range e.References {
			if i < 0 || i >= len(saved.References) {
				return nil, nil //nolint:nilnil // it was damaged, and the files are read
			}
			e.Entry.References = append(e.Entry.References, saved.References[i])
		}
	}
	return newTable(entries, saved.Variables), nil
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
