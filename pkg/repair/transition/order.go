package transition

import (
	"cmp"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
)

// changeOrder is the order of changes of one node at one time.
var changeOrder = []diagnosis.Change{diagnosis.NodeRemoved, diagnosis.NodeRecovered, diagnosis.NodeDown, diagnosis.AttemptStarted, diagnosis.AttemptEnded, diagnosis.AttemptFailed, diagnosis.VerdictChanged}

// sortTransitions gives them a total order: by time, by node, and what ends something
// before what begins.
func sortTransitions(all []diagnosis.Transition) {
	slices.SortStableFunc(all, func(a, b diagnosis.Transition) int {
		return cmp.Or(a.Time.Compare(b.Time.Time), cmp.Compare(a.Node, b.Node),
			cmp.Compare(slices.Index(changeOrder, a.Change), slices.Index(changeOrder, b.Change)),
			cmp.Compare(attempts.Rank(a.Action), attempts.Rank(b.Action)))
	})
}

func newTransition(x *repair.Examination, change diagnosis.Change, node string, at time.Time) diagnosis.Transition {
	return diagnosis.Transition{
		TypeMeta: metav1.TypeMeta{APIVersion: diagnosis.APIVersion, Kind: diagnosis.TransitionKind},
		Time:     metav1.NewTime(at), Seen: x.Result().TakenAt, Node: node, Change: change,
	}
}

// about fills in what a finding says; a nil finding says nothing.
func about(t diagnosis.Transition, f *diagnosis.Finding) diagnosis.Transition {
	if f != nil {
		t.UID, t.Pool, t.State, t.Reason = f.UID, f.Pool, f.State, f.Reason
	}
	return t
}
