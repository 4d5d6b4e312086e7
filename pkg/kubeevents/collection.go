package kubeevents

import (
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
)

// columnSource is the column of a query that counts the rows of tables: the name of the table. Rows, Normal,
// First and Last are beside it.
const columnSource = "source"

// IsCollection says whether a row has the columns of a query that counts the rows of tables.
func (r Row) IsCollection() bool {
	return r.has(columnSource) && r.has("rows") && r.has("first") && r.has("last")
}

// Collected returns what a row says of the table that it counts. It is false for a row of another query, and for
// a table that is none of those that keep the past. The error is for times that are none.
func (r Row) Collected() (s history.Source, ok bool, err error) {
	name := history.SourceName(r[columnSource])
	if !r.IsCollection() || name != history.KubeEvents && name != history.NodeInventory {
		return history.Source{}, false, nil
	}
	s = history.Source{Name: name, State: history.Empty, Rows: r.count("rows"), Normal: r.count("normal")}
	if s.Rows > 0 {
		s.State = history.Collected
	}
	if s.From, err = parseTime(r["first"]); err == nil {
		s.To, err = parseTime(r["last"])
	}
	return s, err == nil, err
}

// count returns the number in a column, 0 for none.
func (r Row) count(column string) int {
	n, err := strconv.ParseFloat(r[column], 64)
	if err != nil || !(n >= 0 && n <= 1e15) {
		return 0
	}
	return int(n)
}
