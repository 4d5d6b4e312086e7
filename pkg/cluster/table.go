package cluster

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// scan is what a Table of nodes shows.
type scan struct {
	rows []snapshot.NodeStatus
	// version is the resource version, empty when it is not known.
	version string
	// continued is true when there are more nodes.
	continued bool
}

// table is what is read of a metav1.Table, which takes a multiple of the time to decode:
// each of its rows can hold an object, and each cell anything.
type table struct {
	Kind     string `json:"kind"`
	Metadata struct {
		ResourceVersion string `json:"resourceVersion"`
		Continue        string `json:"continue"`
	} `json:"metadata"`
	ColumnDefinitions []struct {
		Name string `json:"name"`
	} `json:"columnDefinitions"`
	Rows []struct {
		Cells cells `json:"cells"`
	} `json:"rows"`
}

// cells are those of a row that are read; an empty name or status makes the row unusable.
type cells struct{ name, status, version string }

// column is the position of the column with this name, in any case; -1 when there is none.
func (t *table) column(name string) int {
	for i, c := range t.ColumnDefinitions {
		if strings.EqualFold(c.Name, name) {
			return i
		}
	}
	return -1
}

// parseTable reads the scan from the answer to a Table request. It returns false when the
// answer is no Table, or one that cannot be relied on: column names are no promise of the
// API, nor is it one that they come before the rows.
func parseTable(raw []byte) (scan, bool) {
	var t table
	err := json.Unmarshal(raw, &t, jsontext.AllowInvalidUTF8(true),
		json.WithUnmarshalers(json.UnmarshalFromFunc(func(from *jsontext.Decoder, c *cells) error {
			return c.read(from, t.column("Name"), t.column("Status"), t.column("Version"))
		})))
	if err != nil || t.Kind != "Table" || t.column("Name") < 0 || t.column("Status") < 0 {
		return scan{}, false
	}
	rows := make([]snapshot.NodeStatus, 0, len(t.Rows))
	for _, row := range t.Rows {
		if row.Cells.name == "" || row.Cells.status == "" {
			return scan{}, false
		}
		rows = append(rows, snapshot.NodeStatus{Name: row.Cells.name, Ready: readyColumn(row.Cells.status), Version: row.Cells.version})
	}
	slices.SortFunc(rows, snapshot.ByName)
	return scan{rows: rows, version: t.Metadata.ResourceVersion, continued: t.Metadata.Continue != ""}, true
}

// read takes the cells in the given columns; one that is no string stays empty.
func (c *cells) read(from *jsontext.Decoder, name, status, version int) error {
	if from.PeekKind() != '[' {
		return from.SkipValue()
	}
	if _, err := from.ReadToken(); err != nil {
		return err
	}
	for i := 0; from.PeekKind() != ']'; i++ {
		var into *string
		switch i {
		case name:
			into = &c.name
		case status:
			into = &c.status
		case version:
			into = &c.version
		}
		if into == nil || from.PeekKind() != '"' {
			if err := from.SkipValue(); err != nil {
				return err
			}
			continue
		}
		text, err := from.ReadToken()
		if err != nil {
			return err
		}
		*into = text.String()
	}
	_, err := from.ReadToken()
	return err
}
