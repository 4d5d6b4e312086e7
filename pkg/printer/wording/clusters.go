package wording

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// tally is the sum of the clusters of a list.
type tally struct {
	clusters, read, incomplete, broken             int
	listed, perhaps, removed, below, unread, nodes int
}

func newTally(l *diagnosis.List) tally {
	t := tally{clusters: len(l.Items) + len(l.Errors), read: len(l.Items)}
	for i := range l.Items {
		s := l.Items[i].Summary
		t.listed, t.perhaps, t.removed, t.below, t.unread = t.listed+s.Listed, t.perhaps+s.Perhaps, t.removed+s.Removed, t.below+s.Below, t.unread+s.Unread
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

// ListVerdict returns the sentence above several clusters. With anything unseen it never sounds
// like success.
func ListVerdict(l *diagnosis.List) string {
	t := newTally(l)
	out := []string{t.findings(l)}
	if n := len(l.Errors); n > 0 {
		out = append(out, fmt.Sprintf("%d of %s could not be read.", n, Count(t.clusters, "cluster")))
	}
	if t.incomplete > 0 {
		out = append(out, fmt.Sprintf("%s could be seen only in part.", Count(t.incomplete, "cluster")))
	}
	return strings.Join(out, " ")
}

func (t tally) findings(l *diagnosis.List) string {
	switch {
	case t.clusters == 0:
		return "There is no cluster to look at."
	case t.read == 0:
		return "No cluster could be read: it is not known whether any node is NotReady."
	case t.broken > 0:
		text := fmt.Sprintf("%d of %s %s nodes that need a look: ", t.broken, Count(t.clusters, "cluster"), have(t.broken))
		return text + t.nodesText(age(l.Items[0].Threshold.Duration))
	case t.incomplete > 0 || len(l.Errors) > 0:
		return "Nothing found, but not everything could be seen."
	default:
		return fmt.Sprintf("No node has been NotReady for more than %s in %s with %s.",
			age(l.Items[0].Threshold.Duration), Count(t.clusters, "cluster"), Count(t.nodes, "node"))
	}
}

func (t tally) nodesText(over string) string {
	var parts []string
	if t.listed > 0 {
		text := fmt.Sprintf("%d NotReady for more than %s", t.listed, over)
		if t.perhaps > 0 {
			text += fmt.Sprintf(" (%d of them perhaps)", t.perhaps)
		}
		parts = append(parts, text)
	}
	if t.removed > 0 {
		parts = append(parts, fmt.Sprintf("%d removed after a repair", t.removed))
	}
	if t.unread > 0 {
		parts = append(parts, fmt.Sprintf("%d NotReady and not readable", t.unread))
	}
	return strings.Join(parts, ", ") + "."
}
