package repair

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// stateOrder is how the groups are listed: what needs a person first.
var stateOrder = []State{Exhausted, Failed, Removed, CompletedStillNotReady, NoOutcome, NotAttempted, NotVisible, Suppressed, InProgress, Recovered, Healthy}

// problem is what the nodes of a group have in common.
type problem struct {
	state  State
	reason string
	code   string
	cause  string
	// unknown tells apart codes that the table does not know.
	unknown string
}

// group puts the findings of one problem together, the problems in order of urgency and
// then of size, and numbers them; it ends with the steps, which need the table.
func (d *Diagnosis) group(c *clusterView, t *knowledge.Table) {
	sizes := map[problem]int{}
	for _, f := range d.Findings {
		sizes[f.problem()]++
	}
	slices.SortStableFunc(d.Findings, func(a, b Finding) int {
		pa, pb := a.problem(), b.problem()
		return cmp.Or(cmp.Compare(slices.Index(stateOrder, pa.state), slices.Index(stateOrder, pb.state)),
			cmp.Compare(sizes[pb], sizes[pa]), cmp.Compare(pa.reason, pb.reason), cmp.Compare(pa.code, pb.code), cmp.Compare(pa.cause, pb.cause), cmp.Compare(pa.unknown, pb.unknown), cmp.Compare(a.Node, b.Node))
	})
	for first := 0; first < len(d.Findings); {
		p, end := d.Findings[first].problem(), first
		for end < len(d.Findings) && d.Findings[end].problem() == p {
			end++
		}
		d.Groups = append(d.Groups, c.newGroup(len(d.Groups)+1, d.Findings[first:end], t))
		first = end
	}
}

// problem leaves the code out where an older error is not what keeps the node down now.
func (f *Finding) problem() problem {
	p := problem{state: f.State, reason: f.Reason, cause: f.Cause}
	switch f.State {
	case Failed, Exhausted, Removed, NotVisible:
		p.code = f.Code
		if f.Code == knowledge.UnknownCode && len(f.Unknown) > 0 {
			p.unknown = f.Unknown[0]
		}
	}
	return p
}

// newGroup makes a group of findings with one problem, and fills in the steps of each.
func (c *clusterView) newGroup(id int, findings []Finding, t *knowledge.Table) Group {
	p := findings[0].problem()
	g := Group{ID: id, State: p.state, Reason: p.reason, Code: p.code, Cause: p.cause, Unknown: p.unknown, Causes: []knowledge.Cause{}, Steps: []knowledge.NextStep{}}
	var entry *knowledge.Entry
	if entries := t.Find(findings[0].Entries); len(entries) > 0 {
		entry = entries[0]
		g.Entry, g.Title, g.Meaning, g.Severity = entry.Code, entry.Title, entry.Meaning, entry.Severity
		g.DoFirst, g.Owner, g.Retry, g.Confidence = entry.DoFirst, entry.Owner, entry.Retry, entry.Confidence
		g.Causes = append(g.Causes, entry.Causes...)
		g.Steps = stepsFor(entry.NextSteps, findings)
	}
	for i := range findings {
		f := &findings[i]
		f.Group = id
		g.Nodes = append(g.Nodes, f.Node)
		if p.code == knowledge.UnknownCode && !slices.Contains(g.Details, f.Details) {
			g.Details = append(g.Details, f.Details)
		}
		if entry != nil {
			f.fill(entry, c.nodes[f.Node], t)
		}
	}
	return g
}

// stepsFor are the steps that fit at least one of the nodes; those that fit all of them
// need no mark of the platform.
func stepsFor(steps []knowledge.NextStep, nodes []Finding) []knowledge.NextStep {
	fitting := []knowledge.NextStep{}
	for _, step := range steps {
		fits := 0
		for i := range nodes {
			if nodes[i].fits(step.For) {
				fits++
			}
		}
		if fits == len(nodes) {
			step.For = nil
		}
		if fits > 0 {
			fitting = append(fitting, step)
		}
	}
	return fitting
}

// fill puts the node's own values into the steps that fit it.
func (f *Finding) fill(e *knowledge.Entry, n *corev1.Node, t *knowledge.Table) {
	values := f.values(n)
	var commands []string
	for _, step := range e.NextSteps {
		if !f.fits(step.For) {
			continue
		}
		commands = append(commands, step.Command)
		f.Steps = append(f.Steps, Step{Text: step.Text, Command: t.Fill(step.Command, values), Mutates: step.Mutates,
			Warning: step.Warning, AzureCLI: step.AzureCLI, Extensions: step.Extensions})
	}
	f.Setup = t.Setup(commands, values)
}

// fits says whether a step is for this kind of node. What is not known of a node excludes
// nothing: a step too many is better than the right one missing.
func (f *Finding) fits(platforms []knowledge.Platform) bool {
	machine := knowledge.Platform("")
	switch {
	case f.Provider.ScaleSet != "":
		machine = knowledge.ScaleSet
	case f.Provider.VM != "":
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

// Problems counts the findings that are about trouble: a node that was asked for by name
// and is Ready has a finding too.
func (d *Diagnosis) Problems() int {
	n := 0
	for i := range d.Findings {
		if state := d.Findings[i].State; state != Healthy && state != Recovered {
			n++
		}
	}
	return n
}
