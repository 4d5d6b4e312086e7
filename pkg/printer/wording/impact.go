package wording

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// ImpactFacts say what a drain would move, and what would block it.
func ImpactFacts(i *diagnosis.FindingImpact) []Fact {
	list := []Fact{{Label: "Pods to move:", Text: podsToMove(i)}}
	if i.Terminating > 0 {
		list = append(list, Fact{"Terminating:", fmt.Sprintf("%d of these; that does not end while the kubelet is silent", i.Terminating), ToneWarn})
	}
	if i.Unmanaged > 0 {
		list = append(list, Fact{"No controller:", fmt.Sprintf("%d of these; nothing recreates them elsewhere", i.Unmanaged), ToneWarn})
	}
	list = append(list, Fact{Label: "Staying:", Text: podsToStay(i)})
	for _, b := range i.Budgets {
		text := fmt.Sprintf("%s/%s holds %s: %s", b.Namespace, b.Name, Count(b.Pods, "pod"), b.Why)
		list = append(list, Fact{"Blocks a drain:", Sentence(text), ToneWarn})
	}
	switch {
	case i.BudgetsUnread:
		list = append(list, Fact{"Blocks a drain:", "not seen: not all pod disruption budgets could be read", ToneWarn})
	case len(i.Budgets) == 0:
		list = append(list, Fact{Label: "Blocks a drain:", Text: "no pod disruption budget"})
	}
	return list
}

// podsToMove counts the pods that a drain moves and says where they belong.
func podsToMove(i *diagnosis.FindingImpact) string {
	text := Count(i.Pods, "pod")
	if len(i.Namespaces) > 0 {
		text += " in " + strings.Join(i.Namespaces, ", ")
	}
	if i.MoreNamespaces > 0 {
		text += " and " + Count(i.MoreNamespaces, "more namespace")
	}
	return text
}

// podsToStay counts the pods that a drain leaves where they are; empty when there are none.
func podsToStay(i *diagnosis.FindingImpact) string {
	var parts []string
	if n := i.DaemonSetPods; n > 0 {
		parts = append(parts, Count(n, "pod")+" of DaemonSets")
	}
	if n := i.StaticPods; n > 0 {
		parts = append(parts, Count(n, "static pod"))
	}
	return strings.Join(parts, ", ")
}

// Impact returns the impact of one node in a table of many, empty where it was not read.
func Impact(i *diagnosis.FindingImpact) (string, Tone) {
	if i == nil {
		return "", ""
	}
	text := Count(i.Pods, "pod")
	if i.Terminating > 0 {
		text += fmt.Sprintf(", %d terminating", i.Terminating)
	}
	switch {
	case len(i.Budgets) > 0:
		return text + ", " + Count(len(i.Budgets), "blocking PDB"), ToneWarn
	case i.BudgetsUnread:
		return text + ", PDBs not seen", ToneWarn
	case i.Pods == 0:
		return text, ""
	default:
		return text, ToneWarn
	}
}
