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
		all = append(append(c.addConditions(all, k.node, t), annotationSignals(k, t)...), deletionSignal(k.node, t)...)
		all = append(append(all, c.leaseSignal(k.node, t)...), flappingSignal(k, t)...)
	}
	all = append(append(all, c.factSignals(k, t)...), eventSignals(k, t)...) // all that is known of a node that is gone or was not read
	c.found = all
	slices.SortStableFunc(all, func(a, b diagnosis.Signal) int {
		return cmp.Or(cmp.Compare(roleRank(a), roleRank(b)), cmp.Compare(c.severityRank(a, t), c.severityRank(b, t)), cmp.Compare(unixTime(b), unixTime(a)),
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
func (c *clusterView) severityRank(s diagnosis.Signal, t *knowledge.Table) int {
	rank, known := c.ranks[s.Entry]
	if !known {
		if e := t.Entry(s.Entry); e != nil {
			rank = slices.Index([]knowledge.Severity{knowledge.SeverityError, knowledge.SeverityWarning, knowledge.SeverityInfo}, e.Severity)
		}
		c.ranks[s.Entry] = rank
	}
	return rank
}

func unixTime(s diagnosis.Signal) int64 {
	if s.Time == nil {
		return 0
	}
	return s.Time.Unix()
}

// conditionMeaning is what the table says of a condition.
type conditionMeaning struct {
	entry *knowledge.Entry // nil where there is none
	// healthy is true for one of a type that it knows and has no entry for.
	healthy bool
}

// addConditions adds the conditions that have an entry, and those of a type that the
// table does not know.
func (c *clusterView) addConditions(all []diagnosis.Signal, n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	for i := range n.Status.Conditions {
		on := &n.Status.Conditions[i]
		says := c.meaning(on, t)
		if says.healthy {
			continue
		}
		s := diagnosis.Signal{Source: "condition", Name: string(on.Type) + "=" + string(on.Status), Reason: on.Reason, Message: on.Message}
		if !on.LastTransitionTime.IsZero() {
			s.Time = on.LastTransitionTime.DeepCopy()
		}
		if says.entry != nil {
			s.Entry, s.Role = says.entry.Code, says.entry.Role
		}
		all = append(all, s)
	}
	return all
}

// meaning returns what the table says of a condition. It is remembered: thousands of nodes have the same ones.
func (c *clusterView) meaning(on *corev1.NodeCondition, t *knowledge.Table) conditionMeaning {
	same := corev1.NodeCondition{Type: on.Type, Status: on.Status, Reason: on.Reason, Message: on.Message}
	says, known := c.meanings[same]
	if !known {
		says.entry = t.Condition(string(on.Type), string(on.Status), on.Reason, on.Message)
		says.healthy = says.entry == nil && (on.Type == corev1.NodeReady || t.KnowsCondition(string(on.Type)))
		c.meanings[same] = says
	}
	return says
}

// eventSignals returns the events of this outage, and of the time just before it, that have
// an entry. The repair's own events are reported as attempts, and so is the reboot that
// follows one.
func eventSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	newest := map[string]diagnosis.Signal{}
	for _, ev := range k.events {
		if ev.repair || isOutage(ev) || k.explains(ev) || !k.concerns(ev.last) {
			continue
		}
		entry := t.Event(ev.Reason, ev.Message)
		if entry == nil {
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
