package kubeevents

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestARowThatCountsATableIsASource(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 5, d, 1, 2, 3, 0, time.UTC) }
	columns := []string{"Source", "Rows", "Normal", "First", "Last"}
	for name, test := range map[string]struct {
		cells []any
		want  history.Source
		ok    bool
		fault string
	}{
		"events": {
			[]any{"KubeEvents", 1234.0, 7.0, "2026-05-01T01:02:03Z", "2026-05-19T01:02:03Z"},
			history.Source{Name: history.KubeEvents, State: history.Collected, From: day(1), To: day(19), Rows: 1234, Normal: 7}, true, "",
		},
		"an inventory that nothing writes": {[]any{"KubeNodeInventory", 0.0, nil, nil, nil}, history.Source{Name: history.NodeInventory, State: history.Empty}, true, ""},
		"another table":                    {[]any{"Heartbeat", 5.0, nil, nil, nil}, history.Source{}, false, ""},
		"a number that is none":            {[]any{"KubeEvents", -4.0, 1e300, nil, nil}, history.Source{Name: history.KubeEvents, State: history.Empty}, true, ""},
		"a time that is none":              {[]any{"KubeEvents", 1.0, nil, "soon", nil}, history.Source{Name: history.KubeEvents, State: history.Collected, Rows: 1}, false, `"soon" is no time`},
		"fewer cells than columns":         {[]any{"KubeEvents"}, history.Source{}, false, ""},
	} {
		s, ok, err := NewRow(columns, test.cells).Collected()
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		snapshottest.Equal(t, name, s, test.want)
		snapshottest.Equal(t, name+", ok", ok, test.ok)
		snapshottest.Equal(t, name+", error", fault, test.fault)
	}
}
