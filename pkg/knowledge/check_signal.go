package knowledge

import (
	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// signals reports conditions, events and exit codes that cannot lead to their entry.
func (c *checker) signals(e loaded[Entry]) {
	c.role(e)
	patterns := pattern.Evidence{Conditions: e.value.Conditions, Events: e.value.Events, Facts: e.value.Facts, Marks: e.value.Marks}
	c.patternFaults(e.file, e.node, patterns.Faults())
	for i, p := range e.value.Conditions {
		enum(c, e.file, strict.LineOf(e.node, "conditions", i), "status", p.Status, "True", "False", "Unknown")
	}
	c.suppression(e)
	c.exits(e)
}

// suppression reports marks of another kind of entry, of no form, or without a place.
func (c *checker) suppression(e loaded[Entry]) {
	if e.value.Kind != KindSuppression && (len(e.value.Marks) > 0 || e.value.Order != 0) {
		c.faults.Add(e.file, e.node.Line, "only entries of kind %s have marks and an order", KindSuppression)
	}
	if len(e.value.Marks) > 0 && e.value.Order < 1 {
		c.faults.Add(e.file, strict.LineOf(e.node, "order"), "a suppression with marks must have an order of 1 or more")
	}
	if other := c.orders[e.value.Order]; other != "" && e.value.Order != 0 {
		c.faults.Add(e.file, strict.LineOf(e.node, "order"), "the order %d is that of %s", e.value.Order, other)
	}
	c.orders[e.value.Order] = e.value.Code
}

// patternFaults reports what is wrong with patterns below a node.
func (c *checker) patternFaults(file string, n *yaml.Node, faults []pattern.Fault) {
	for _, fault := range faults {
		c.faults.Add(file, strict.LineOf(n, fault.Path...), "%s", fault.Text)
	}
}

// role reports conditions and events without a role, without a pattern, or with one of
// another kind.
func (c *checker) role(e loaded[Entry]) {
	enum(c, e.file, strict.LineOf(e.node, "role"), "role", e.value.Role, RoleCause, RoleSymptom)
	patterns := len(e.value.Conditions) + len(e.value.Events) + len(e.value.Facts)
	signal := e.value.Kind == KindCondition || e.value.Kind == KindEvent
	switch {
	case signal && e.value.Role == "":
		c.faults.Add(e.file, e.node.Line, "an entry of kind %s must have a role", e.value.Kind)
	case signal && patterns+len(e.value.Signatures) == 0:
		c.faults.Add(e.file, e.node.Line, "an entry of kind %s must have conditions, events, facts or signatures", e.value.Kind)
	case !signal && patterns > 0:
		c.faults.Add(e.file, e.node.Line, "only entries of the kinds condition and event have conditions, events and facts")
	}
}

// exits reports exit codes of the wrong kind of entry or without a system.
func (c *checker) exits(e loaded[Entry]) {
	list := e.value.Exits
	switch {
	case e.value.Kind == KindExitCode && len(list) == 0:
		c.faults.Add(e.file, e.node.Line, "an entry of kind %s must have exits", e.value.Kind)
	case e.value.Kind != KindExitCode && len(list) > 0:
		c.faults.Add(e.file, strict.LineOf(e.node, "exits"), "only entries of kind %s have exits", KindExitCode)
	}
	for i, exit := range list {
		line := strict.LineOf(e.node, "exits", i)
		if exit.OS != Linux && exit.OS != Windows {
			c.faults.Add(e.file, line, "os of an exit code must be linux or windows, not %q", exit.OS)
		}
		if exit.Number < 0 || exit.Number > 255 {
			c.faults.Add(e.file, line, "an exit code must be a number from 0 to 255, not %d", exit.Number)
		}
		if exit.OS != list[0].OS {
			c.faults.Add(e.file, line, "the exit codes of an entry must be of one operating system")
		}
	}
}
