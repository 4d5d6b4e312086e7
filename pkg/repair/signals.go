package repair

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
)

// signals returns what the node's conditions and events show besides the code: causes first,
// then symptoms, then what the table does not know; the newest first among equals. Events
// that lead to the same entry count once.
func (c *clusterView) signals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	all := c.found[:0]
	if k.node != nil {
		all = append(append(addConditions(all, k.node, t), annotationSignals(k, t)...), deletionSignal(k.node, t)...)
		all = append(append(all, c.leaseSignal(k.node, t)...), flappingSignal(k, t)...)
	}
	all = append(append(all, c.factSignals(k, t)...), eventSignals(k, t)...) // all that is known of a node that is gone or was not read
	c.found = all
	slices.SortStableFunc(all, func(a, b diagnosis.Signal) int {
		return cmp.Or(cmp.Compare(roleRank(a), roleRank(b)), cmp.Compare(severityRank(a, t), severityRank(b, t)), cmp.Compare(unixTime(b), unixTime(a)),
			cmp.Compare(a.Source, b.Source), cmp.Compare(a.Name, b.Name))
	})
	return append([]diagnosis.Signal(nil), all...)
}

func roleRank(s diagnosis.Signal) int {
	switch {
	case s.Role == knowledge.RoleCause:
		return 0
	case s.Entry != "":
		return 1
	default:
		return 2
	}
}

// severityRank puts errors before warnings, and these before information.
func severityRank(s diagnosis.Signal, t *knowledge.Table) int {
	e := t.Entry(s.Entry)
	if e == nil {
		return 0
	}
	return slices.Index([]knowledge.Severity{knowledge.SeverityError, knowledge.SeverityWarning, knowledge.SeverityInfo}, e.Severity)
}

func unixTime(s diagnosis.Signal) int64 {
	if s.Time == nil {
		return 0
	}
	return s.Time.Unix()
}

// addConditions adds the conditions that have an entry, and those of a type that the
// table does not know. A condition that it knows and has no entry for is healthy.
func addConditions(all []diagnosis.Signal, n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	for _, c := range n.Status.Conditions {
		entry := t.Condition(string(c.Type), string(c.Status), c.Reason, c.Message)
		if entry == nil && (c.Type == corev1.NodeReady || t.KnowsCondition(string(c.Type))) {
			continue
		}
		s := diagnosis.Signal{Source: "condition", Name: string(c.Type) + "=" + string(c.Status), Reason: c.Reason, Message: c.Message}
		if !c.LastTransitionTime.IsZero() {
			s.Time = c.LastTransitionTime.DeepCopy()
		}
		if entry != nil {
			s.Entry, s.Role = entry.Code, entry.Role
		}
		all = append(all, s)
	}
	return all
}

// eventSignals returns the events of this outage, and of the time just before it, that have
// an entry. The repair's own events are reported as attempts, and so is the reboot that
// follows one.
func eventSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	newest := map[string]diagnosis.Signal{}
	for _, ev := range k.events {
		entry := t.Event(ev.Reason, ev.Message)
		if ev.repair || entry == nil || isOutage(ev) || k.explains(ev) || !k.concerns(ev.last) {
			continue
		}
		at := metav1.NewTime(ev.last)
		s := diagnosis.Signal{Source: "event", Name: ev.Reason, Message: ev.Message, Time: &at, Entry: entry.Code, Role: entry.Role}
		if ev.count > 1 {
			s.Count = ev.count
		}
		newest[entry.Code] = s // events come oldest first
	}
	all := make([]diagnosis.Signal, 0, len(newest))
	for _, s := range newest {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b diagnosis.Signal) int { return strings.Compare(a.Entry, b.Entry) })
	return all
}

// deletionSignal returns the signal of a Node object that is being deleted, with the finalizers that it
// waits for.
func deletionSignal(n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	entry := t.Entry(reasonBeingDeleted)
	if n.DeletionTimestamp == nil || entry == nil {
		return nil
	}
	s := diagnosis.Signal{Source: "node", Name: "deletionTimestamp", Time: n.DeletionTimestamp, Entry: entry.Code, Role: entry.Role, Message: "no finalizer is left"}
	if len(n.Finalizers) > 0 {
		s.Message = "waits for finalizers: " + strings.Join(n.Finalizers, ", ")
	}
	return []diagnosis.Signal{s}
}

// annotationSignals are marks that programs leave on a node and that the table knows, as
// events by their key. A mark that bears an older time than the outage explains nothing.
func annotationSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	var all []diagnosis.Signal
	for _, key := range slices.Sorted(maps.Keys(k.node.Annotations)) {
		value := k.node.Annotations[key]
		entry := t.Event(key, value)
		if entry == nil {
			continue
		}
		s := diagnosis.Signal{Source: "annotation", Name: key, Message: value, Entry: entry.Code, Role: entry.Role}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			if !k.outage.since.IsZero() && at.Before(k.outage.since.Add(-leadTime)) {
				continue
			}
			s.Time = &metav1.Time{Time: at}
		}
		all = append(all, s)
	}
	return all
}

// isOutage reports whether the event is the outage itself or its end, which are no signals.
func isOutage(ev event) bool { return ev.Reason == "NodeNotReady" || ev.Reason == "NodeReady" }

// explains reports whether a repair shortly before is why the VM was started again.
func (k nodeCase) explains(ev event) bool {
	if ev.Reason != "Rebooted" && ev.Reason != "Starting" {
		return false
	}
	return slices.ContainsFunc(k.attempts, func(a attempts.Attempt) bool {
		return !ev.last.Before(a.First) && ev.last.Sub(a.Last) <= bootTime
	})
}

// entriesOf returns the entries of signals with this role, each once. Information is listed
// among the signals and is no entry of the finding.
func entriesOf(all []diagnosis.Signal, role knowledge.Role, t *knowledge.Table) []string {
	var codes []string
	for _, s := range all {
		if s.Entry == "" || s.Role != role || slices.Contains(codes, s.Entry) {
			continue
		}
		if entry := t.Entry(s.Entry); entry != nil && entry.Severity != knowledge.SeverityInfo {
			codes = append(codes, s.Entry)
		}
	}
	return codes
}

// cause returns the first entry where it is none of what the finding says elsewhere.
func (v verdict) cause(first string) string {
	if first == string(v.state) || slices.Contains(v.reasons, first) || (v.newestError != nil && first == v.newestError.Code) {
		return ""
	}
	return first
}
