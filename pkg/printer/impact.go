package printer

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// impact adds the pods of the node and what blocks a drain, if that was asked for.
func (p *page) impact(f *diagnosis.Finding) {
	i := f.Impact
	if i == nil {
		return
	}
	p.Heading("Impact")
	p.facts(2, wording.ImpactFacts(i))
}

// hasImpact reports whether the impact of some node was read.
func hasImpact(findings []diagnosis.Finding) bool {
	return slices.ContainsFunc(findings, func(f diagnosis.Finding) bool { return f.Impact != nil })
}
