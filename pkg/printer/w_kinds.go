package printer

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"

// kindText is how a kind is called, for one entry and above a list of them.
type kindText struct {
	kind       knowledge.Kind
	noun, list string
}

// kinds are the kinds of entries in the order they are listed.
var kinds = []kindText{
	{knowledge.KindCode, "error code", "Error codes of failed repairs"},
	{knowledge.KindState, "state of a node", "States of a node"},
	{knowledge.KindSuppression, "reason why AKS does not repair", "Reasons why AKS does not repair a node"},
	{knowledge.KindMass, "what nodes that are down together share", "What nodes that are down together share"},
	{knowledge.KindVisibility, "reason why a repair cannot be seen", "Reasons why it cannot be seen what AKS did"},
	{knowledge.KindCondition, "node condition", "Node conditions"},
	{knowledge.KindEvent, "event", "Events"},
	{knowledge.KindExitCode, "exit code of the bootstrap extension", "Exit codes of the bootstrap extension"},
	{knowledge.KindEntraCode, "code of Microsoft Entra ID", "Codes of Microsoft Entra ID"},
}

func kindNoun(k knowledge.Kind) string {
	for _, known := range kinds {
		if known.kind == k {
			return known.noun
		}
	}
	return string(k)
}
