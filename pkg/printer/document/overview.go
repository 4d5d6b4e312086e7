package document

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Overview is a cluster without the pages of its nodes, and with the advice on a problem in short.
type Overview struct {
	Chapter
	// Rows are the nodes.
	Rows []Row
	// MoreProblems and MoreNodes count those that are left out.
	MoreProblems, MoreNodes int
	// Explain is the command that shows all causes and steps of the first problem of which some are left
	// out; empty where all are there.
	Explain string
}

// NewOverview returns the overview of a cluster; a whole one has all problems and nodes.
func NewOverview(all *diagnosis.Diagnosis, r wording.Reach, whole bool) Overview {
	d := clean.Copy(WithoutNodePages(*all), ShortLimits())
	o := Overview{Chapter: Chapter{Head: NewHead(&d, clean.Copy(r, nil), nil), Verdict: wording.Verdict(&d)}}
	o.read(&d)
	for i := range d.CommonCauses {
		m := &d.CommonCauses[i]
		causes, steps, _ := shortAdvice(&diagnosis.Group{Causes: m.Causes, Steps: m.Steps})
		o.Causes = append(o.Causes, commonCause{o.CommonCauses[i], m.Meaning, causes, wording.Steps(steps), explain(m.Entry), nil})
	}
	groups, findings := d.Groups, d.Findings
	if !whole {
		groups = groups[:min(len(groups), problemsShown)]
		if len(o.Causes) > 0 {
			findings = findings[:min(len(findings), nodesOfCommonCause)]
		}
	}
	o.MoreProblems, o.MoreNodes = len(d.Groups)-len(groups), len(d.Findings)-len(findings)
	o.Problems, o.Rows = shortProblems(o.Lines, groups), Rows(findings)
	for i := range o.Problems {
		if o.Problems[i].More != "" {
			o.Explain = explain(groups[i].Entry)
			break
		}
	}
	return o
}

// shortProblems returns the problems with their advice in short, and without what the page of a node has.
func shortProblems(lines []Line, groups []diagnosis.Group) []Problem {
	out, shortened := make([]Problem, len(groups)), make([]diagnosis.Group, len(groups))
	for i, g := range groups {
		p := &out[i]
		*p = Problem{Line: lines[i], Label: wording.Label(&g), Messages: g.Details, Answers: withoutColons(wording.GroupAnswers(&g))}
		p.Causes, g.Steps, p.More = shortAdvice(&g)
		p.Steps, p.Same = wording.Steps(g.Steps), wording.SameAdvice(shortened[:i], &g)
		shortened[i] = g
	}
	return out
}

// shortAdvice returns as many causes and steps of a group as fit on a screen with those of others, and
// what is left out; explain and the page of a node have all of them.
func shortAdvice(g *diagnosis.Group) (causes []string, steps []knowledge.NextStep, more string) {
	causes, left := shortCauses(g)
	steps = g.Steps
	if n := len(steps); n > adviceShown+1 {
		steps = steps[:adviceShown]
		left = append(left, wording.Count(n-adviceShown, "more step"))
	}
	if len(left) > 0 {
		more = strings.Join(left, ", ") + "."
	}
	return causes, steps, more
}

// shortCauses returns the causes of a group that need thought, and what is said of the others.
func shortCauses(g *diagnosis.Group) (shown, left []string) {
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
