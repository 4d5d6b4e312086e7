package repair

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// outageStarts returns when the node became NotReady, oldest first, as far as its events reach. What
// is reported twice before the node is Ready again is one outage.
func (e evidence) outageStarts() []time.Time {
	type moment struct {
		at   time.Time
		down bool
	}
	var moments []moment
	for _, ev := range e.events {
		if isOutage(ev) {
			down := ev.Reason == "NodeNotReady"
			moments = append(moments, moment{ev.first, down}, moment{ev.last, down})
		}
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	var starts []time.Time
	for i, m := range moments {
		if m.down && !m.at.IsZero() && (i == 0 || !moments[i-1].down) {
			starts = append(starts, m.at)
		}
	}
	return starts
}

// downs counts how often events of a node say that it became NotReady within the hour before a time. Of
// an event that was counted over a longer time, that is its share.
func downs(events []event, now time.Time) int {
	n := 0
	for _, ev := range events {
		if ev.Reason != "NodeNotReady" || now.Sub(ev.last) > flapTime {
			continue
		}
		count := ev.count
		if over := now.Sub(ev.first); over > flapTime {
			count = max(1, int(int64(count)*int64(flapTime)/int64(over)))
		}
		n += count
	}
	return n
}

// noteFlapping counts a node that flaps and has no finding.
func (x *Examination) noteFlapping(k nodeCase) {
	if n := downs(k.events, x.view.takenAt); n >= flapCount {
		x.result.Summary.Flapping = append(x.result.Summary.Flapping, diagnosis.Flapping{Node: k.name, Times: n})
	}
}

// flappingSignal returns the signal of a node that became NotReady more than once, with when each
// outage began and which event came before it.
func flappingSignal(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	entry := t.Fact(sourceCluster, "Outages", "Several", "", "")
	counted := 0
	for _, ev := range k.events {
		if ev.Reason == "NodeNotReady" {
			counted += ev.count
		}
	}
	if entry == nil || max(len(k.outages), counted) < 2 {
		return nil
	}
	parts := make([]string, len(k.outages))
	for i, at := range k.outages {
		parts[i] = at.UTC().Format("15:04:05")
		if before := k.eventBefore(at); before != "" {
			parts[i] += " after " + before
		}
	}
	list := ": "
	if counted = max(counted, len(k.outages)); counted > len(k.outages) {
		list = ", of which these are known: "
	}
	return []diagnosis.Signal{{
		Source: sourceCluster, Name: "Outages=Several", Count: counted, Entry: entry.Code, Role: entry.Role,
		Message: fmt.Sprintf("NotReady %d times", counted) + list + strings.Join(parts, ", "),
	}}
}

// eventBefore returns the reason of the newest event within the lead time before a moment, of those
// that are no outage themselves.
func (e evidence) eventBefore(at time.Time) string {
	reason := ""
	for _, ev := range e.events {
		if !isOutage(ev) && !ev.last.After(at) && at.Sub(ev.last) <= leadTime {
			reason = ev.Reason // events come oldest first
		}
	}
	return reason
}
