package printer

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// tally is what the clusters of a list add up to.
type tally struct {
	clusters, read, incomplete, broken    int
	listed, removed, below, unread, nodes int
}

func tallyOf(l *diagnosis.List) tally {
	t := tally{clusters: len(l.Items) + len(l.Errors), read: len(l.Items)}
	for i := range l.Items {
		s := l.Items[i].Summary
		t.listed, t.removed, t.below, t.unread = t.listed+s.Listed, t.removed+s.Removed, t.below+s.Below, t.unread+s.Unread
		t.nodes += max(s.Total, 0)
		if s.Listed+s.Removed+s.Unread > 0 {
			t.broken++
		}
		if len(l.Items[i].Gaps) > 0 {
			t.incomplete++
		}
	}
	return t
}

// listVerdict is the sentence above several clusters. With anything unseen it never sounds
// like success.
func listVerdict(l *diagnosis.List) string {
	t := tallyOf(l)
	out := []string{t.found(l)}
	if n := len(l.Errors); n > 0 {
		out = append(out, fmt.Sprintf("%d of %s could not be read.", n, count(t.clusters, "cluster")))
	}
	if t.incomplete > 0 {
		out = append(out, fmt.Sprintf("%s could be seen only in part.", count(t.incomplete, "cluster")))
	}
	return strings.Join(out, " ")
}

func (t tally) found(l *diagnosis.List) string {
	switch {
	case t.clusters == 0:
		return "There is no cluster to look at."
	case t.read == 0:
		return "No cluster could be read: it is not known whether any node is NotReady."
	case t.broken > 0:
		text := fmt.Sprintf("%d of %s %s nodes that need a look: ", t.broken, count(t.clusters, "cluster"), have(t.broken))
		return text + t.nodesFound(age(l.Items[0].Threshold.Duration))
	case t.incomplete > 0 || len(l.Errors) > 0:
		return "Nothing found, but not everything could be seen."
	default:
		return fmt.Sprintf("No node has been NotReady for more than %s in %s with %s.",
			age(l.Items[0].Threshold.Duration), count(t.clusters, "cluster"), count(t.nodes, "node"))
	}
}

func (t tally) nodesFound(over string) string {
	var parts []string
	if t.listed > 0 {
		parts = append(parts, fmt.Sprintf("%d NotReady for more than %s", t.listed, over))
	}
	if t.removed > 0 {
		parts = append(parts, fmt.Sprintf("%d removed after a repair", t.removed))
	}
	if t.unread > 0 {
		parts = append(parts, fmt.Sprintf("%d NotReady and not readable", t.unread))
	}
	return strings.Join(parts, ", ") + "."
}

func (p *page) listInk(l *diagnosis.List) *color.Color {
	switch t := tallyOf(l); {
	case t.broken > 0:
		return p.bad
	case !l.Complete():
		return p.warn
	default:
		return p.good
	}
}
