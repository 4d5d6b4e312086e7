package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// actions are the repairs by the operation that they are in the log. What AKS calls a reboot is a restart.
var actions = map[string]string{"Restart": "Reboot", "Reimage": "Reimage", "Redeploy": "Redeploy"}

const (
	aks = "AKS"
	// startApart is how far the event of a start lies from the start of the operation, endApart how much
	// later than its end the event of an error can be.
	startApart = 2 * time.Minute
	endApart   = 5 * time.Minute
)

// Events returns the events about nodes with what the activity log knows of AKS's repairs: the error of
// an event that has none, and the repairs of nodes that have no events of one, which live an hour while the
// log keeps 90 days. Logged says which events stand for an operation in the log.
func Events(s *snapshot.Snapshot) []corev1.Event {
	repaired := operations(s.Facts)
	if len(repaired) == 0 {
		return s.Events
	}
	events, seen := slices.Clone(s.Events), map[string]bool{}
	for i := range events {
		e := &events[i]
		e.Message = messageOf(e, repaired)
		if _, _, ok := snapshot.RepairReason(e.Reason); ok {
			seen[e.InvolvedObject.Name] = true
		}
	}
	for i, f := range ongoing(repaired, s) {
		if !seen[f.Node] {
			events = append(events, logged(f, i)...)
		}
	}
	return events
}

// Past is Events over weeks: every repair of the log of which no event shows a step becomes events. Those are
// behind the others, and Logged says so.
func Past(events []*corev1.Event, facts []snapshot.Fact) []*corev1.Event {
	repaired := operations(facts)
	if len(repaired) == 0 {
		return events
	}
	events, shown := slices.Clone(events), map[[2]string][]time.Time{}
	for i, e := range events {
		if message := messageOf(e, repaired); message != e.Message {
			known := *e
			known.Message = message
			events[i] = &known
		}
		if action, _, ok := snapshot.RepairReason(e.Reason); ok {
			step := [2]string{e.InvolvedObject.Name, action}
			shown[step] = append(shown[step], snapshot.FirstSeen(e), snapshot.LastSeen(e))
		}
	}
	for i, f := range repaired {
		if !slices.ContainsFunc(shown[[2]string{f.Node, actions[f.Type]}], func(at time.Time) bool { return during(f, at) }) {
			of := logged(f, i)
			for j := range of {
				events = append(events, &of[j])
			}
		}
	}
	return events
}

// Logged says whether an event stands for an operation in the activity log.
func Logged(e *corev1.Event) bool { return e.Source.Component == logSource }

// during says whether an event at a time can be one of an operation.
func during(f *snapshot.Fact, at time.Time) bool {
	return !at.Before(f.Time.Add(-startApart)) && !at.After(f.End().Add(endApart))
}

// messageOf returns the message of an event, with the error that the log has and it has not.
func messageOf(e *corev1.Event, repaired []*snapshot.Fact) string {
	action, phase, ok := snapshot.RepairReason(e.Reason)
	if !ok || phase != "Error" {
		return e.Message
	}
	if _, has := knowledge.Details(e.Message); has {
		return e.Message
	}
	return errorOf(repaired, e, action)
}

// operations returns what AKS did to nodes.
func operations(facts []snapshot.Fact) []*snapshot.Fact {
	var all []*snapshot.Fact
	for i := range facts {
		if repairs(&facts[i]) {
			all = append(all, &facts[i])
		}
	}
	return all
}

// repairs says whether a report is of a repair of a node by AKS, with its time.
func repairs(f *snapshot.Fact) bool {
	return f.Source == logSource && f.Actor == aks && actions[f.Type] != "" && f.Node != "" && !f.Time.IsZero()
}

// errorOf returns what the log says of the operation that the event of an error is about, else the message
// of the event. The times of a page are only as exact as ages are, and count from when it was pasted: there the
// only failed operation of this kind within an hour is the one.
func errorOf(repaired []*snapshot.Fact, e *corev1.Event, action string) string {
	at := snapshot.LastSeen(e)
	var near []*snapshot.Fact
	for _, f := range repaired {
		if f.Node != e.InvolvedObject.Name || actions[f.Type] != action || f.Message+f.Reason == "" {
			continue
		}
		if during(f, at) {
			return failure(f)
		}
		if at.Sub(f.End()).Abs() <= time.Hour {
			near = append(near, f)
		}
	}
	if len(near) == 1 {
		return failure(near[0])
	}
	return e.Message
}

// failure is the message of an event about an operation that failed.
func failure(f *snapshot.Fact) string {
	details := f.Message
	if details == "" {
		details = f.Reason
	}
	return "Node auto-repair " + strings.ToLower(actions[f.Type]) + " action failed due to an operation failure: " + details
}

// logged returns an operation as the events that AKS writes of one.
func logged(f *snapshot.Fact, i int) []corev1.Event {
	event := func(phase, message string, at time.Time) corev1.Event {
		return corev1.Event{
			ObjectMeta:     metav1.ObjectMeta{Name: fmt.Sprintf("%s-%d-%s", logSource, i, phase), Namespace: metav1.NamespaceDefault},
			InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: f.Node}, Reason: "Node" + actions[f.Type] + phase, Message: message,
			Source: corev1.EventSource{Component: logSource}, Count: 1, FirstTimestamp: metav1.NewTime(at), LastTimestamp: metav1.NewTime(at),
		}
	}
	events := []corev1.Event{event("Start", "", f.Time)}
	switch f.Status {
	case "Succeeded":
		events = append(events, event("End", "", f.End()))
	case "Failed", "Canceled":
		events = append(events, event("Error", failure(f), f.End()))
	}
	return events
}
