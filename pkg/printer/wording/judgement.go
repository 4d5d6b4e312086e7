package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// The words of the two verdicts that are printed.
const (
	confirmedWord = "Confirmed"
	ruledOutWord  = "Ruled out"
)

// proof is what a piece of evidence shows, with its source and its time.
func proof(p *diagnosis.Proof) string {
	var facts []string
	text := p.Says
	if detailed[p.Source] && p.Message != "" {
		text += ": " + p.Message
	}
	if detailed[p.Source] && p.Reason != "" {
		facts = append(facts, p.Reason)
	}
	switch p.Source {
	case "", "cluster":
	case "event", "taint", "label", "annotation", "condition":
		name := p.Name
		if p.Source == "event" {
			name = p.Reason
		}
		facts = append(facts, strings.TrimSpace(p.Source+" "+name))
	default:
		facts = append(facts, p.Source)
	}
	if p.Time != nil {
		facts = append(facts, p.Time.UTC().Format(ClockLayout))
	}
	if len(facts) == 0 {
		return text
	}
	return text + " (" + strings.Join(facts, ", ") + ")"
}

// detailed are the sources of facts that have, in a few words, numbers and names that what is known by them leaves out.
var detailed = map[string]bool{"azure-quota": true, "azure-size": true, "azure-security-group": true, "azure-console": true}

// proofs joins what confirms a cause, or what rules it out.
func proofs(all []diagnosis.Proof, v diagnosis.Verdict) string {
	var texts []string
	for i := range all {
		if text := proof(&all[i]); all[i].Verdict == v && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

// JudgedCause is "Confirmed: text Evidence: ..." for a cause that the evidence settles; an open one
// has no such word, unless the evidence contradicts itself.
func JudgedCause(c *diagnosis.JudgedCause) string {
	text := Cause(knowledge.Cause{Text: c.Text, Confidence: c.Confidence})
	confirm, against := proofs(c.Evidence, diagnosis.Confirmed), proofs(c.Evidence, diagnosis.RuledOut)
	switch {
	case c.Verdict == diagnosis.Confirmed:
		return confirmedWord + ": " + c.Text + " " + Sentence(confirm)
	case c.Verdict == diagnosis.RuledOut:
		return ruledOutWord + ": " + c.Text + " " + Sentence(against)
	case confirm != "" && against != "":
		return text + " The evidence contradicts itself: " + Sentence(confirm+"; "+against)
	default:
		return text
	}
}

// GroupCauses returns the causes of a group: what is confirmed first, then what is open, then what
// is ruled out. Of several nodes it says on how many.
func GroupCauses(g *diagnosis.Group) []string {
	if len(g.Judged) == 0 {
		texts := make([]string, len(g.Causes))
		for i, c := range g.Causes {
			texts[i] = Cause(c)
		}
		return texts
	}
	var texts []string
	for i := range g.Judged {
		texts = append(texts, groupCause(&g.Judged[i]))
	}
	return texts
}

func groupCause(c *diagnosis.GroupCause) string {
	total := c.Confirmed + c.RuledOut + c.Open
	one := diagnosis.JudgedCause{Text: c.Text, Confidence: c.Confidence, Verdict: diagnosis.Open, Evidence: c.Evidence}
	switch {
	case c.Confirmed == total && total > 0:
		one.Verdict = diagnosis.Confirmed
	case c.RuledOut == total && total > 0:
		one.Verdict = diagnosis.RuledOut
	case c.Confirmed > 0:
		return fmt.Sprintf("%s on %d of %d: %s %s", confirmedWord, c.Confirmed, total, c.Text, Sentence(proofs(c.Evidence, diagnosis.Confirmed)))
	case c.RuledOut > 0:
		return fmt.Sprintf("%s Ruled out on %d of %d.", Cause(knowledge.Cause{Text: c.Text, Confidence: c.Confidence}), c.RuledOut, total)
	}
	return JudgedCause(&one)
}

// Settled counts the causes of a group that need no thought: those that are ruled out on all nodes,
// and, where one is confirmed on all, those that are open.
func Settled(g *diagnosis.Group) (shown, ruledOut, open int) {
	confirmed := 0
	for i := range g.Judged {
		switch c := &g.Judged[i]; {
		case c.Confirmed > 0:
			confirmed++
		case c.RuledOut > 0 && c.Open == 0:
			ruledOut++
		default:
			open++
		}
	}
	if confirmed > 0 {
		return confirmed, ruledOut, open
	}
	return open, ruledOut, 0
}

// NodeCauses returns the causes of an entry as judged on one node: what is confirmed first, then
// what is open, then what is ruled out. It says how many are confirmed.
func NodeCauses(f *diagnosis.Finding, e *knowledge.Entry) (texts []string, ofConfirmed int) {
	var confirmed, open, ruledOut []string
	for _, c := range e.Causes {
		judged := diagnosis.JudgedCause{Text: c.Text, Confidence: c.Confidence, Verdict: diagnosis.Open}
		for i := range f.Settled {
			if s := &f.Settled[i]; s.Entry == e.Code && s.ID == c.ID {
				judged = *s
			}
		}
		switch text := JudgedCause(&judged); judged.Verdict {
		case diagnosis.Confirmed:
			confirmed = append(confirmed, text)
		case diagnosis.RuledOut:
			ruledOut = append(ruledOut, text)
		default:
			open = append(open, text)
		}
	}
	return slices.Concat(confirmed, open, ruledOut), len(confirmed)
}

// Answers returns the answers to the two questions about a node: why it is down, and why AKS did
// not bring it back. Of a node whose condition no page shows it is not known whether it is down.
func Answers(d *diagnosis.Diagnosis, f *diagnosis.Finding) []Fact {
	var facts []Fact
	label := "Why down:"
	if d.Origin.PagesOnly && f.Condition.Status == "" {
		label = "What is wrong:"
	}
	if f.Down != nil {
		facts = append(facts, Fact{Label: label, Text: answer(f.Down)})
	}
	if f.Repair != nil {
		facts = append(facts, Fact{Label: "Not repaired:", Text: answer(f.Repair)})
	}
	return facts
}

// answer is the text of an answer, with the one cause that is confirmed.
func answer(a *diagnosis.Answer) string {
	text := Sentence(a.Text)
	var confirmed []string
	for i := range a.Causes {
		if a.Causes[i].Verdict == diagnosis.Confirmed {
			confirmed = append(confirmed, a.Causes[i].Text)
		}
	}
	if len(confirmed) == 1 {
		text += " " + confirmedWord + ": " + confirmed[0]
	}
	return text
}

// GroupAnswers returns the answers of a group that its title does not give already.
func GroupAnswers(g *diagnosis.Group) []Fact {
	var facts []Fact
	for _, q := range []struct {
		label   string
		answers []diagnosis.GroupAnswer
	}{{"Why down:", g.Down}, {"Not repaired:", g.Repair}} {
		if text := groupAnswer(g, q.answers); text != "" {
			facts = append(facts, Fact{Label: q.label, Text: text})
		}
	}
	return facts
}

// answersShown is how many different answers a group has in full.
const answersShown = 2

func groupAnswer(g *diagnosis.Group, answers []diagnosis.GroupAnswer) string {
	if len(answers) == 1 && answers[0].Text == g.Title {
		return ""
	}
	var texts []string
	for i, a := range answers {
		if i == answersShown {
			texts = append(texts, fmt.Sprintf("%d more answers", len(answers)-answersShown))
			break
		}
		text := a.Text
		if len(answers) > 1 {
			text += fmt.Sprintf(" (%d of %d)", a.Nodes, len(g.Nodes))
		}
		texts = append(texts, text)
	}
	return Sentence(strings.Join(texts, "; "))
}
