package judge

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// azCommand is a command that runs az.
var azCommand = lazy.Pattern(`(?:^|[|;&(]\s*|\$\()az\s`)

// Sensible reports whether a step still makes sense on the node: nothing that it needs is known
// to be missing, and what it would find out is not known yet. Azure's command line finds nothing of a
// cluster that is not of Azure.
func (n *Node) Sensible(s *knowledge.NextStep) bool {
	if n.NotOfAzure && azCommand().MatchString(s.Command) {
		return false
	}
	fails := func(name string) bool { return n.check(name).answer == pattern.Fails }
	known := func(name string) bool { return n.check(name).answer != pattern.Unknown }
	return !slices.ContainsFunc(s.Needs, fails) && !slices.ContainsFunc(s.SettledBy, known)
}
