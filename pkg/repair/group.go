package repair

import (
	"cmp"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/urgency"
)

// problem is what the nodes of a group have in common.
type problem struct {
	state  diagnosis.State
	reason string
	code   string
	cause  string
	// unknown separates the codes that the table does not know.
	unknown string
}

// group puts the findings of one problem together, the problems in order of urgency, and
// numbers them; it ends with the steps, which need the table.
func (x *Examination) group() {
	d := &x.result
	weights := map[problem]urgency.Weight{}
	for i := range d.Findings {
		p := problemOf(&d.Findings[i])
		weights[p] = weights[p].With(urgency.Of(&d.Findings[i], x.table))
	}
	slices.SortStableFunc(d.Findings, func(a, b diagnosis.Finding) int {
		pa, pb := problemOf(&a), problemOf(&b)
		return cmp.Or(urgency.Compare(weights[pa], weights[pb]), pa.compare(pb), cmp.Compare(a.Node, b.Node))
	})
	for first := 0; first < len(d.Findings); {
		p, end := problemOf(&d.Findings[first]), first
		for end < len(d.Findings) && problemOf(&d.Findings[end]) == p {
			end++
		}
		d.Groups = append(d.Groups, x.newGroup(len(d.Groups)+1, d.Findings[first:end]))
		first = end
	}
	d.FixFirst = urgency.FixFirst(d.Groups, x.table)
}

func (p problem) compare(q problem) int {
	return cmp.Or(cmp.Compare(p.state, q.state), cmp.Compare(p.reason, q.reason), cmp.Compare(p.code, q.code),
		cmp.Compare(p.cause, q.cause), cmp.Compare(p.unknown, q.unknown))
}

// problemOf leaves the code out where an older error is not what keeps the node down now.
func problemOf(f *diagnosis.Finding) problem {
	p := problem{state: f.State, reason: f.Reason, cause: f.Cause}
	switch f.State {
	case diagnosis.Failed, diagnosis.Exhausted, diagnosis.Removed, diagnosis.NotVisible:
		p.code = f.Code
		if f.Code == knowledge.UnknownCode && len(f.Unknown) > 0 {
			p.unknown = f.Unknown[0]
		}
	}
	return p
}

// newGroup makes a group of findings with one problem: it judges the node of each and fills in its steps.
func (x *Examination) newGroup(id int, findings []diagnosis.Finding) diagnosis.Group {
	p := problemOf(&findings[0])
	g := diagnosis.Group{ID: id, State: p.state, Reason: p.reason, Code: p.code, Cause: p.cause, Unknown: p.unknown, Causes: []knowledge.Cause{}, Steps: []knowledge.NextStep{}}
	g.Scope = knowledge.ScopeNode
	entry := &knowledge.Entry{}
	if entries := x.table.Find(findings[0].Entries); len(entries) > 0 {
		entry = entries[0]
		g.Entry, g.Title, g.Meaning, g.Severity = entry.Code, entry.Title, entry.Meaning, entry.Severity
		g.Scope = cmp.Or(entry.Scope, knowledge.ScopeNode)
		g.DoFirst, g.Owner, g.Retry, g.Confidence = entry.DoFirst, entry.Owner, entry.Retry, entry.Confidence
		g.Causes = append(g.Causes, entry.Causes...)
	}
	t, n := newTally(entry), judge.New(x.view.checks)
	for i := range findings {
		f := &findings[i]
		f.Group = id
		g.Nodes = append(g.Nodes, f.Node)
		if p.code == knowledge.UnknownCode && !slices.Contains(g.Details, f.Details) {
			g.Details = append(g.Details, f.Details)
		}
		x.judge(f, n)
		if steps := t.add(f, n); x.hasPages() {
			x.fill(f, steps)
		}
	}
	g.Steps, g.Judged = t.stepsOf(len(findings)), t.judged()
	g.Down = judge.Shared(findings, func(f *diagnosis.Finding) *diagnosis.Answer { return f.Down })
	g.Repair = judge.Shared(findings, func(f *diagnosis.Finding) *diagnosis.Answer { return f.Repair })
	return g
}

// hasPages says whether the findings have what only the page of a node shows.
func (x *Examination) hasPages() bool { return !x.overview || len(x.result.Findings) == 1 }

// fill puts the node's own values into the steps that fit it and make sense there.
func (x *Examination) fill(f *diagnosis.Finding, steps []*knowledge.NextStep) {
	commands := make([]string, len(steps))
	for i, step := range steps {
		commands[i] = step.Command
	}
	filled, setup := x.table.FillAll(commands, x.values(f))
	f.Steps, f.Setup = make([]diagnosis.Step, len(steps)), setup
	for i, step := range steps {
		f.Steps[i] = diagnosis.Step{Text: step.Text, Command: filled[i], Mutates: step.Mutates,
			Warning: step.Warning, AzureCLI: step.AzureCLI, Extensions: step.Extensions}
	}
}

// fits reports whether a step is for this kind of node. What is not known of a node excludes
// nothing: a step too many is better than the right one missing.
func fits(f *diagnosis.Finding, platforms []knowledge.Platform) bool {
	machine := knowledge.Platform("")
	switch {
	case f.Machine.ScaleSet != "":
		machine = knowledge.ScaleSet
	case f.Machine.VM != "":
		machine = knowledge.VM
	}
	return fitsOne(platforms, machine, knowledge.ScaleSet, knowledge.VM) &&
		fitsOne(platforms, knowledge.Platform(f.OS), knowledge.Linux, knowledge.Windows)
}

// fitsOne judges one dimension: either the step does not name it, or it names the node's.
func fitsOne(platforms []knowledge.Platform, have knowledge.Platform, dimension ...knowledge.Platform) bool {
	named := slices.ContainsFunc(platforms, func(p knowledge.Platform) bool { return slices.Contains(dimension, p) })
	return !named || !slices.Contains(dimension, have) || slices.Contains(platforms, have)
}
