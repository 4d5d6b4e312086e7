package transition

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// missed reports outages that began to count and ended between two diagnoses, for instance
// while the connection was lost: the node is Ready again, and an event says since when it was
// not.
func (t *Tracker) missed(x *repair.Examination) []diagnosis.Transition {
	var out []diagnosis.Transition
	for _, name := range x.NodesWithEvents() {
		end := recovered(x.Node(name))
		if end.IsZero() {
			continue
		}
		if end.After(t.ready[name].last) {
			t.ready[name] = recoveries{last: end, before: t.ready[name].last}
		}
		if _, isDown := t.down[name]; isDown || !x.Asked(name) || !end.After(t.begun) || t.reported[recovery(name, end)] {
			continue
		}
		since := x.LastDown(name, end)
		if since.IsZero() || since.Before(t.ready[name].before) {
			continue // the event of this outage may still come
		}
		t.reported[recovery(name, end)] = true
		if end.Sub(since) <= x.Result().Threshold.Duration {
			continue
		}
		t.shown[name] = true
		n := x.Node(name)
		for _, one := range []diagnosis.Transition{newTransition(x, diagnosis.NodeDown, name, since), newTransition(x, diagnosis.NodeRecovered, name, end)} {
			one.UID, one.Pool = string(n.UID), n.Labels[snapshot.LabelPool]
			one.NotReadyFor = &metav1.Duration{Duration: end.Sub(since).Truncate(time.Second)}
			out = append(out, one)
		}
	}
	return out
}

// recoveries are the last two times at which a node became Ready.
type recoveries struct{ last, before time.Time }

// recovery returns the key of the report that a node became Ready.
func recovery(node string, at time.Time) reportKey { return reportKey{node: node, at: at.UnixNano()} }
