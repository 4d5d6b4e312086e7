package printer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// impact adds what is on the node and what will keep it from being drained, if that was
// asked for.
func (p *page) impact(f *diagnosis.Finding) {
	i := f.Impact
	if i == nil {
		return
	}
	p.heading("Impact")
	p.fields(2, p.impactFields(i))
}

func (p *page) impactFields(i *diagnosis.FindingImpact) []field {
	list := []field{{label: "Pods to move:", text: podsToMove(i)}}
	if i.Terminating > 0 {
		list = append(list, field{"Terminating:", fmt.Sprintf("%d of these; that does not end while the kubelet is silent", i.Terminating), p.bad})
	}
	if i.Unmanaged > 0 {
		list = append(list, field{"No controller:", fmt.Sprintf("%d of these; nothing makes them anew elsewhere", i.Unmanaged), p.warn})
	}
	list = append(list, field{label: "Staying:", text: podsToStay(i)})
	for _, b := range i.Budgets {
		text := fmt.Sprintf("%s/%s holds %s: %s", b.Namespace, b.Name, count(b.Pods, "pod"), b.Why)
		list = append(list, field{"Blocks a drain:", sentence(text), p.bad})
	}
	switch {
	case i.BudgetsUnread:
		list = append(list, field{"Blocks a drain:", "not seen: not all pod disruption budgets could be read", p.warn})
	case len(i.Budgets) == 0:
		list = append(list, field{label: "Blocks a drain:", text: "no pod disruption budget"})
	}
	return list
}

// podsToMove counts the pods that a drain moves and says where they belong.
func podsToMove(i *diagnosis.FindingImpact) string {
	text := count(i.Pods, "pod")
	if len(i.Namespaces) > 0 {
		text += " in " + strings.Join(i.Namespaces, ", ")
	}
	if i.MoreNamespaces > 0 {
		text += " and " + count(i.MoreNamespaces, "more namespace")
	}
	return text
}

// podsToStay counts the pods that a drain leaves where they are; empty when there are none.
func podsToStay(i *diagnosis.FindingImpact) string {
	var parts []string
	if n := i.DaemonSetPods; n > 0 {
		parts = append(parts, count(n, "pod")+" of DaemonSets")
	}
	if n := i.StaticPods; n > 0 {
		parts = append(parts, count(n, "static pod"))
	}
	return strings.Join(parts, ", ")
}

// hasImpact says whether the impact of some node was read.
func hasImpact(findings []diagnosis.Finding) bool {
	return slices.ContainsFunc(findings, func(f diagnosis.Finding) bool { return f.Impact != nil })
}

// impactCell is the impact as one of many.
func (p *page) impactCell(f *diagnosis.Finding) cell {
	i := f.Impact
	if i == nil {
		return one("", nil)
	}
	text, ink := count(i.Pods, "pod"), p.warn
	if i.Terminating > 0 {
		text += fmt.Sprintf(", %d terminating", i.Terminating)
	}
	switch {
	case len(i.Budgets) > 0:
		text, ink = text+", "+count(len(i.Budgets), "blocking PDB"), p.bad
	case i.BudgetsUnread:
		text += ", PDBs not seen"
	case i.Pods == 0:
		ink = nil
	}
	return one(text, ink)
}
