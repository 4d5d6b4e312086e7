package repair

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/past"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodeCase is the evidence on one node with what follows from it alone, before the rest
// of the cluster is looked at.
type nodeCase struct {
	evidence
	// attempts are all, oldest first; current are those of the present outage.
	attempts, current []attempts.Attempt
	// outage is zero for a node that is Ready or whose Node object is not there.
	outage outage
	// readyByEvents is true where there is no Node object and the newest event about its state says Ready.
	readyByEvents bool
	// outages are when the node became NotReady, as far as its events reach.
	outages []time.Time
}

// newCase returns what follows from the evidence on a node, whatever time it is.
func newCase(e evidence, m *attempts.Matcher) nodeCase {
	k := nodeCase{evidence: e, outages: e.outageStarts()}
	k.attempts, k.current = e.tried(m)
	if e.node == nil {
		k.readyByEvents, _ = past.Newest(e.past())
	} else if !snapshot.Ready(e.node) {
		k.outage = findOutage(e, k.current)
	}
	return k
}

// tried returns the attempts on the node, and those of the present outage.
func (e evidence) tried(m *attempts.Matcher) (all, current []attempts.Attempt) {
	ready := e.lastReady()
	all = attempts.PairSince(repairEvents(e.events), ready, m)
	return all, attempts.Number(all, ready, e.readyTimes())
}

// past returns what counts of the events about the node.
func (e evidence) past() []past.Event {
	all := make([]past.Event, len(e.events))
	for i, ev := range e.events {
		all[i] = past.Event{Reason: ev.Reason, First: ev.first, Last: ev.last}
	}
	return all
}

// readyTimes returns when the node was reported Ready, oldest first.
func (e evidence) readyTimes() []time.Time {
	var ready []time.Time
	for _, ev := range e.events {
		if ev.Reason == "NodeReady" {
			ready = append(ready, ev.first, ev.last)
		}
	}
	slices.SortFunc(ready, time.Time.Compare)
	return ready
}

// repeated counts the repairs of a node that was repaired more than once; nil for others.
func (k nodeCase) repeated() *diagnosis.Repeated {
	if len(k.attempts) < 2 {
		return nil
	}
	attempts := make([]diagnosis.Attempt, len(k.attempts))
	for i := range k.attempts {
		attempts[i] = k.attempts[i].Attempt
	}
	counted := slices.ContainsFunc(k.events, func(ev event) bool { return ev.repair && ev.count > 2 })
	return past.Repairs(k.name, attempts, k.readyTimes(), counted)
}

// history fills in what is known of a node before this outage and before it was removed.
func (k nodeCase) history(f *diagnosis.Finding) {
	if f.State == diagnosis.Removed {
		f.Removal = past.Removal(k.past())
	}
	if n := len(k.previous); n > 0 {
		f.SetAside = &diagnosis.SetAside{Events: n, Created: k.node.CreationTimestamp}
	}
}

// osOf returns the node's operating system as the kubelet or the label says, in lower case.
func osOf(n *corev1.Node) string {
	if n == nil {
		return ""
	}
	if os := n.Status.NodeInfo.OperatingSystem; os != "" {
		return os
	}
	return n.Labels[corev1.LabelOSStable]
}
