package history

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/past"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// touch is how far apart two samples of an inventory are of one outage: two intervals of the slowest preset,
	// which has 5 minutes. False that becomes Unknown begins another span.
	touch = 10 * time.Minute
	// afterReady is how long after a node is Ready the error of a step can still be written.
	afterReady = 15 * time.Minute
)

// outage is a time in which a node was NotReady. Times that are not known are zero.
type outage struct {
	start, lastDown, end time.Time
	atLeast, endLatest   bool
	starting             bool
	ending               diagnosis.Ending
	// sampled is true where the last that is known of it is a sample.
	sampled  bool
	sources  []SourceName
	attempts []attempts.Attempt
}

// outages makes outages of the marks, the oldest first.
func (n *node) outages() []outage {
	var all []outage
	open := false
	for i := range n.marks {
		m := &n.marks[i]
		last := len(all) - 1
		if open && !all[last].joins(m) {
			open = false // how it ended is not known
		}
		switch {
		case m.kind == stillDown && !open: // a sample from just before it was Ready
			continue
		case m.kind == up || m.kind == gone:
			all, open = ended(all, open, m), false
			continue
		case !open && m.late && last >= 0 && !all[last].end.IsZero() && m.at.Sub(all[last].end) <= afterReady:
		case !open:
			all = append(all, outage{start: m.at, lastDown: m.at, atLeast: m.kind != down, ending: diagnosis.EndUnknown, starting: m.starting})
			last, open = last+1, true
		}
		all[last].add(m, n)
	}
	return slices.DeleteFunc(all, func(o outage) bool {
		return o.starting && o.ending == diagnosis.EndReady && len(o.attempts) == 0 && o.end.Sub(o.start) <= newborn
	})
}

// joins says whether a mark can be of an outage that has not ended.
func (o *outage) joins(m *mark) bool {
	switch {
	case m.kind == stillDown, m.kind == up, m.kind == gone:
		return true
	case m.source == NodeInventory && o.sampled:
		return m.at.Sub(o.lastDown) <= touch
	default:
		return m.at.Sub(o.lastDown) <= past.Pause
	}
}

// add adds a mark that says that the node is NotReady.
func (o *outage) add(m *mark, n *node) {
	o.from(m.source)
	if m.kind == step {
		o.attempts = append(o.attempts, n.attempts[m.attempt])
	}
	if o.end.IsZero() && !m.at.Before(o.lastDown) {
		o.lastDown, o.sampled = m.at, m.source == NodeInventory
	}
}

// from adds a source.
func (o *outage) from(source SourceName) {
	if !slices.Contains(o.sources, source) {
		o.sources = append(o.sources, source)
		slices.Sort(o.sources)
	}
}

// ended ends the outage that is open, or adds one that only its end shows.
func ended(all []outage, open bool, m *mark) []outage {
	last := len(all) - 1
	ending := diagnosis.EndReady
	if m.kind == gone {
		ending = diagnosis.EndRemoved
	}
	switch {
	case open:
		o := &all[last]
		o.end, o.ending = m.at, ending
		o.endLatest = m.latest || m.source == NodeInventory && o.sampled && m.at.Sub(o.lastDown) > touch
		o.from(m.source)
	case m.proves && (last < 0 || m.at.Sub(all[last].known()) > touch):
		all = append(all, outage{lastDown: m.at, end: m.at, ending: ending, sources: []SourceName{m.source}})
	}
	return all
}

// known is the last time that is known of an outage.
func (o *outage) known() time.Time { return snapshot.Later(o.lastDown, o.end) }

// within says whether an outage reaches into the window.
func (o *outage) within(since, until time.Time) bool {
	return !o.known().Before(since) && !o.start.After(until)
}

// finding makes what is reported of an outage.
func (o *outage) finding(n *node, e *Evidence, s *sight) diagnosis.Outage {
	out := diagnosis.Outage{
		Node: n.name, Pool: n.pool, AtLeast: o.atLeast, BeforeWindow: !o.start.IsZero() && o.start.Before(e.Since), LastSeen: metav1.NewTime(o.lastDown),
		Ending: o.ending, EndLatest: o.endLatest, Steps: len(o.attempts), Sources: make([]string, 0, len(o.sources)),
	}
	for _, source := range o.sources {
		out.Sources = append(out.Sources, string(source))
	}
	if !o.start.IsZero() {
		out.Start = &metav1.Time{Time: o.start}
	}
	end := o.end
	switch {
	case !end.IsZero():
		out.End = &metav1.Time{Time: end}
	case s.lasts(o, e.Until):
		out.Ending, end = diagnosis.EndNone, o.lastDown
	}
	if out.Start != nil && !end.IsZero() {
		seconds := int64(end.Sub(o.start) / time.Second)
		out.DurationSeconds = &seconds
	}
	out.Back = o.back(n, s)
	return out
}

// back says what brought the node back, empty where that is not known.
func (o *outage) back(n *node, s *sight) diagnosis.Back {
	if o.ending != diagnosis.EndReady {
		return ""
	}
	unclear := false
	for i := range o.attempts {
		a := &o.attempts[i]
		if !a.First.After(o.end) && !a.Failed() {
			return diagnosis.BackAfterRepair
		}
		unclear = unclear || a.First.After(o.end)
	}
	start := o.start
	if start.IsZero() {
		start = o.lastDown
	}
	switch {
	case unclear || !s.complete(start, o.end):
		return ""
	case n.operated(start, o.end):
		return diagnosis.BackAfterOperation
	default:
		return diagnosis.BackWithoutRepair
	}
}

// operated says whether somebody else than AKS did something to the VM that can bring it back.
func (n *node) operated(from, to time.Time) bool {
	for _, f := range n.operations {
		switch f.Type {
		case "Restart", "Reimage", "Redeploy", "Start":
			if f.Actor != "AKS" && f.Status != "Failed" && !f.Time.Before(from) && !f.Time.After(to) {
				return true
			}
		}
	}
	return false
}
