package document

import (
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Problem is a group of nodes with one problem.
type Problem struct {
	Line
	Anchor   string
	Label    Label
	Meaning  string
	Messages []string
	// Answers say why the nodes are down and were not repaired, where the title does not.
	Answers []wording.Fact
	// Facts say who can act, whether waiting helps, and how well that is known.
	Facts  []wording.Fact
	Causes []string
	// More counts the causes and steps that are left out; empty where all are there.
	More string
	// Todo has the steps with the commands of the first node that has any.
	Todo
	// Same is the ID of the problem that has the causes already, or 0.
	Same int
	// Links are public pages about the problem, all of https.
	Links   []string
	Members []nodeLink
}

// ForOthers reports whether other nodes have steps of their own, with their own names.
func (v Problem) ForOthers() bool { return v.Todo.Node != "" && len(v.Members) > 1 }

// nodeLink leads to a node.
type nodeLink struct{ Name, Anchor string }

// newProblem returns a problem of a chapter that has its nodes; the earlier ones may have its causes already.
func newProblem(c *Chapter, earlier []diagnosis.Group, g *diagnosis.Group, find Find) Problem {
	v := Problem{
		Line: c.Lines[len(earlier)], Anchor: fmt.Sprintf("%s-p%d", c.Anchor, g.ID),
		Label: wording.Label(g), Meaning: g.Meaning, Messages: g.Details, Same: wording.SameAdvice(earlier, g),
		Answers: withoutColons(wording.GroupAnswers(g)),
		Facts:   withoutColons(wording.AdviceFacts(g.Owner, g.Retry, string(g.Confidence))), Links: links(g.Entry, find),
	}
	for i := range c.Nodes {
		n := &c.Nodes[i]
		if n.Problem != g.ID {
			continue
		}
		v.Members = append(v.Members, nodeLink{n.Name, n.Anchor})
		if len(v.Steps) == 0 && len(n.Steps) > 0 {
			v.Todo, n.First = n.Todo, true
		}
	}
	if v.Same == 0 {
		v.Causes = wording.GroupCauses(g)
	}
	if len(v.Steps) == 0 {
		v.Steps = wording.Steps(g.Steps)
	}
	return v
}

// address matches an address that is shown as a link: nothing in it has a meaning in HTML or Markdown.
var address = lazy.Pattern(`^https://[a-zA-Z0-9.-]+(/[a-zA-Z0-9._~/?=%#,+:-]*)?$`)

// links are the public pages that the entry of a code names.
func links(code string, find Find) []string {
	if entries := find([]string{code}); len(entries) > 0 {
		return Addresses(entries[0])
	}
	return nil
}

// Addresses are the public pages that an entry names, as far as they can be links.
func Addresses(e *knowledge.Entry) []string {
	var out []string
	for _, reference := range e.References {
		if address().MatchString(reference) {
			out = append(out, reference)
		}
	}
	return out
}

// commonFirst is what to do first about what nodes have in common: to fix the problem that explains it, else what
// its entry says.
func commonFirst(m *diagnosis.CommonCause, find Find) string {
	if m.ExplainedBy > 0 {
		return fmt.Sprintf("Fix problem %d: its cause is confirmed", m.ExplainedBy)
	}
	return doFirst(m.Entry, find)
}

// doFirst is what to do first, as the entry of a code says it.
func doFirst(code string, find Find) string {
	if find == nil {
		return ""
	}
	if entries := find([]string{code}); len(entries) > 0 {
		return clean.Line(entries[0].DoFirst)
	}
	return ""
}

func causeTexts(causes []knowledge.Cause) []string {
	out := make([]string, len(causes))
	for i, c := range causes {
		out[i] = wording.Cause(c)
	}
	return out
}
