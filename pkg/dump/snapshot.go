package dump

import (
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// snapshot makes a snapshot of the collected objects.
func (d Dump) snapshot(r *dumpReader, selector labels.Selector) (*snapshot.Snapshot, error) {
	c := r.collector
	nodes, events := c.takeNodes(), c.takeEvents()
	var names []string
	for i := range events {
		names = append(names, events[i].InvolvedObject.Name)
	}
	r.takeAnswers(nodes, names)
	shows := len(nodes)+len(events)+len(r.pasted.answers) > 0
	if !shows && len(r.pasted.shown) > 0 {
		return nil, r.emptyPageError(d.origin())
	}
	if !shows {
		return nil, d.emptyDumpError(r)
	}
	s := &snapshot.Snapshot{
		NodesListed:  c.nodesSeen > 0 && !r.faults.nodesIncomplete && c.memory.droppedNodes == 0,
		Events:       events,
		EventsListed: c.eventsSeen > 0 && !r.faults.eventsIncomplete && !c.export.OnlyWarnings() && c.memory.excessEvents+c.memory.droppedEvents == 0,
		Origin:       d.origin(),
		Facts:        c.facts,
		Selection:    d.Selection,
		Skipped:      c.otherCount,
		Gaps:         append(c.missingKindGaps(), r.faults.faultGaps()...),
	}
	d.addPages(s, r)
	reading := d.takenAt(s.Origin.PagesOnly, r)
	if reading.At.IsZero() && d.At.IsZero() {
		return nil, errors.New("the dump says nowhere when it was made: give the time with --at")
	}
	if !d.At.IsZero() && (reading.At.IsZero() || d.At.Before(reading.At)) {
		reading = clock.Reading{At: d.At}
	}
	s.Gaps = append(s.Gaps, c.origins.mixedFileGaps(reading.At)...)
	selected := slices.DeleteFunc(nodes, func(n corev1.Node) bool { return !selector.Matches(labels.Set(n.Labels)) })
	selectAmong(s, selected)
	selectOnly(s, answers.VMs(r.pasted.answers))
	d.addImpact(s, c)
	if d.At.IsZero() {
		reading.Set(s)
		return s, nil
	}
	if err := clock.Given(s, d.At); err != nil {
		return nil, err //nolint:wrapcheck // it is a sentence
	}
	return s, nil
}

// selectAmong puts the nodes of a label selector into a snapshot: all of them as its scan, and those that
// were asked for by name in full. It uses up the nodes.
func selectAmong(s *snapshot.Snapshot, nodes []corev1.Node) {
	s.Scan = snapshot.Statuses(nodes)
	snapshot.ClearUnshared(s.Scan, s.Selection.SharedLabels(s.Scan))
	s.Nodes = slices.DeleteFunc(nodes, func(n corev1.Node) bool {
		return len(s.Selection.Names) > 0 && !s.Selection.Wanted(snapshot.NodeStatus{Name: n.Name})
	})
}

// emptyDumpError returns the error for a dump without nodes or events about them: the faults of
// its files, or what they hold instead.
func (d Dump) emptyDumpError(r *dumpReader) error {
	if err := r.faults.asError(); err != nil {
		return fmt.Errorf("cannot read the dump: %w", err)
	}
	skipped := ""
	if r.skippedFiles > 0 {
		skipped = fmt.Sprintf(", %d files passed over", r.skippedFiles)
	}
	return fmt.Errorf("%s has no nodes and no events about nodes (%d other objects%s). %s", d.origin(), r.collector.otherCount, skipped, takeDump)
}

// takenAt estimates when the dump was made.
func (d Dump) takenAt(pagesOnly bool, r *dumpReader) clock.Reading {
	if pagesOnly {
		return r.collector.times.Page(r.pasted.at)
	}
	return r.collector.times.Dump(d.readMoment(files.File{}))
}
