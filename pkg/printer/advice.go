package printer

import (
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// adviceShown is how many causes, and how many steps, a problem has in the overview, which
// has to fit a screen. The rest is counted; explain and the page of a node have all of it.
const adviceShown = 3

// problem is a group as the overview shows it.
type problem struct {
	diagnosis.Group
	// causes are those that are shown, as judged.
	causes []string
	// more says how much advice is left out, empty when nothing is.
	more string
	// same is the ID of an earlier problem that has the same advice, or 0.
	same int
}

// firstShortened returns the entry of the first problem whose advice was shortened.
func firstShortened(problems []problem) string {
	for _, p := range problems {
		if p.more != "" {
			return p.Entry
		}
	}
	return ""
}

// problemsOf shortens the advice of the groups.
func problemsOf(groups []diagnosis.Group) []problem {
	out, shortened := make([]problem, len(groups)), make([]diagnosis.Group, len(groups))
	for i, g := range groups {
		causes, left := shownCauses(&g)
		if n := len(g.Steps); n > adviceShown+1 {
			g.Steps = g.Steps[:adviceShown]
			left = append(left, wording.Count(n-adviceShown, "more step"))
		}
		shortened[i] = g
		out[i] = problem{Group: g, causes: causes, same: wording.SameAdvice(shortened[:i], &g)}
		if len(left) > 0 {
			out[i].more = strings.Join(left, ", ") + "."
		}
	}
	return out
}

// shownCauses returns the causes of a group that need thought, and what is said of the others.
func shownCauses(g *diagnosis.Group) (shown, left []string) {
	shown = wording.GroupCauses(g)
	n, ruledOut, open := len(shown), 0, 0
	if len(g.Judged) > 0 {
		n, ruledOut, open = wording.Settled(g)
	}
	if n > adviceShown+1 {
		open += n - adviceShown
		n = adviceShown
	}
	if open > 0 {
		left = append(left, wording.Count(open, "more cause"))
	}
	if ruledOut > 0 {
		left = append(left, wording.Count(ruledOut, "cause")+" ruled out")
	}
	return shown[:n], left
}

// causes adds the causes of a problem, most likely first, under a title if there is one.
func (p *page) causes(indent, title string, causes []string) {
	if len(causes) > 0 && title != "" {
		p.Put(layout.Plain, indent+title)
	}
	for _, c := range causes {
		p.Prose(layout.Plain, indent+"- ", c)
	}
}

func sameAs(id int) string { return "as for " + strconv.Itoa(id) }

// messagesShown is how many different messages of one unknown code are shown.
const messagesShown = 3

// messages returns the raw texts that an unknown code came from.
func messages(g *diagnosis.Group) []string {
	var out []string
	for _, text := range g.Details {
		if len(out) == messagesShown {
			out = append(out, strconv.Itoa(len(g.Details)-messagesShown)+" more messages: see -o json")
			break
		}
		out = append(out, "Message: "+text)
	}
	return out
}
