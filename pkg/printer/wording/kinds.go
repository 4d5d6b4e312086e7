package wording

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"

// KindText is how a kind is called, for one entry and above a list of them.
type KindText struct {
	Kind       knowledge.Kind
	Noun, List string
}

// Kinds are the kinds of entries in the order they are listed.
var Kinds = []KindText{
	{knowledge.KindCode, "error code", "Error codes of failed repairs"},
	{knowledge.KindState, "state of a node", "States of a node"},
	{knowledge.KindSuppression, "reason why AKS does not repair", "Reasons why AKS does not repair a node"},
	{knowledge.KindMass, "what nodes that are down together share", "What nodes that are down together share"},
	{knowledge.KindVisibility, "reason why a repair cannot be seen", "Reasons why it cannot be seen what AKS did"},
	{knowledge.KindCondition, "node condition", "Node conditions"},
	{knowledge.KindEvent, "event", "Events"},
	{knowledge.KindExitCode, "exit code of the bootstrap extension", "Exit codes of the bootstrap extension"},
	{knowledge.KindEntraCode, "code of Microsoft Entra ID", "Codes of Microsoft Entra ID"},
	{knowledge.KindPractice, "best practice", "Best practices"},
}

// KindNoun is how a kind is called, also one that is not in Kinds.
func KindNoun(k knowledge.Kind) string {
	for _, known := range Kinds {
		if known.Kind == k {
			return known.Noun
		}
	}
	return string(k)
}
