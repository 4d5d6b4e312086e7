package document

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Line is a problem in a few words, for a list of all problems: of the first screen, of the head of a
// page, of a chat. Each text is one line.
type Line struct {
	ID    int
	Title string
	// Code is the most precise name of the problem and Codes are all; empty where the title has none.
	Code, Codes string
	// Unknown is true for a code that the table does not know, which says more than the title.
	Unknown bool
	// Nodes is how many nodes have the problem, First the name of the first one.
	Nodes int
	First string
	// longest is the finding with the longest outage; nil where there is none.
	longest *diagnosis.Finding
	// Cause is what is known of the cause besides the title, the surest first.
	Cause string
	// Owner says who has to act; empty where the table does not know it.
	Owner string
	Next  string
	// Impact sums up the pods on the nodes; empty unless they were read.
	Impact string
	// Severity and FixTone are how bad it is, and whether a person has to act.
	Severity, FixTone wording.Tone
}

// Lines returns the problems of a diagnosis, in their order. It expects clean text.
func Lines(d *diagnosis.Diagnosis) []Line {
	longest, findings := map[int]*diagnosis.Finding{}, map[int][]*diagnosis.Finding{}
	for i := range d.Findings {
		f := &d.Findings[i]
		findings[f.Group] = append(findings[f.Group], f)
		if was := longest[f.Group]; was == nil || f.NotReadySince != nil && (was.NotReadySince == nil || f.NotReadySince.Before(was.NotReadySince)) {
			longest[f.Group] = f
		}
	}
	lines := make([]Line, len(d.Groups))
	for i := range d.Groups {
		g := &d.Groups[i]
		lines[i] = Line{
			ID: g.ID, Title: flat(g.Title), Code: wording.Code(g), Codes: wording.Codes(g), Unknown: g.Unknown != "",
			Nodes: len(g.Nodes), Cause: flat(causeOf(g)),
			Owner: wording.WhoActs(g), Next: flat(nextOf(g)), Impact: impacts(findings[g.ID]),
			Severity: wording.SeverityTone(g.Severity), FixTone: wording.FixTone(g.Severity, g.Owner),
		}
		if len(g.Nodes) > 0 {
			lines[i].First = g.Nodes[0]
		}
		lines[i].longest = longest[g.ID]
	}
	return lines
}

// Longest is the longest outage of the nodes, as wording.Outage says it; empty where there is none.
func (l *Line) Longest() string {
	if l.longest == nil {
		return ""
	}
	return wording.Outage(l.longest)
}

// Count says how many nodes have the problem and how long they are down: "3 nodes, NotReady for 18m".
func (l *Line) Count() string {
	text := wording.Count(l.Nodes, "node")
	f := l.longest
	switch {
	case f == nil:
		return text
	case f.NotReadySince != nil && !wording.Ready(f):
		text += ", NotReady for "
		if l.Nodes > 1 && !wording.AtLeast(f) {
			text += "up to "
		}
		return text + wording.OutageWords(f)
	case f.State == diagnosis.Removed || wording.Ready(f):
		return text + ", " + l.Longest()
	default:
		return text
	}
}

// CauseSentence is what is known of the cause, as a sentence.
func (l *Line) CauseSentence() string { return wording.Sentence(l.Cause) }

// NextSentence is what to do first, as a sentence.
func (l *Line) NextSentence() string { return wording.Sentence(l.Next) }

// Others counts the nodes after the first: " and 2 more".
func (l *Line) Others() string {
	if l.Nodes < 2 {
		return ""
	}
	return fmt.Sprintf(" and %d more", l.Nodes-1)
}

// flat is text on one line.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// causeOf is what is known of the cause besides the title, the surest first.
func causeOf(g *diagnosis.Group) string {
	var parts []string
	switch g.State {
	case diagnosis.Exhausted, diagnosis.Suppressed, diagnosis.Removed:
		parts = append(parts, wording.StateSentence(g.State))
	}
	for i := range g.Down {
		if a := &g.Down[i]; a.Basis == diagnosis.BasisCause && a.Text != g.Title {
			parts = append(parts, "Down: "+wording.Sentence(a.Text))
			break
		}
	}
	cause := wording.LikelyCause(g)
	if g.Code == knowledge.UnknownCode && len(g.Details) > 0 {
		cause = "Message: " + g.Details[0]
	}
	return strings.Join(append(parts, cause), " ")
}

// nextOf is what to do first.
func nextOf(g *diagnosis.Group) string {
	if g.DoFirst == "" && len(g.Steps) > 0 {
		return g.Steps[0].Text
	}
	return cmp.Or(g.DoFirst, "See the page of the node")
}

// Impacts sums up what is on the nodes of a diagnosis; it is empty unless that was read.
func Impacts(d *diagnosis.Diagnosis) string {
	all := make([]*diagnosis.Finding, len(d.Findings))
	for i := range d.Findings {
		all[i] = &d.Findings[i]
	}
	return impacts(all)
}

func impacts(findings []*diagnosis.Finding) string {
	pods, terminating, known := 0, 0, 0
	budgets := map[string]bool{}
	for _, f := range findings {
		if f.Impact == nil {
			continue
		}
		known++
		pods, terminating = pods+f.Impact.Pods, terminating+f.Impact.Terminating
		for _, b := range f.Impact.Budgets {
			budgets[b.Namespace+"/"+b.Name] = true
		}
	}
	if known == 0 {
		return ""
	}
	parts := []string{fmt.Sprintf("On %s: %s", wording.Count(known, "node"), wording.Count(pods, "pod"))}
	if terminating > 0 {
		parts = append(parts, fmt.Sprintf("%d terminating", terminating))
	}
	if len(budgets) > 0 {
		parts = append(parts, wording.Count(len(budgets), "disruption budget")+" in the way of a drain")
	}
	return strings.Join(parts, ", ") + "."
}
