package logs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
)

// at is a time of 2026-05-19, as the service writes it.
const at = "2026-05-19T21:44:43.5Z"

// names returns columns as a result has them.
func names(list string) []string { return strings.Split(list, ",") }

func TestRowsBecomeEvidence(t *testing.T) {
	q := logs.New(logs.Scope{Cluster: clusterID})
	var e history.Evidence
	logs.Result{
		Columns: names("TimeGenerated,ObjectKind,Name,Namespace,Reason,Message,KubeEventType,SourceComponent,Count,FirstSeen,LastSeen"),
		Rows:    [][]any{{at, "Node", "n1", "default", "NodeRebootError", "failed", "Warning", nil, 1.0, nil, nil}, {"soon", "Node", "n1", "default", "NodeRebootEnd", "done", "Normal", nil, 1.0, nil, nil}},
	}.AddTo(&e, q.Events)
	logs.Result{
		Columns: names("Node,Pool,Ready,From,LastSample,Samples,CreationTimeStamp"),
		Rows:    [][]any{{"n1", "user", false, "2026-05-19T21:00:00Z", at, 44.0, nil}, {"n1", "user", true, at, at, 1.0, nil}, {nil}},
	}.AddTo(&e, q.Inventory)
	if len(e.Events) != 1 || e.Events[0].Reason != "NodeRebootError" || e.Events[0].CreationTimestamp.UTC() != time.Date(2026, 5, 19, 21, 44, 43, 5e8, time.UTC) {
		t.Errorf("the events are %+v", e.Events)
	}
	if len(e.Inventory) != 2 || e.Inventory[0].Ready || e.Inventory[0].Samples != 44 || e.Inventory[0].Pool != "user" || !e.Inventory[1].Ready {
		t.Errorf("the spans are %+v", e.Inventory)
	}
	if len(e.Gaps) != 1 || e.Gaps[0].Subject() != "1 of 2 rows of KubeEvents" || !strings.Contains(e.Gaps[0].Reason, `"soon" is no time`) {
		t.Errorf("the gaps are %+v", e.Gaps)
	}
}

func TestAResultThatReachesItsLimitIsNotWhole(t *testing.T) {
	rows := make([][]any, logs.MaxEvents)
	for i := range rows {
		rows[i] = []any{at, "Node", "n1", "NodeReady"}
	}
	for _, n := range []int{logs.MaxEvents, logs.MaxEvents - 1} {
		var e history.Evidence
		logs.Result{Columns: names("TimeGenerated,ObjectKind,Name,Reason"), Rows: rows[:n]}.AddTo(&e, logs.New(logs.Scope{}).Events)
		if whole := n < logs.MaxEvents; whole != (len(e.Gaps) == 0) || len(e.Events) != n {
			t.Errorf("%d rows, %d events: the gaps are %+v", n, len(e.Events), e.Gaps)
		}
	}
}

func TestWhatIsCollected(t *testing.T) {
	columns := names("Source,Rows,Normal,First,Last")
	events, inventory := []any{"KubeEvents", 9.0, 0.0, at, at}, []any{"KubeNodeInventory", 0.0, nil, nil, nil}
	for name, c := range map[string]struct {
		rows [][]any
		want [2]history.SourceState
	}{
		"nothing":      {nil, [2]history.SourceState{history.Missing, history.Missing}},
		"events alone": {[][]any{events}, [2]history.SourceState{history.Collected, history.Missing}},
		"both":         {[][]any{inventory, events}, [2]history.SourceState{history.Collected, history.Empty}},
	} {
		sources, err := logs.Result{Columns: columns, Rows: c.rows}.Collection()
		if err != nil || len(sources) != 2 || sources[0].State != c.want[0] || sources[1].State != c.want[1] || sources[0].Name != history.KubeEvents {
			t.Errorf("%s: %+v, %v", name, sources, err)
		}
	}
	if _, err := (logs.Result{Columns: columns, Rows: [][]any{{"KubeEvents", 1.0, 0.0, "soon", at}}}).Collection(); err == nil {
		t.Error("a time that is none is taken for one")
	}
}
