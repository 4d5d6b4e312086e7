package dump

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// A network security group that names no node is a gap, and one that names a node is a fact about it.
func TestASecurityGroupIsOfTheNodesThatItNames(t *testing.T) {
	const node = "NAME                         STATUS     ROLES    AGE   VERSION\naks-np-12345678-vmss000001   NotReady   <none>   9d    v1.33.1\n"
	const group = `{"type":"Microsoft.Network/networkSecurityGroups","name":"nsg","networkInterfaces":[INTERFACES],"defaultSecurityRules":[],"securityRules":[
{"name":"x","protocol":"*","sourcePortRange":"*","destinationPortRange":"*","sourceAddressPrefix":"*","destinationAddressPrefix":"*","access":"Deny","priority":200,"direction":"Outbound"}]}
`
	const card = `{"id":"/subscriptions/s/resourceGroups/mc/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-12345678-vmss/virtualMachines/1/networkInterfaces/nic"}`
	for interfaces, gap := range map[string]string{"": "which nodes have the network security group nsg", card: ""} {
		text := node + strings.Repeat(strings.ReplaceAll(group, "INTERFACES", interfaces), 2)
		s := snapshottest.Take(t, &Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text), Now: snapshottest.TestTime})
		var named []string
		for _, g := range s.Gaps {
			if strings.HasPrefix(g.Reason, "Nothing that was given shows") {
				named = append(named, g.Subjects...)
			}
		}
		snapshottest.Equal(t, "gaps", strings.Join(named, ", "), gap)
		snapshottest.Equal(t, "facts", len(s.Facts), 2)
		for _, f := range s.Facts {
			snapshottest.Equal(t, "is judged", f.Type == "Rules" && f.Node == "aks-np-12345678-vmss000001", gap == "")
		}
	}
}
