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
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Kind stands for the kind of a row of Log Analytics' table KubeEvents.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubeevents
const Kind = "KubeEvents row"

// columnTime is the column that every row has: when the event was created.
const columnTime = "timegenerated"

// errLocalTime is the fault of a portal's export in local time, which names no zone.
var errLocalTime = errors.New("the times are local ones of an unknown zone: set the portal to UTC and export again")

// errColumns is the fault of rows about events that leave out whose, or what it was.
var errColumns = errors.New("the columns ObjectKind, Name and Reason, which say what an event is about and what happened, are not all there: export them too")

// longestID is how long the ID of a cluster can be that is taken for one. Azure's are shorter.
const longestID = 1024

// Row is a row by its columns, in lower case.
type Row map[string]string

// Export is what is known of the rows of an export as a whole.
type Export struct {
	rows, normal int
	// untyped counts those that do not say which type they are of, untold those without a text.
	untyped, untold int
	clusters        sets.Set[string]
}

// Add takes note of a row and of the event that it was made of.
func (s *Export) Add(r Row, e *corev1.Event) {
	s.rows++
	switch e.Type {
	case corev1.EventTypeNormal:
		s.normal++
	case "":
		s.untyped++
	}
	if !r.has("message") {
		s.untold++
	}
	if id := r["clusterid"]; id != "" && len(id) <= longestID {
		if s.clusters == nil {
			s.clusters = sets.New[string]()
		}
		s.clusters.Insert(strings.ToLower(id))
	}
}

// NodeEvent is the event that a row was made of, nil for one that is not about a node. The
// error is that of a row that leaves out what it is about, or has no time.
func (r Row) NodeEvent() (*corev1.Event, error) {
	if whole := r.has("objectkind") && r.has("name") && r.has("reason"); r.isEvent() && !whole {
		return nil, errColumns
	}
	if !strings.EqualFold(r["objectkind"], "Node") || r["name"] == "" {
		return nil, nil //nolint:nilnil // a row about something else is no event of ours, and no fault
	}
	return r.event()
}

func (r Row) has(column string) bool { _, ok := r[column]; return ok }

// isEvent says whether a row is about an event: those of other tables have none of these.
func (r Row) isEvent() bool { return r.has("reason") || r.has("objectkind") || r.has("kubeeventtype") }

// Parse reads the columns. The portal writes "TimeGenerated [UTC]".
func Parse(data []byte) (Row, error) {
	var cells map[string]any
	if err := json.Unmarshal(data, &cells); err != nil {
		return nil, fmt.Errorf("the row cannot be read: %w", err)
	}
	r := make(Row, len(cells))
	for _, name := range slices.Sorted(maps.Keys(cells)) { // two of one name: the same one always
		column, zone, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), " [")
		if zone != "" && zone != "utc]" {
			return nil, errLocalTime
		}
		switch cell := cells[name].(type) {
		case string:
			r[column] = cell
		case float64:
			r[column] = strconv.FormatFloat(cell, 'f', -1, 64)
		case nil:
			r[column] = ""
		}
	}
	return r, nil
}

// IsRow says whether an object is a row: it has the time, in any case and with a zone behind it.
func IsRow(data []byte) bool {
	r, err := Parse(data)
	return r.has(columnTime) || errors.Is(err, errLocalTime)
}

// event is the event that a row was made of. The collector fills LastSeen and the
// component only for events of the legacy recorder; those of auto-repair have neither.
// Source: https://github.com/microsoft/Docker-Provider, in_kube_events.rb.
func (r Row) event() (*corev1.Event, error) {
	e := &corev1.Event{
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: r["name"]},
		Reason:         r["reason"], Message: r["message"], Type: r["kubeeventtype"],
		Source: corev1.EventSource{Component: r["sourcecomponent"], Host: r["computer"]},
	}
	if e.Namespace = r["namespace"]; !slices.Contains(snapshot.EventNamespaces(), e.Namespace) {
		e.Namespace = metav1.NamespaceDefault // where events about nodes are
	}
	for _, at := range []struct {
		column string
		into   *metav1.Time
	}{{columnTime, &e.CreationTimestamp}, {"firstseen", &e.FirstTimestamp}, {"lastseen", &e.LastTimestamp}} {
		t, err := rowTime(r[at.column])
		if err != nil {
			return nil, err
		}
		*at.into = metav1.NewTime(t)
	}
	if snapshot.LastSeen(e).IsZero() {
		return nil, errors.New("it has no time")
	}
	if count, err := strconv.ParseFloat(r["count"], 64); err == nil && count >= 1 && count < 1e9 {
		e.Count = int32(count)
	}
	e.Name = r.identity()
	return e, nil
}

// identity is a name for the event: rows that differ only in the count and the time it was
// last seen are one event.
func (r Row) identity() string {
	sum := fnv.New64a()
	for _, column := range []string{"clusterid", "name", "reason", "message", "sourcecomponent", columnTime, "firstseen"} {
		_, _ = sum.Write([]byte(r[column] + "\x00")) // a hash takes everything
	}
	return fmt.Sprintf("%s.%016x", r["name"], sum.Sum64())
}

// rowTimes are how times are written: in JSON, and by the portal in CSV.
var rowTimes = []string{time.RFC3339Nano, "1/2/2006, 3:04:05.999999999 PM", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999"}

// rowTime reads a time; an empty one and that of year 1 are zero.
func rowTime(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range rowTimes {
		if t, err := time.Parse(layout, text); err == nil {
			if t.Year() <= 1 {
				return time.Time{}, nil
			}
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", text)
}

// OnlyWarnings says whether rows were seen and none of an event of type Normal.
func (s *Export) OnlyWarnings() bool { return s.rows > 0 && s.normal == 0 }

// Gaps are what an export leaves out.
func (s *Export) Gaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	switch {
	case s.rows > 0 && s.untyped == s.rows:
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"whether events of type Normal are missing"},
			Reason: "The export of KubeEvents does not have the column KubeEventType; Container Insights drops these events unless it is told to collect all.",
			Action: "Export that column too.",
		})
	case s.rows > 0 && s.normal == 0:
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"events of type Normal"},
			Reason: "The export of KubeEvents has none: Container Insights drops them unless it is told to collect all events.",
			Action: "For later, set collect_all_kube_events in the ConfigMap container-azm-ms-agentconfig.",
		})
	}
	if s.untold > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"the texts of events, where the codes of errors are"},
			Reason: "The export of KubeEvents does not have the column Message.",
			Action: "Export that column too.",
		})
	}
	if len(s.clusters) > 1 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"which cluster a node belongs to"},
			Reason: fmt.Sprintf("The export of KubeEvents has events of %d clusters, and nodes of different clusters can have one name.", len(s.clusters)),
			Action: `Export one cluster: add "| where ClusterName == 'NAME'" to the query.`,
		})
	}
	return gaps
}
