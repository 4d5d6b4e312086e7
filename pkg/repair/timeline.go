package repair

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// timeline merges what the Node object keeps of its past with the events, oldest first: its
// creation, the Ready condition, the conditions that are signals, and its timed taints.
func timeline(k nodeCase, found []diagnosis.Signal) []diagnosis.Moment {
	var all []diagnosis.Moment
	for _, ev := range k.previous {
		m := ev.moment()
		m.Previous = true
		all = append(all, m)
	}
	for _, ev := range k.events {
		all = append(all, ev.moment())
	}
	if n := k.node; n != nil {
		if !n.CreationTimestamp.IsZero() {
			all = append(all, diagnosis.Moment{Time: n.CreationTimestamp, Source: "node", Reason: "Created"})
		}
		if c := snapshot.ReadyCondition(n); c != nil && !c.LastTransitionTime.IsZero() {
			all = append(all, diagnosis.Moment{Time: c.LastTransitionTime, Source: "condition", Reason: "Ready=" + string(c.Status), Message: c.Message})
		}
		for _, taint := range n.Spec.Taints {
			if taint.TimeAdded != nil {
				all = append(all, diagnosis.Moment{Time: *taint.TimeAdded, Source: "taint", Reason: taint.Key, Message: string(taint.Effect)})
			}
		}
	}
	for _, s := range found {
		if s.Time != nil && onTimeline(s) {
			all = append(all, diagnosis.Moment{Time: *s.Time, Source: s.Source, Reason: s.Name, Message: s.Message, Count: s.Count})
		}
	}
	slices.SortStableFunc(all, func(a, b diagnosis.Moment) int {
		return cmp.Or(a.Time.Compare(b.Time.Time), cmp.Compare(rank(a.Source), rank(b.Source)))
	})
	return all
}

// onTimeline reports whether a signal is a moment of its own: events are there already, and
// so is the Ready condition. A fresh lease does not show when the status was written.
func onTimeline(s diagnosis.Signal) bool {
	switch s.Source {
	case "event", "annotation", snapshot.LeaseSource:
		return false
	default:
		return !strings.HasPrefix(s.Name, string(corev1.NodeReady)+"=")
	}
}

// rank puts what the Node says of one moment before the events of that moment.
func rank(source string) int {
	own := []string{"node", "condition", "taint"}
	if i := slices.Index(own, source); i >= 0 {
		return i
	}
	return len(own)
}

func (ev event) moment() diagnosis.Moment {
	m := diagnosis.Moment{Time: metav1.NewTime(ev.last), Source: ev.Component, Reason: ev.Reason, Message: ev.Message}
	if ev.count > 1 {
		m.Count = ev.count
	}
	return m
}
