package history_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// situations are evidence, and the outages that it shows.
type situations map[string]struct {
	evidence history.Evidence
	want     string
}

func (all situations) check(t *testing.T) {
	t.Helper()
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			h := examine(t, c.evidence)
			if got := outages(h); got != c.want {
				t.Errorf("the outages are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestOutagesThatEventsShow(t *testing.T) {
	normal, dropped := []history.Source{collected(history.KubeEvents, 50)}, []history.Source{collected(history.KubeEvents, 0)}
	counted := event(n1, "NodeNotReady", "", at(1, 3, 0))
	counted.FirstTimestamp, counted.LastTimestamp, counted.Count = metav1.NewTime(at(1, 3, 0)), metav1.NewTime(at(2, 3, 0)), 2
	younger := counted.DeepCopy()
	younger.LastTimestamp, younger.Count = metav1.NewTime(at(1, 3, 0)), 1
	situations{
		"a repair that helped": {history.Evidence{Sources: normal, Events: []*corev1.Event{
			event(n1, "NodeNotReady", "", at(0, 3, 0)), event(n1, "NodeRebootStart", "", at(0, 3, 10)), event(n1, "NodeRebootEnd", "", at(0, 3, 12)), event(n1, "NodeReady", "", at(0, 3, 22)),
		}}, "1 20 03:00 22m0s Ready AfterRepair 1"},
		"no repair": {history.Evidence{Sources: normal, Events: []*corev1.Event{event(n1, "NodeNotReady", "", at(0, 3, 0)), event(n1, "NodeReady", "", at(0, 3, 4))}}, "1 20 03:00 4m0s Ready WithoutRepair 0"},
		"a repair that failed": {history.Evidence{Sources: normal, Events: []*corev1.Event{
			event(n1, "NodeNotReady", "", at(0, 3, 0)), event(n1, "NodeRebootStart", "", at(0, 3, 10)), event(n1, "NodeRebootError", failedReboot, at(0, 3, 12)), event(n1, "NodeReady", "", at(0, 3, 22)),
		}}, "1 20 03:00 22m0s Ready WithoutRepair 1"},
		"an error that is late": {history.Evidence{Sources: dropped, Events: []*corev1.Event{
			event(n1, "NodeNotReady", "", at(0, 3, 0)), event(n1, "NodeReady", "", at(0, 3, 10)), event(n1, "NodeRebootError", failedReboot, at(0, 3, 12)),
		}}, "1 20 03:00 10m0s Ready 1"},
		"a new node is no outage":   {history.Evidence{Sources: normal, Events: []*corev1.Event{event(n1, "NodeReady", "", at(3, 0, 0))}}, ""},
		"removed":                   {history.Evidence{Sources: normal, Events: []*corev1.Event{event(n1, "NodeNotReady", "", at(0, 3, 0)), event(n1, "RemovingNode", "", at(0, 4, 0))}}, "1 20 03:00 1h0m0s Removed 0"},
		"nothing says how it ended": {history.Evidence{Sources: normal, Events: []*corev1.Event{event(n1, "NodeNotReady", "", at(0, 3, 0))}}, "1 20 03:00 Unknown 0"},
		"still down":                {history.Evidence{Sources: normal, Events: []*corev1.Event{event(n1, "NodeNotReady", "", at(29, 23, 0))}}, "1 19 23:00 0s StillNotReady 0"},
		"one that was counted":      {history.Evidence{Sources: normal, Events: []*corev1.Event{counted, younger}}, "1 21 03:00 Unknown 0; 1 22 03:00 Unknown 0"},
		"repairs days apart": {history.Evidence{Sources: dropped, Events: []*corev1.Event{
			event(n1, "NodeRebootError", failedReboot, at(1, 3, 0)), event(n1, "NodeReimageError", failedReboot, at(1, 3, 20)), event(n1, "NodeRebootError", failedReboot, at(5, 3, 0)),
		}}, "1 <=21 03:00 Unknown 2; 1 <=25 03:00 Unknown 1"},
	}.check(t)
}

func TestOutagesThatAnInventoryShows(t *testing.T) {
	inventory := []history.Source{collected(history.NodeInventory, 0)}
	born := func(s history.Span, when time.Time) history.Span { s.NodeCreated = when; return s }
	situations{
		"an outage": {history.Evidence{Sources: inventory, Inventory: []history.Span{
			span(n1, true, start.Add(-9*day), at(2, 0, 0)), span(n1, false, at(2, 0, 0), at(2, 0, 30)), span(n1, true, at(2, 0, 31), at(30, 0, 0)),
		}}, "1 22 00:00 31m0s Ready 0"},
		"False becomes Unknown": {history.Evidence{Sources: inventory, Inventory: []history.Span{
			span(n1, false, at(2, 0, 0), at(2, 0, 4)), span(n1, false, at(2, 0, 5), at(2, 0, 30)), span(n1, true, at(2, 0, 31), at(30, 0, 0)),
		}}, "1 22 00:00 31m0s Ready 0"},
		"two that do not touch":     {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(2, 0, 0), at(2, 0, 4)), span(n1, false, at(2, 5, 0), at(2, 5, 30))}}, "1 22 00:00 Unknown 0; 1 22 05:00 Unknown 0"},
		"a gap before it was Ready": {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(2, 0, 0), at(2, 0, 4)), span(n1, true, at(2, 6, 0), at(30, 0, 0))}}, "1 22 00:00 6h0m0s latest Ready 0"},
		"only the end":              {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, true, at(2, 6, 0), at(30, 0, 0))}}, "1 ? Ready 0"},
		"since before the window":   {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(-2, 0, 0), at(1, 0, 0)), span(n1, true, at(1, 0, 1), at(30, 0, 0))}}, "1 18 00:00 before 72h1m0s Ready 0"},
		"wholly before the window":  {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(-9, 0, 0), at(-8, 0, 0)), span(n1, true, at(-8, 0, 1), at(30, 0, 0))}}, ""},
		"still down":                {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(29, 0, 0), at(30, 0, 0))}}, "1 19 00:00 24h0m0s StillNotReady 0"},
		"nothing after a gap":       {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(9, 0, 0), at(9, 1, 0)), span(n2, true, start.Add(-day), at(30, 0, 0))}}, "1 29 00:00 Unknown 0"},
		"a node that starts":        {history.Evidence{Sources: inventory, Inventory: []history.Span{born(span(n1, false, at(2, 0, 1), at(2, 0, 2)), at(2, 0, 0)), born(span(n1, true, at(2, 0, 3), at(30, 0, 0)), at(2, 0, 0))}}, ""},
		"registered again":          {history.Evidence{Sources: inventory, Inventory: []history.Span{span(n1, false, at(2, 0, 0), at(2, 0, 30)), born(span(n1, true, at(2, 1, 2), at(30, 0, 0)), at(2, 1, 0))}}, "1 22 00:00 1h0m0s latest Removed 0"},
	}.check(t)
}

func TestOutagesThatTheLogShows(t *testing.T) {
	log := []history.Source{collected(history.ActivityLog, 0)}
	situations{
		"repairs":          {history.Evidence{Sources: log, Operations: []snapshot.Fact{operation(n1, "Restart", "Succeeded", "AKS", at(2, 0, 6)), operation(n1, "Redeploy", "Failed", "AKS", at(2, 0, 16))}}, "1 <=22 00:06 Unknown 2"},
		"of somebody else": {history.Evidence{Sources: log, Operations: []snapshot.Fact{operation(n1, "Restart", "Succeeded", "Person", at(2, 0, 6))}}, ""},
		"all three": {history.Evidence{
			Sources: []history.Source{collected(history.KubeEvents, 50), collected(history.NodeInventory, 0), collected(history.ActivityLog, 0)},
			Events: []*corev1.Event{
				event(n1, "NodeNotReady", "", at(2, 0, 0)), event(n1, "NodeRebootStart", "", at(2, 0, 6)), event(n1, "NodeRebootError", "Node auto-repair reboot action failed due to an operation failure.", at(2, 0, 9)), event(n1, "NodeReady", "", at(2, 0, 31)),
			},
			Inventory:  []history.Span{span(n1, false, at(2, 0, 0), at(2, 0, 30)), span(n1, true, at(2, 0, 31), at(30, 0, 0))},
			Operations: []snapshot.Fact{operation(n1, "Restart", "Failed", "AKS", at(2, 0, 6)), operation(n1, "Restart", "Succeeded", "Person", at(2, 0, 25))},
		}, "1 22 00:00 31m0s Ready AfterOperation 1"},
	}.check(t)
}

// A count that no row of reboots can reach in its time is no number of reboots.
func TestACountThatDoesNotFitItsTimeIsNoCountOfRepairs(t *testing.T) {
	failed := event(n1, "NodeRebootError", failedReboot, at(1, 3, 0))
	failed.FirstTimestamp, failed.LastTimestamp, failed.Count = metav1.NewTime(at(1, 3, 0)), metav1.NewTime(at(1, 3, 40)), 2_000_000_000
	h := examine(t, history.Evidence{Sources: []history.Source{collected(history.KubeEvents, 0)}, Events: []*corev1.Event{failed}})
	if len(h.Repairs) != 1 || h.Repairs[0].Steps[len(h.Repairs[0].Steps)-1].Round > 40 {
		t.Errorf("%+v", h.Repairs)
	}
}
