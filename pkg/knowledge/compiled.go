package knowledge

import (
	"hash/crc32"
	"io"
	"io/fs"
)

// compiledTable is the shipped table as Go values, which need no reading: the YAML would
// take longer than all else that explain does. It is used for the very files that it was
// made of and no others, so that an edit of the YAML shows at once.
//
// The one that there is stands in compiled_table.go, which the tests write. When types
// have changed so that it does not compile any more, put "var compiled compiledTable" in
// its place, and go test ./pkg/knowledge -update makes it anew.
type compiledTable struct {
	sum       uint32 // of the files
	entries   []Entry
	variables []Variable
}

// table is the table of the shipped files, nil when it was compiled from others.
func (c compiledTable) table(files fs.FS) (*Table, error) {
	if sum, err := sumOf(files); err != nil || sum != c.sum {
		return nil, err
	}
	entries := make([]*Entry, len(c.entries))
	for i := range c.entries {
		entries[i] = &c.entries[i]
	}
	return newTable(entries, c.variables), nil
}

// sumOf tells files from others by their names and what they hold.
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
