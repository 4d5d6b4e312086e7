package kubeevents

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Kind is the kind under which a row of the Log Analytics table KubeEvents is handled.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubeevents
const Kind = "KubeEvents row"

// columnTime is a column that every row has: when the event was created.
const columnTime = "timegenerated"

// timeColumns are the columns with a time.
var timeColumns = []string{columnTime, "firstseen", "lastseen"}

// errLocalTime is the error for an export from the portal in local time, which names no zone.
var errLocalTime = errors.New("the times are local ones of an unknown zone: set the portal to UTC and export again")

// errColumns is the error for rows about events that lack the object or the reason.
var errColumns = errors.New("the columns ObjectKind, Name and Reason, which say what an event is about and what happened, are not all there: export them too")

// Row maps the columns, in lower case, to the cells of a row.
type Row map[string]string

// NodeEvent returns the event of a row, nil if the row is not about a node. It returns an error
// if the row lacks the columns that say what it is about, or has no valid time.
func (r Row) NodeEvent() (*corev1.Event, error) {
	if whole := r.has("objectkind") && r.has("name") && r.has("reason"); r.isEvent() && !whole {
		return nil, errColumns
	}
	if !strings.EqualFold(r["objectkind"], "Node") || r["name"] == "" {
		return nil, nil //nolint:nilnil // a row about something else is no event of ours, and no fault
	}
	return r.toEvent()
}

func (r Row) has(column string) bool { _, ok := r[column]; return ok }

// isEvent says whether a row has columns of events; rows of other tables have none of these.
func (r Row) isEvent() bool { return r.has("reason") || r.has("objectkind") || r.has("kubeeventtype") }

// ParseRow decodes the columns of a row in JSON. The portal names a column "TimeGenerated
// [UTC]". The error is for invalid JSON or local times.
func ParseRow(data []byte) (Row, error) {
	var cells map[string]any
	if err := json.Unmarshal(data, &cells); err != nil {
		return nil, fmt.Errorf("the row cannot be read: %w", err)
	}
	r := make(Row, len(cells))
	for _, name := range slices.Sorted(maps.Keys(cells)) { // of two columns with one name always take the same
		column, zone, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), " [")
		if zone != "" && zone != "utc]" {
			return nil, errLocalTime
		}
		r.set(column, cells[name])
	}
	return r, nil
}

// NewRow returns the row of a table of Log Analytics, whose cells were decoded from JSON.
func NewRow(columns []string, cells []any) Row {
	r := make(Row, len(cells))
	for i, cell := range cells[:min(len(cells), len(columns))] {
		r.set(strings.ToLower(columns[i]), cell)
	}
	return r
}

// set sets a cell, as JSON has it. A list or an object is none.
func (r Row) set(column string, cell any) {
	switch cell := cell.(type) {
	case string:
		r[column] = cell
	case float64:
		r[column] = strconv.FormatFloat(cell, 'f', -1, 64)
	case bool:
		r[column] = strconv.FormatBool(cell)
	case nil:
		r[column] = ""
	}
}

// IsRow says whether an object is a row: it has columnTime, in any case, and with or without a
// zone, or counts the rows of a table.
func IsRow(data []byte) bool {
	r, err := ParseRow(data)
	return r.has(columnTime) || r.IsCollection() || errors.Is(err, errLocalTime)
}

// toEvent makes the event of a row. Container Insights fills LastSeen and the component only
// for events of the legacy recorder; events of auto-repair have neither.
// Source: https://github.com/microsoft/Docker-Provider, in_kube_events.rb.
func (r Row) toEvent() (*corev1.Event, error) {
	e := &corev1.Event{
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: r["name"]},
		Reason:         r["reason"], Message: r["message"], Type: r["kubeeventtype"],
		Source: corev1.EventSource{Component: r["sourcecomponent"], Host: r["computer"]},
	}
	if e.Namespace = r["namespace"]; !slices.Contains(snapshot.EventNamespaces(), e.Namespace) {
		e.Namespace = metav1.NamespaceDefault // the namespace of events about nodes
	}
	for _, at := range []struct {
		column string
		into   *metav1.Time
	}{{columnTime, &e.CreationTimestamp}, {"firstseen", &e.FirstTimestamp}, {"lastseen", &e.LastTimestamp}} {
		t, err := parseTime(r[at.column])
		if err != nil {
			return nil, err
		}
		*at.into = metav1.NewTime(t)
	}
	if snapshot.LastSeen(e).IsZero() {
		return nil, errors.New("it has no time")
	}
	if n := r.count("count"); n >= 1 && n < 1e9 {
		e.Count = int32(n)
	}
	e.Name = r.eventName()
	return e, nil
}

// eventName returns a name for the event. Rows that differ only in the count and the time last
// seen get the same name, because they are one event.
func (r Row) eventName() string {
	sum := fnv.New64a()
	for _, column := range []string{"clusterid", "name", "reason", "message", "sourcecomponent", columnTime, "firstseen"} {
		_, _ = sum.Write([]byte(r[column] + "\x00")) // a hash returns no error
	}
	return fmt.Sprintf("%s.%016x", r["name"], sum.Sum64())
}

// timeLayouts are the layouts of times: in JSON, and in the portal's CSV.
var timeLayouts = []string{time.RFC3339Nano, "1/2/2006, 3:04:05.999999999 PM", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999"}

// parseTime parses a time. An empty time and one in year 1 are zero.
func parseTime(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			if t.Year() <= 1 {
				return time.Time{}, nil
			}
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", text)
}
