package dump

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// past is what files have of weeks: which places keep it, and the spans of an inventory.
type past struct {
	sources map[history.SourceName]*history.Source
	// counted are the tables of which a row says how much there is, whatever the files have of it.
	counted map[history.SourceName]history.Source
	spans   map[spanKey]*history.Span
	// dropped counts spans that did not fit into memory.
	dropped int
}

// spanKey is what the samples of one span share.
type spanKey struct {
	node          string
	created, from time.Time
	ready         bool
}

// note notes rows of a place, from one time to another.
func (p *past) note(name history.SourceName, rows int, from, to time.Time) *history.Source {
	if p.sources == nil {
		p.sources = map[history.SourceName]*history.Source{}
	}
	s := p.sources[name]
	if s == nil {
		s = &history.Source{Name: name, State: history.Collected, From: from, To: to}
		p.sources[name] = s
	}
	s.Rows += rows
	if s.From.IsZero() || !from.IsZero() && from.Before(s.From) {
		s.From = from
	}
	s.To = snapshot.Later(s.To, to)
	return s
}

// noteTable notes how much there is of a table.
func (p *past) noteTable(s history.Source) {
	if p.counted == nil {
		p.counted = map[history.SourceName]history.Source{}
	}
	p.counted[s.Name] = s
}

// noteEvent notes an event of a place, about whatever object: it shows what is kept. Without its type, an
// event about a repair that is no error is a Normal one.
func (p *past) noteEvent(name history.SourceName, e *corev1.Event) {
	s := p.note(name, 1, snapshot.FirstSeen(e), snapshot.LastSeen(e))
	_, phase, ok := snapshot.RepairReason(e.Reason)
	if e.Type == corev1.EventTypeNormal || e.Type == "" && (ok && phase != "Error" || e.Reason == "NodeReady" || e.Reason == "NodeNotReady") {
		s.Normal++
	}
}

// noteSpan adds samples to their span.
func (p *past) noteSpan(s *history.Span, reserve func(size, instead int) bool) {
	// A table has rows of the time of its samples; when the condition changed can be long before.
	p.note(history.NodeInventory, s.Samples, firstSample(s), s.LastSample)
	key := spanKey{s.Node, s.NodeCreated, s.From, s.Ready}
	known := p.spans[key]
	switch {
	case known != nil:
		known.Samples += s.Samples
		known.LastSample = snapshot.Later(known.LastSample, s.LastSample)
		known.Pool = cmp.Or(known.Pool, s.Pool)
	case !reserve(sizeInMemory(s)+sizeInMemory(&key), 0):
		p.dropped++
	default:
		if p.spans == nil {
			p.spans = map[spanKey]*history.Span{}
		}
		p.spans[key] = s
	}
}

// firstSample returns when a span was first sampled: only a single sample says that.
func firstSample(s *history.Span) time.Time {
	if s.Samples > 1 && !s.Ready {
		return s.From
	}
	return s.LastSample
}

// takeSpans returns the spans in a total order.
func (p *past) takeSpans() []history.Span {
	all := make([]history.Span, 0, len(p.spans))
	for _, s := range slices.SortedFunc(maps.Values(p.spans), func(a, b *history.Span) int {
		return cmp.Or(strings.Compare(a.Node, b.Node), a.From.Compare(b.From), a.NodeCreated.Compare(b.NodeCreated), a.LastSample.Compare(b.LastSample))
	}) {
		all = append(all, *s)
	}
	return all
}
