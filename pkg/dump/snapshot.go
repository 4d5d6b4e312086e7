package dump

import (
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// snapshot makes a snapshot of the objects found.
func (d Dump) snapshot(r *reading, selector labels.Selector) (*snapshot.Snapshot, error) {
	f := r.found
	nodes, events := f.nodes(), f.nodeEvents()
	if len(nodes) == 0 && len(events) == 0 {
		return nil, d.nothing(r)
	}
	s := &snapshot.Snapshot{
		NodesListed:  f.nodesSeen > 0 && !r.faults.hurtNodes && f.kept.nodes == 0,
		Events:       events,
		EventsListed: f.eventsSeen > 0 && !r.faults.hurtEvents && !f.rows.OnlyWarnings() && f.kept.late+f.kept.events == 0,
		TakenAt:      d.At,
		Origin:       d.origin(),
		Leases:       f.leases,
		Selection:    d.Selection,
		Skipped:      f.others,
		Gaps:         append(f.gaps(), r.faults.gaps()...),
	}
	if s.TakenAt.IsZero() {
		s.TakenAt = f.takenAt()
	}
	if s.TakenAt.IsZero() {
		return nil, errors.New("the dump says nowhere when it was made: give the time with --at")
	}
	taken := f.takenAt()
	if s.TakenAt.Before(taken) {
		taken = s.TakenAt
	}
	s.Gaps = append(s.Gaps, f.mix.gaps(taken)...)
	selected := slices.DeleteFunc(nodes, func(n corev1.Node) bool { return !selector.Matches(labels.Set(n.Labels)) })
	s.Scan = snapshot.Statuses(selected)
	snapshot.KeepOnly(s.Scan, d.Selection.SharedLabels(s.Scan))
	s.Nodes = slices.DeleteFunc(selected, func(n corev1.Node) bool {
		return len(d.Selection.Names) > 0 && !d.Selection.Wanted(snapshot.NodeStatus{Name: n.Name})
	})
	d.addImpact(s, f)
	return s, nil
}

// nothing is the error of a dump that says nothing about nodes: what was wrong with its
// files, or what is in them instead.
func (d Dump) nothing(r *reading) error {
	if err := r.faults.err(); err != nil {
		return fmt.Errorf("cannot read the dump: %w", err)
	}
	passed := ""
	if r.passed > 0 {
		passed = fmt.Sprintf(", %d files passed over", r.passed)
	}
	return fmt.Errorf("%s has no nodes and no events about nodes (%d other objects%s). %s", d.origin(), r.found.others, passed, takeDump)
}
