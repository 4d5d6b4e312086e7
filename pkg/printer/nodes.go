package printer

import (
	"cmp"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// nodes adds the table of the nodes.
func (p *page) nodes(findings []diagnosis.Finding) error {
	g := grid{header: []string{"#", "NODE", "POOL", "NOTREADY", "LAST STEP"}}
	impact := hasImpact(findings)
	if impact {
		g.header = append(g.header, "IMPACT")
	}
	if p.Wide {
		g.header = append(g.header, "STATE", "CODE", "ZONE", "OS", "SIZE", "VERSION", "SCALE SET", "INSTANCE ID", "VM",
			"NODE RESOURCE GROUP", "PROVIDER ID")
	}
	for i := range findings {
		f := &findings[i]
		row := []cell{
			one(strconv.Itoa(f.Group), inkPlain), one(f.Node, inkPlain), one(f.Pool, inkPlain),
			one(outage(f), inkPlain), toned(lastStep(f)),
		}
		if impact {
			row = append(row, toned(impactText(f.Impact)))
		}
		if p.Wide {
			for _, text := range []string{
				string(f.State), cmp.Or(f.Code, f.Reason), f.Zone, f.OS, f.Size, f.Kubelet, f.Machine.ScaleSet,
				f.Machine.InstanceID, f.Machine.VM, f.Machine.ResourceGroup, f.Machine.ID,
			} {
				row = append(row, one(text, inkPlain))
			}
		}
		g.rows = append(g.rows, row)
	}
	return p.table(0, g)
}
