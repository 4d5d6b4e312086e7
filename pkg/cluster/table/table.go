// Package table reads the Table form of nodes, which has a line for each node and no objects.
package table

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Scan is the content of a Table of nodes.
type Scan struct {
	// Rows are the nodes by name.
	Rows []snapshot.NodeStatus
	// Version is the resource version, empty if unknown.
	Version string
	// Continued is true if there are more nodes.
	Continued bool
}

// nodeTable has the fields of a metav1.Table that are used. Decoding the whole type takes
// several times as long, because its rows can hold objects and its cells any value.
type nodeTable struct {
	Kind     string `json:"kind"`
	Metadata struct {
		ResourceVersion string `json:"resourceVersion"`
		Continue        string `json:"continue"`
	} `json:"metadata"`
	ColumnDefinitions []struct {
		Name string `json:"name"`
	} `json:"columnDefinitions"`
	Rows []nodeRow `json:"rows"`
}

type nodeRow struct {
	Cells nodeCells `json:"cells"`
}

// usualRows is how many rows are allocated at once, at most.
const usualRows = 50_000

// nodeCells are the cells of a row that are used; an empty name or status makes the row
// invalid.
type nodeCells struct{ name, status, version string }

// column returns the index of the column with this name, in any case; -1 if there is none.
func (t *nodeTable) column(name string) int {
	for i, c := range t.ColumnDefinitions {
		if strings.EqualFold(c.Name, name) {
			return i
		}
	}
	return -1
}

// Parse parses the answer to a Table request. It returns false if the answer is not a
// Table or is not reliable: the API guarantees neither the names of the columns nor that they
// come before the rows.
func Parse(raw []byte) (Scan, bool) {
	t := nodeTable{Rows: make([]nodeRow, 0, min(bytes.Count(raw, []byte(`"cells"`)), usualRows))}
	err := json.Unmarshal(raw, &t, jsontext.AllowInvalidUTF8(true),
		json.WithUnmarshalers(json.UnmarshalFromFunc(func(from *jsontext.Decoder, c *nodeCells) error {
			return c.decodeCells(from, t.column("Name"), t.column("Status"), t.column("Version"))
		})))
	if err != nil || t.Kind != "Table" || t.column("Name") < 0 || t.column("Status") < 0 {
		return Scan{}, false
	}
	rows := make([]snapshot.NodeStatus, 0, len(t.Rows))
	for _, row := range t.Rows {
		if row.Cells.name == "" || row.Cells.status == "" {
			return Scan{}, false
		}
		rows = append(rows, snapshot.NodeStatus{Name: row.Cells.name, Ready: readyColumn(row.Cells.status), Version: row.Cells.version})
	}
	slices.SortFunc(rows, snapshot.CompareNames)
	return Scan{Rows: rows, Version: t.Metadata.ResourceVersion, Continued: t.Metadata.Continue != ""}, true
}

// decodeCells decodes the cells in the given columns; a cell that is not a string stays empty.
func (c *nodeCells) decodeCells(from *jsontext.Decoder, name, status, version int) error {
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

// readyColumn parses the STATUS column of nodes: "Ready", "NotReady" or "Unknown", followed by
// ",SchedulingDisabled" for a cordoned node. Source: printNode in
// k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
func readyColumn(status string) bool {
	first, _, _ := strings.Cut(status, ",")
	return first == "Ready"
}
