package reports

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// AddOperations adds to the attempts on a node the operations that the activity log has of them, of those that
// ByNode returns for it. Each operation is that of one attempt.
func AddOperations(f *diagnosis.Finding, repaired []*snapshot.Fact) {
	taken := map[*snapshot.Fact]bool{}
	for i := range f.Attempts {
		a := &f.Attempts[i]
		best, apart := (*snapshot.Fact)(nil), time.Duration(0)
		for _, o := range repaired {
			if taken[o] || actions[o.Type] != string(a.Action) {
				continue
			}
			if d, near := distance(a, o); near && (best == nil || d < apart) {
				best, apart = o, d
			}
		}
		if best != nil {
			taken[best], a.Operation = true, operationOf(best)
		}
	}
}

// distance returns how far an attempt is from the start of an operation, and whether it can be the same: by the
// event of its start, or else by that of its end, which follows that of the operation.
func distance(a *diagnosis.Attempt, o *snapshot.Fact) (apart time.Duration, near bool) {
	if a.Start != nil {
		apart = a.Start.Sub(o.Time).Abs()
		return apart, apart <= startApart
	}
	for _, at := range []*metav1.Time{a.End, a.Error} {
		if at != nil {
			return at.Sub(o.Time).Abs(), during(o, at.Time)
		}
	}
	return 0, false
}

// operationOf returns a report of the log as an attempt has it.
func operationOf(f *snapshot.Fact) *diagnosis.Operation {
	o := &diagnosis.Operation{Status: f.Status, Start: metav1.NewTime(f.Time), CorrelationID: f.CorrelationID}
	if !f.Until.IsZero() {
		o.End = &metav1.Time{Time: f.Until}
	}
	return o
}
