package pattern

import "fmt"

// Fault is something wrong with a check.
type Fault struct {
	// Path leads to the value below the check: keys (string) and positions (int).
	Path []any
	Text string
}

// Faults returns what is wrong with the check, besides references to and from others.
func (c *Check) Faults() []Fault {
	var faults []Fault
	add := func(text string, path ...any) { faults = append(faults, Fault{path, text}) }
	if c.Name == "" {
		add("name is missing")
	}
	if c.Says == "" {
		add("says is missing: what is known when the check holds")
	}
	if len(c.wants()) == 0 {
		add("a check must have conditions, events, facts, marks or errors")
	}
	if c.Absent && c.All {
		add("a check is either absent or all", "all")
	}
	if len(c.Examples) == 0 {
		add("a check must have an example")
	}
	if len(c.CounterExamples) == 0 {
		add("a check must have a counter-example")
	}
	faults = append(faults, c.Evidence.Faults()...)
	return append(faults, c.proof()...)
}

// Faults returns what is wrong with patterns: those that match everything, or nothing.
func (e *Evidence) Faults() []Fault {
	var faults []Fault
	for i, p := range e.Conditions {
		if p == (Condition{}) {
			faults = append(faults, Fault{[]any{"conditions", i}, "a condition must have a field that is set"})
		}
	}
	for i, p := range e.Events {
		if p == (Event{}) {
			faults = append(faults, Fault{[]any{"events", i}, "an event must have a field that is set"})
		}
	}
	for i, p := range e.Facts {
		if p.Source == "" || p.Type == "" {
			faults = append(faults, Fault{[]any{"facts", i}, "a fact must have a source and a type"})
		}
	}
	for i, p := range e.Errors {
		if p == (Error{}) {
			faults = append(faults, Fault{[]any{"errors", i}, "an error must have a code or a message"})
		}
	}
	for i, m := range e.Marks {
		for _, text := range m.faults() {
			faults = append(faults, Fault{[]any{"marks", i}, text})
		}
	}
	return faults
}

// faults returns what is wrong with a mark.
func (m Mark) faults() []string {
	var faults []string
	set := 0
	for _, key := range []string{m.Taint, m.Label, m.Annotation, m.ProviderID} {
		if key != "" {
			set++
		}
	}
	if set != 1 {
		faults = append(faults, "a mark must have one of taint, label, annotation and providerID")
	}
	if m.Value != "" && m.Label == "" && m.Annotation == "" {
		faults = append(faults, "value goes with a label or an annotation")
	}
	return faults
}

// proof returns the examples for which the check does not hold, and the counter-examples for
// which it does, each being all that there is to see.
func (c *Check) proof() []Fault {
	var faults []Fault
	compiled := c.Compile()
	holds := func(e *Evidence) bool {
		var known Known
		known.Set(func(string) bool { return true }, e.Items())
		answer, _ := compiled.Judge(&known)
		return answer == Holds
	}
	for i := range c.Examples {
		if !holds(&c.Examples[i]) {
			faults = append(faults, Fault{[]any{"examples", i}, fmt.Sprintf("the check %s does not hold for the example", c.Name)})
		}
	}
	for i := range c.CounterExamples {
		if holds(&c.CounterExamples[i]) {
			faults = append(faults, Fault{[]any{"counterExamples", i}, fmt.Sprintf("the check %s holds for the counter-example", c.Name)})
		}
	}
	return faults
}
