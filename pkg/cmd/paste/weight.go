package paste

import (
	"cmp"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// ByWeight orders the entries that a text leads to: codes, which are in their order, before
// causes, causes before symptoms, and of these errors before warnings. What is only information is last. The
// order of the text decides among equals.
func ByWeight(entries []*knowledge.Entry) {
	slices.SortStableFunc(entries, func(a, b *knowledge.Entry) int {
		return cmp.Or(cmp.Compare(class(a), class(b)), cmp.Compare(severity(a), severity(b)))
	})
}

// class ranks an entry by what it says about a node.
func class(e *knowledge.Entry) int {
	switch {
	case e.Severity == knowledge.SeverityInfo:
		return 3
	case e.Role == "":
		return 0
	case e.Role == knowledge.RoleCause:
		return 1
	default:
		return 2
	}
}

// severity ranks conditions and events; codes keep their order.
func severity(e *knowledge.Entry) int {
	if e.Role != "" && e.Severity != knowledge.SeverityError {
		return 1
	}
	return 0
}

// Filled returns an entry whose commands have values.
func Filled(e *knowledge.Entry, t *knowledge.Table, values map[string]string) (entry *knowledge.Entry, commands []string) {
	filled := *e
	filled.NextSteps = slices.Clone(e.NextSteps)
	for i := range filled.NextSteps {
		step := &filled.NextSteps[i]
		commands = append(commands, step.Command)
		step.Command = t.Fill(step.Command, values)
	}
	return &filled, commands
}
