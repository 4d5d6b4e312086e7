package dump

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// History reads the dump as the evidence of a history. The window ends At or, if that is not set, at the newest
// time in the dump, and is that long. The error is that of Snapshot, or says that the files hold nothing
// of the past.
func (d Dump) History(ctx context.Context, window time.Duration) (*history.Evidence, error) {
	r, err := d.readWhole(ctx)
	if err != nil {
		return nil, err
	}
	return d.past(r, window)
}

// past makes the evidence of a history of what was read.
func (d Dump) past(r *dumpReader, window time.Duration) (*history.Evidence, error) {
	e := &history.Evidence{Origin: d.origin(), Nodes: d.Selection.Names}
	if r.collector.manifest != nil {
		s, err := d.replay(r)
		if err != nil {
			return nil, err
		}
		e.Origin, e.Gaps = s.Origin, s.Gaps
		addSnapshot(e, s, &r.collector.past)
	} else {
		r.addPast(e)
	}
	e.Until = d.At
	if e.Until.IsZero() {
		e.Until = newestOf(e, r.collector.times.Newest())
	}
	e.Since = e.Until.Add(-window)
	e.Sources = r.collector.past.within(e.Since, e.Until)
	switch {
	case len(e.Events)+len(e.Inventory)+len(e.Operations)+len(e.Changes) == 0 && !r.hasLog() && len(r.collector.past.counted) == 0:
		return nil, noPastError(d, r)
	case e.Until.IsZero():
		return nil, errors.New("the files say nowhere when anything happened: give the end of the time with --until")
	}
	return e, nil
}

// addPast adds what the files hold of the past.
func (r *dumpReader) addPast(e *history.Evidence) {
	c := r.collector
	e.Events = sorted(c.eventsByKey) // which is not copied: weeks have many of them
	c.eventsByKey = nil
	e.Inventory = c.past.takeSpans()
	names := make([]string, 0, len(e.Inventory)+len(e.Events))
	for i := range e.Inventory {
		names = append(names, e.Inventory[i].Node)
	}
	for _, event := range e.Events {
		names = append(names, event.InvolvedObject.Name)
	}
	r.takeAnswers(c.takeNodes(), names)
	for i := range r.pasted.answers {
		e.Changes = append(e.Changes, r.pasted.answers[i].Changes...)
	}
	addOperations(e, c.facts, &c.past)
	if r.hasLog() {
		c.past.note(history.ActivityLog, 0, time.Time{}, time.Time{})
	}
	e.Gaps = append(e.Gaps, c.memory.droppedGaps()...)
	e.Gaps = append(e.Gaps, c.export.RowGaps()...)
	e.Gaps = append(e.Gaps, r.faults.faultGaps()...)
	e.Gaps = append(e.Gaps, r.pasted.gaps...)
	if c.past.dropped > 0 {
		e.Gaps = append(e.Gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"rows of KubeNodeInventory beyond the memory for them"},
			Reason: fmt.Sprintf("%d times in which a node did not change are left out.", c.past.dropped), Action: "Give files of a shorter time, or of one cluster.",
		})
	}
}

// hasLog says whether there is an activity log, also one without operations.
func (r *dumpReader) hasLog() bool {
	for i := range r.pasted.answers {
		if r.pasted.answers[i].Log {
			return true
		}
	}
	return false
}

// addSnapshot adds what saved evidence has of the past: it is as old as a diagnosis looks back.
func addSnapshot(e *history.Evidence, s *snapshot.Snapshot, p *past) {
	for i := range s.Events {
		e.Events = append(e.Events, &s.Events[i])
	}
	addOperations(e, s.Facts, p)
}

// addOperations adds the operations of the activity log on VMs whose nodes are known.
func addOperations(e *history.Evidence, facts []snapshot.Fact, p *past) {
	for i := range facts {
		f := &facts[i]
		if f.Source != answers.SourceLog || f.OfSource() {
			continue
		}
		p.note(history.ActivityLog, 1, f.Time, f.End())
		if history.IsOperation(f) {
			e.Operations = append(e.Operations, *f)
		}
	}
	for i := range e.Changes {
		f := &e.Changes[i]
		p.note(history.ActivityLog, 1, f.Time, f.End())
	}
}

// newestOf returns the newest time in evidence.
func newestOf(e *history.Evidence, newest time.Time) time.Time {
	for _, facts := range [][]snapshot.Fact{e.Operations, e.Changes} {
		for i := range facts {
			newest = snapshot.Later(newest, facts[i].End())
		}
	}
	return newest
}

// within returns the sources, as far as they are in a window. Of those that people can export, the ones
// that the files do not have are missing.
func (p *past) within(since, until time.Time) []history.Source {
	var all []history.Source
	for _, name := range []history.SourceName{history.KubeEvents, history.NodeInventory, history.ActivityLog, history.Events} {
		s := p.sources[name]
		if table, ok := p.counted[name]; ok {
			s = &table
		}
		switch {
		case s == nil && name == history.Events:
			continue
		case s == nil:
			s = &history.Source{Name: name, State: history.Missing}
		case s.Rows == 0 || !s.To.IsZero() && (s.To.Before(since) || s.From.After(until)):
			s = &history.Source{Name: name, State: history.Empty, From: s.From, To: s.To}
		default:
			s.From = snapshot.Later(s.From, since)
			if s.To.After(until) {
				s.To = until
			}
		}
		all = append(all, *s)
	}
	return all
}

// noPastError is the error for files that hold nothing of the past: their faults, or what they hold instead.
func noPastError(d Dump, r *dumpReader) error {
	if err := r.faults.asError(); err != nil {
		return fmt.Errorf("cannot read the files: %w", err)
	}
	return fmt.Errorf("%s holds nothing of the past: no event about a node, no row of KubeNodeInventory, no activity log (%d other objects); "+
		`see "kubectl autorepair explain monitoring" for what keeps it`, d.origin(), r.collector.otherCount)
}
