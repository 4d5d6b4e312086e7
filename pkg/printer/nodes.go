package printer

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// nodes adds the table of the nodes.
func (p *page) nodes(findings []diagnosis.Finding) error {
	g := layout.Grid{Header: []string{"#", "NODE", "POOL", "NOTREADY", "LAST STEP"}}
	impact := hasImpact(findings)
	if impact {
		g.Header = append(g.Header, "IMPACT")
	}
	if p.Wide {
		g.Header = append(g.Header, "STATE", "CODE", "ZONE", "OS", "SIZE", "VERSION", "SCALE SET", "INSTANCE ID", "VM",
			"NODE RESOURCE GROUP", "PROVIDER ID")
	}
	for i := range findings {
		f := &findings[i]
		row := []layout.Cell{
			plain(strconv.Itoa(f.Group)), plain(f.Node), plain(f.Pool),
			plain(wording.Outage(f)), cellOf(wording.LastStep(f)),
		}
		if impact {
			row = append(row, cellOf(wording.Impact(f.Impact)))
		}
		if p.Wide {
			for _, text := range []string{
				string(f.State), cmp.Or(f.Code, f.Reason), f.Zone, f.OS, f.Size, f.Kubelet, f.Machine.ScaleSet,
				f.Machine.InstanceID, f.Machine.VM, f.Machine.ResourceGroup, f.Machine.ID,
			} {
				row = append(row, plain(text))
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return p.Table(0, g)
}

// hasImpact reports whether the impact of some node was read.
func hasImpact(findings []diagnosis.Finding) bool {
	return slices.ContainsFunc(findings, func(f diagnosis.Finding) bool { return f.Impact != nil })
}
