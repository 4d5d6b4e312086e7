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
	for i, p := range e.value.Facts {
		if p.Source == "" || p.Type == "" {
			c.faults.add(e.file, lineOf(e.node, "facts", i), "a fact must have a source and a type")
		}
	}
	c.suppression(e)
	c.exits(e)
}

// suppression reports marks of another kind of entry, of no form, or without a place.
func (c *checker) suppression(e loaded[Entry]) {
	if e.value.Kind != KindSuppression && (len(e.value.Marks) > 0 || e.value.Order != 0) {
		c.faults.add(e.file, e.node.Line, "only entries of kind %s have marks and an order", KindSuppression)
	}
	if len(e.value.Marks) > 0 && e.value.Order < 1 {
		c.faults.add(e.file, lineOf(e.node, "order"), "a suppression with marks must have an order of 1 or more")
	}
	if other := c.orders[e.value.Order]; other != "" && e.value.Order != 0 {
		c.faults.add(e.file, lineOf(e.node, "order"), "the order %d is that of %s", e.value.Order, other)
	}
	c.orders[e.value.Order] = e.value.Code
	for i, m := range e.value.Marks {
		set := 0
		for _, key := range []string{m.Taint, m.Label, m.Annotation, m.ProviderID} {
			if key != "" {
				set++
			}
		}
		line := lineOf(e.node, "marks", i)
		if set != 1 {
			c.faults.add(e.file, line, "a mark must have one of taint, label, annotation and providerID")
		}
		if m.Value != "" && m.Label == "" && m.Annotation == "" {
			c.faults.add(e.file, line, "value goes with a label or an annotation")
		}
	}
}

// role reports conditions and events without a role, without a pattern, or with one of
// another kind.
func (c *checker) role(e loaded[Entry]) {
	enum(c, e.file, lineOf(e.node, "role"), "role", e.value.Role, RoleCause, RoleSymptom)
	patterns := len(e.value.Conditions) + len(e.value.Events) + len(e.value.Facts)
	signal := e.value.Kind == KindCondition || e.value.Kind == KindEvent
	switch {
	case signal && e.value.Role == "":
		c.faults.add(e.file, e.node.Line, "an entry of kind %s must have a role", e.value.Kind)
	case signal && patterns+len(e.value.Signatures) == 0:
		c.faults.add(e.file, e.node.Line, "an entry of kind %s must have conditions, events, facts or signatures", e.value.Kind)
	case !signal && patterns > 0:
		c.faults.add(e.file, e.node.Line, "only entries of the kinds condition and event have conditions, events and facts")
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
