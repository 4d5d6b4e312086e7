package knowledge

// signals reports conditions, events and exit codes that cannot lead to their entry.
func (c *checker) signals(e loaded[Entry]) {
	c.role(e)
	for i, p := range e.value.Conditions {
		n := lineOf(e.node, "conditions", i)
		if p == (ConditionPattern{}) {
			c.faults.add(e.file, n, "a condition must have a field that is set")
		}
		enum(c, e.file, n, "status", p.Status, "True", "False", "Unknown")
	}
	for i, p := range e.value.Events {
		if p == (EventPattern{}) {
			c.faults.add(e.file, lineOf(e.node, "events", i), "an event must have a field that is set")
		}
	}
	c.exits(e)
}

// role reports conditions and events without a role, without a pattern, or with one of
// another kind.
func (c *checker) role(e loaded[Entry]) {
	enum(c, e.file, lineOf(e.node, "role"), "role", e.value.Role, RoleCause, RoleSymptom)
	patterns := len(e.value.Conditions) + len(e.value.Events)
	signal := e.value.Kind == KindCondition || e.value.Kind == KindEvent
	switch {
	case signal && e.value.Role == "":
		c.faults.add(e.file, e.node.Line, "an entry of kind %s must have a role", e.value.Kind)
	case signal && patterns+len(e.value.Signatures) == 0:
		c.faults.add(e.file, e.node.Line, "an entry of kind %s must have conditions, events or signatures", e.value.Kind)
	case !signal && patterns > 0:
		c.faults.add(e.file, e.node.Line, "only entries of the kinds condition and event have conditions and events")
	}
}

// exits reports exit codes of the wrong kind of entry or without a system.
func (c *checker) exits(e loaded[Entry]) {
	list := e.value.Exits
	switch {
	case e.value.Kind == KindExitCode && len(list) == 0:
		c.faults.add(e.file, e.node.Line, "an entry of kind %s must have exits", e.value.Kind)
	case e.value.Kind != KindExitCode && len(list) > 0:
		c.faults.add(e.file, lineOf(e.node, "exits"), "only entries of kind %s have exits", KindExitCode)
	}
	for i, exit := range list {
		line := lineOf(e.node, "exits", i)
		if exit.OS != Linux && exit.OS != Windows {
			c.faults.add(e.file, line, "os of an exit code must be linux or windows, not %q", exit.OS)
		}
		if exit.Number < 0 || exit.Number > 255 {
			c.faults.add(e.file, line, "an exit code must be a number from 0 to 255, not %d", exit.Number)
		}
		if exit.OS != list[0].OS {
			c.faults.add(e.file, line, "the exit codes of an entry must be of one operating system")
		}
	}
}
