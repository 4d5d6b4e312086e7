package cluster

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"
)

// listing is the result of listing the nodes, one way or the other.
type listing struct {
	scan []NodeStatus
	// nodes are the objects, when full is true.
	nodes []corev1.Node
	full  bool
	// version is the resource version of a scan, empty when it is not known.
	version string
	// failure is why the listing is not complete, nil when it is.
	failure *failure
}

// scan finds out which nodes there are and which are Ready, in the cheapest way that the
// server offers.
func (l *Live) scan(ctx context.Context) listing {
	l.report("listing nodes")
	var seen scan
	var readable bool
	failed := l.read(ctx, scanRequest(l.options.Selection.Selector), func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		seen, readable = parseTable(raw)
		return nil
	})
	// A Table that is continued elsewhere does not show every node.
	if failed == nil && readable && !seen.continued {
		return listing{scan: seen.rows, version: seen.version}
	}
	if failed == nil || statusCode(failed) == http.StatusNotAcceptable {
		return l.list(ctx)
	}
	return listing{failure: failed}
}

// list reads every node in full.
func (l *Live) list(ctx context.Context) listing {
	nodes, failed := l.listNodes(ctx)
	return listing{scan: statuses(nodes), nodes: nodes, full: true, failure: failed}
}

// table is what is read of a metav1.Table, which takes more than twice as long to decode:
// each of its rows can hold an object.
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
		Cells []any `json:"cells"`
	} `json:"rows"`
}

// column is the position of the column with this name, in any case; -1 when there is none.
func (t *table) column(name string) int {
	for i, c := range t.ColumnDefinitions {
		if strings.EqualFold(c.Name, name) {
			return i
		}
	}
	return -1
}

// scan is what a Table of nodes shows.
type scan struct {
	rows []NodeStatus
	// version is the resource version, empty when it is not known.
	version string
	// continued is true when there are more nodes.
	continued bool
}

// parseTable reads the scan from the answer to a Table request. It returns false when the
// answer is no Table, or one that cannot be relied on: column names are no promise of the
// API.
func parseTable(raw []byte) (scan, bool) {
	var table table
	if err := json.Unmarshal(raw, &table); err != nil || table.Kind != "Table" {
		return scan{}, false
	}
	name, status, version := table.column("Name"), table.column("Status"), table.column("Version")
	if name < 0 || status < 0 {
		return scan{}, false
	}
	rows := make([]NodeStatus, 0, len(table.Rows))
	for _, row := range table.Rows {
		if len(row.Cells) <= max(name, status) {
			return scan{}, false
		}
		node, isName := row.Cells[name].(string)
		state, isStatus := row.Cells[status].(string)
		if !isName || !isStatus || node == "" {
			return scan{}, false
		}
		line := NodeStatus{Name: node, Ready: readyColumn(state)}
		if version >= 0 && version < len(row.Cells) {
			line.Version, _ = row.Cells[version].(string)
		}
		rows = append(rows, line)
	}
	slices.SortFunc(rows, byName)
	return scan{rows: rows, version: table.Metadata.ResourceVersion, continued: table.Metadata.Continue != ""}, true
}

// readyColumn reads the STATUS column of nodes, which is "Ready", "NotReady" or "Unknown"
// with, for a cordoned node, ",SchedulingDisabled" after it. Source: printNode in
// k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
func readyColumn(status string) bool {
	first, _, _ := strings.Cut(status, ",")
	return first == "Ready"
}

func byName(a, b NodeStatus) int { return strings.Compare(a.Name, b.Name) }
