package wording

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// likelyWord stands before the first of the causes that nothing settles.
const likelyWord = "Likely: "

// LikelyCause returns the cause of a group that matters most: one that is confirmed, with the
// evidence, or the first that is open. Where none is left it counts those that are ruled out.
func LikelyCause(g *diagnosis.Group) string {
	causes := GroupCauses(g)
	if len(causes) == 0 {
		return ""
	}
	if len(g.Judged) > 0 {
		shown, ruledOut, _ := Settled(g)
		switch {
		case g.Judged[0].Confirmed > 0:
			return causes[0]
		case shown == 0:
			return Count(ruledOut, "cause") + " ruled out."
		}
	}
	return likelyWord + causes[0]
}

// AnswerBeside returns an answer that a headline does not give, with its cause if that is confirmed.
func AnswerBeside(headline string, a *diagnosis.Answer) string {
	if a == nil || a.Text == headline {
		return ""
	}
	text := Sentence(a.Text)
	if len(a.Causes) > 0 && a.Causes[0].Verdict == diagnosis.Confirmed {
		text += " " + JudgedCause(&a.Causes[0])
	}
	return text
}

// Proofs is the evidence of the cause of an answer that is confirmed.
func Proofs(a *diagnosis.Answer) string {
	if a == nil || len(a.Causes) == 0 || a.Causes[0].Verdict != diagnosis.Confirmed {
		return ""
	}
	return proofs(a.Causes[0].Evidence, diagnosis.Confirmed)
}

// ErrorText is the text of an error among other evidence.
func ErrorText(details string) string {
	if details == "" {
		return ""
	}
	return "error: " + strings.TrimRight(details, ".")
}

// CauseOf returns the cause behind an answer: the one that is confirmed, whose evidence Proofs
// has, or the first that is open.
func CauseOf(a *diagnosis.Answer) string {
	if a == nil || len(a.Causes) == 0 {
		return ""
	}
	switch c := &a.Causes[0]; c.Verdict {
	case diagnosis.Confirmed:
		return confirmedWord + ": " + c.Text
	case diagnosis.RuledOut:
		return Count(len(a.Causes), "cause") + " ruled out."
	default:
		return likelyWord + Cause(knowledge.Cause{Text: c.Text, Confidence: c.Confidence})
	}
}

// Evidence returns what an answer rests on, as the node or an event says it, without a message
// that is the answer itself.
func Evidence(a *diagnosis.Answer) string {
	if a == nil || len(a.Evidence) == 0 {
		return ""
	}
	p := &a.Evidence[0]
	seen := diagnosis.Proof{Says: strings.TrimSpace(p.Source + " " + p.Name), Time: p.Time}
	text := proof(&seen)
	if m := strings.TrimRight(strings.TrimSpace(p.Message), "."); m != "" && !strings.Contains(strings.ToLower(a.Text), strings.ToLower(m)) {
		text += ": " + m
	}
	return text
}

// Marks are what the node itself shows, where nothing else is evidence: its Ready condition, and the
// taints that somebody else than Kubernetes has put on it, such as that of a stopped VM.
func Marks(f *diagnosis.Finding) []string {
	var out []string
	if c := f.Condition; c.Status != "" {
		ready := &diagnosis.Answer{Evidence: []diagnosis.Proof{{Source: "condition", Name: "Ready=" + c.Status, Time: c.LastTransition, Message: c.Message}}}
		out = append(out, Evidence(ready))
	}
	for _, taint := range f.Taints {
		if !strings.HasPrefix(taint, "node.kubernetes.io/") {
			out = append(out, "taint "+taint)
		}
	}
	return out
}

// widestScopes are the scopes that make a problem the first one to fix, in words.
var widestScopes = map[knowledge.Scope]string{
	knowledge.ScopeCluster: "it concerns the whole cluster",
	knowledge.ScopeNetwork: "it concerns all nodes of a subnet or of a way out",
	knowledge.ScopePool:    "it concerns a whole node pool",
	knowledge.ScopeZone:    "it concerns a whole zone",
}

// Begin says which problem to fix first and why: by the rule that says so, else by what makes the
// first problem more urgent than the second. It is empty where there is nothing to choose.
func Begin(d *diagnosis.Diagnosis) string {
	const prefix = "Fix %d first: %s"
	if d.FixFirst != nil {
		return fmt.Sprintf(prefix, d.FixFirst.Group, Sentence(d.FixFirst.Text))
	}
	if len(d.Groups) < 2 || settled(&d.Groups[0]) {
		return ""
	}
	first, second := &d.Groups[0], &d.Groups[1]
	why := ""
	switch {
	case settled(second):
		why = "nothing is to be done for the others"
	case first.Scope != second.Scope:
		why = widestScopes[first.Scope]
	case systemPool(d, first.ID) && !systemPool(d, second.ID):
		why = "it is in a system node pool"
	case len(first.Nodes) > len(second.Nodes) && len(first.Nodes) == mostNodes(d.Groups):
		why = "it has the most nodes"
	}
	if why == "" {
		return ""
	}
	return fmt.Sprintf(prefix, first.ID, Sentence(why))
}

// settled reports whether a problem needs no person.
func settled(g *diagnosis.Group) bool {
	return g.Severity == knowledge.SeverityInfo || g.State == diagnosis.InProgress
}

// mostNodes is how many nodes the largest problem has.
func mostNodes(groups []diagnosis.Group) int {
	most := 0
	for i := range groups {
		most = max(most, len(groups[i].Nodes))
	}
	return most
}

// systemPool reports whether a node of a group is in a system pool.
func systemPool(d *diagnosis.Diagnosis, group int) bool {
	for i := range d.Findings {
		if d.Findings[i].Group == group && d.Findings[i].Mode == "system" {
			return true
		}
	}
	return false
}
