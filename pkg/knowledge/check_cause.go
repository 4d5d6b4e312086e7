package knowledge

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

var checkName = lazy.Pattern(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// check checks one check and claims its name.
func (c *checker) check(k loaded[pattern.Check]) {
	name := k.value.Name
	switch {
	case c.checks[name]:
		c.faults.Add(k.file, strict.LineOf(k.node, "name"), "there is another check %q", name)
	case name != "" && !checkName().MatchString(name):
		c.faults.Add(k.file, strict.LineOf(k.node, "name"), "name of a check must be lower-case words with hyphens, not %q", name)
	}
	c.checks[name] = true
	if !k.shipped {
		c.patternFaults(k.file, k.node, k.value.Faults())
	}
}

// judged reports causes that cannot be named, and checks of causes and steps that do not exist.
func (c *checker) judged(e loaded[Entry]) {
	var ids []string
	for i := range e.value.Causes {
		cause := &e.value.Causes[i]
		switch {
		case !checkName().MatchString(cause.ID):
			c.faults.Add(e.file, strict.LineOf(e.node, "causes", i, "id"), "a cause must have an id of lower-case words with hyphens, not %q", cause.ID)
		case slices.Contains(ids, cause.ID):
			c.faults.Add(e.file, strict.LineOf(e.node, "causes", i, "id"), "there is another cause %q", cause.ID)
		}
		ids = append(ids, cause.ID)
		c.known(e, cause.ConfirmedBy, "causes", i, "confirmedBy")
		c.known(e, cause.RuledOutBy, "causes", i, "ruledOutBy")
	}
	for i := range e.value.NextSteps {
		c.known(e, e.value.NextSteps[i].Needs, "nextSteps", i, "needs")
		c.known(e, e.value.NextSteps[i].SettledBy, "nextSteps", i, "settledBy")
	}
	enum(c, e.file, strict.LineOf(e.node, "scope"), "scope", e.value.Scope, ScopeCluster, ScopeNetwork, ScopePool, ScopeZone, ScopeNode)
	if e.value.Down && e.value.Kind != KindSuppression {
		c.faults.Add(e.file, strict.LineOf(e.node, "down"), "only entries of kind %s say whether they explain the outage too", KindSuppression)
	}
}

// known reports names of checks that the table does not have.
func (c *checker) known(e loaded[Entry], names []string, path ...any) {
	for i, name := range names {
		if c.table.Check(name) == nil {
			c.faults.Add(e.file, strict.LineOf(e.node, append(path, i)...), "there is no check %q", name)
		}
	}
}

// causeReference reports a reference of a cause that the entry does not list, or that says
// where nothing was read.
func (c *checker) causeReference(e loaded[Entry], i int) {
	cause, line := e.value.Causes[i], strict.LineOf(e.node, "causes", i, "reference")
	switch {
	case cause.Reference == "":
		return
	case cause.Confidence == Unverified:
		c.faults.Add(e.file, line, "an unverified cause has no reference: what was read there is documented, or inferred from it")
	case !slices.Contains(e.value.References, cause.Reference):
		c.faults.Add(e.file, line, "reference of a cause must be one of the entry's references, not %q", cause.Reference)
	}
}
