package answers_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// factsOf returns what answers say of nodes.
func factsOf(found []answers.Answer, nodes []answers.Node) []snapshot.Fact {
	facts, _ := answers.Facts(found, nodes)
	return facts
}

func TestTheNodeOfAnInstance(t *testing.T) {
	for name, want := range map[[2]string]string{
		{"aks-user-15776247-vmss", "4"}: "aks-user-15776247-vmss000004", {"aks-user-15776247-vmss", "36"}: "aks-user-15776247-vmss000010",
		{"AKSWIN", "35"}: "akswin00000z", {"aks-x-1-vmss", "2176782335"}: "", {"aks-x-1-vmss", "2147483647"}: "aks-x-1-vmsszik0zj", {"aks-x-1-vmss", "1a2b3c4d"}: "", {"", "4"}: "",
	} {
		if got := answers.NodeName(name[0], name[1]); got != want {
			t.Errorf("instance %s of %q is the node %q, want %q", name[1], name[0], got, want)
		}
	}
}

// What is said of a pool or a scale set holds for its nodes and for no others.
func TestFactsAboutAPoolAreOfItsNodes(t *testing.T) {
	text := samples(t)["cluster.json"] + samples(t)["scale-set.json"]
	found, _ := answers.Read(text)
	nodes := []answers.Node{
		{Name: "aks-np-12345678-vmss000001"}, {Name: "aks-sys-12345678-vmss000001"}, {Name: "vm-of-its-own", Pool: "np"}, {Name: "aks-np-87654321-vmss000001", Pool: "other"}, {Name: "aksnp00000a"},
	}
	pool, set := map[string]bool{}, map[string]bool{}
	for _, f := range factsOf(found, nodes) {
		switch f.Source {
		case "azure-pool":
			pool[f.Node] = true
		case "azure-scale-set":
			set[f.Node] = true
		case "azure-cluster":
			if f.Node != "" {
				t.Errorf("the fact of the cluster %+v is of one node", f)
			}
		}
	}
	if len(pool) != 3 || !pool["aks-np-12345678-vmss000001"] || !pool["vm-of-its-own"] || !pool["aksnp00000a"] {
		t.Errorf("the facts of the pool are of %v", pool)
	}
	if len(set) != 1 || !set["aks-np-12345678-vmss000001"] {
		t.Errorf("the facts of the scale set are of %v", set)
	}
}

// The things of the network that a few answers show, and answers that show where nodes are.
const (
	netID     = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/"
	nodesID   = "/subscriptions/1/resourceGroups/mc/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-12345678-vmss"
	subnetID  = netID + "virtualNetworks/v/subnets/nodes"
	usualRule = `{"name":"AllowInternetOutBound","protocol":"*","sourcePortRange":"*","destinationPortRange":"*","sourceAddressPrefix":"*","destinationAddressPrefix":"Internet","access":"Allow","priority":65001,"direction":"Outbound"}`
	group     = `{"id":"` + netID + `networkSecurityGroups/nsg","name":"nsg","type":"Microsoft.Network/networkSecurityGroups","securityRules":[],"defaultSecurityRules":[` + usualRule + `]%s}`
	table     = `{"name":"rt","type":"Microsoft.Network/routeTables","routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"None"}]%s}`
	ofSubnet  = `,"subnets":[{"id":"` + subnetID + `"}]`
	// inSubnet shows the scale set in the subnet.
	inSubnet = `{"name":"aks-np-12345678-vmss","type":"Microsoft.Compute/virtualMachineScaleSets","id":"` + nodesID + `","virtualMachineProfile":{"networkProfile":{"networkInterfaceConfigurations":[{"name":"nic","ipConfigurations":[{"name":"c","subnet":{"id":"` + subnetID + `"}}]}]}}}`
	subnet   = `{"id":"` + subnetID + `","name":"nodes","addressPrefix":"10.0.0.0/24","natGateway":{"id":"/x/nat"},"defaultOutboundAccess":false%s}`
	cards    = `,"%s":[{"id":"` + nodesID + `/virtualMachines/1/networkInterfaces/nic%s"}]`
	cluster  = `{"type":"Microsoft.ContainerService/ManagedClusters","name":"k","agentPoolProfiles":[{"name":"np","vnetSubnetId":"%s"},{"name":"sys","vnetSubnetId":"%s"}]}`
)

// The nodes that the things are of.
const one, two, system = "aks-np-12345678-vmss000001", "aks-np-12345678-vmss000002", "aks-sys-12345678-vmss000001"

// placed are texts with a thing of the network, and the nodes that have it; unclear is true where none is known to.
func placed() map[string]struct {
	text    string
	of      []string
	unclear bool
} {
	nic := `{"id":"` + netID + `networkInterfaces/n","name":"n","type":"Microsoft.Network/networkInterfaces","ipConfigurations":[{"id":"` + netID + `networkInterfaces/n/ipConfigurations/c","loadBalancerBackendAddressPools":[{"id":"/x/aksOutboundBackendPool"}],"subnet":{"id":"` + subnetID + `"}}]%s}`
	ofVM := `,"virtualMachine":{"id":"/subscriptions/1/resourceGroups/mc/providers/Microsoft.Compute/virtualMachines/single"}`
	vm := `{"type":"Microsoft.Compute/virtualMachines","name":"single","id":"/subscriptions/1/resourceGroups/mc/providers/Microsoft.Compute/virtualMachines/single","networkProfile":{"networkInterfaces":[{"id":"` + netID + `networkInterfaces/N"}]}}`
	return map[string]struct {
		text    string
		of      []string
		unclear bool
	}{
		"no node":                        {fmt.Sprintf(group, ""), nil, true},
		"a subnet that nobody shows":     {fmt.Sprintf(group, ofSubnet), nil, true},
		"the same one twice":             {fmt.Sprintf(group, "") + fmt.Sprintf(group, ""), nil, true},
		"a network interface":            {fmt.Sprintf(group, fmt.Sprintf(cards, "networkInterfaces", "")), []string{one}, false},
		"of another cluster":             {fmt.Sprintf(group, strings.ReplaceAll(fmt.Sprintf(cards, "networkInterfaces", ""), "aks-np", "aks-other")), nil, true},
		"the subnet of the scale set":    {fmt.Sprintf(group, ofSubnet) + inSubnet, []string{one, two}, false},
		"shown before it":                {inSubnet + "\n" + fmt.Sprintf(group, ofSubnet), []string{one, two}, false},
		"the scale set is elsewhere":     {fmt.Sprintf(group, ofSubnet) + strings.ReplaceAll(inSubnet, subnetID, subnetID+"2"), nil, true},
		"the subnet of all node pools":   {fmt.Sprintf(group, ofSubnet) + fmt.Sprintf(cluster, subnetID, strings.ToUpper(subnetID)), []string{one, two, system}, false},
		"the subnet of one node pool":    {fmt.Sprintf(group, ofSubnet) + fmt.Sprintf(cluster, subnetID+"2", subnetID), []string{system}, false},
		"no subnet of a node pool":       {fmt.Sprintf(group, ofSubnet) + fmt.Sprintf(cluster, "", ""), nil, true},
		"the subnet names a VM":          {fmt.Sprintf(group, ofSubnet) + fmt.Sprintf(subnet, fmt.Sprintf(cards, "ipConfigurations", "/ipConfigurations/c")), []string{one}, false},
		"the interface of a VM":          {fmt.Sprintf(group, `,"networkInterfaces":[{"id":"`+netID+`networkInterfaces/n"}]`) + vm, []string{"single"}, false},
		"an interface that names the VM": {fmt.Sprintf(group, ofSubnet) + fmt.Sprintf(nic, ofVM), []string{"single"}, false},
		"a route table":                  {fmt.Sprintf(table, ""), nil, true},
		"the route table of the nodes":   {fmt.Sprintf(table, ofSubnet) + inSubnet, []string{one, two}, false},
		"a subnet":                       {fmt.Sprintf(subnet, ""), nil, true},
		"a subnet that names a VM":       {fmt.Sprintf(subnet, fmt.Sprintf(cards, "ipConfigurations", "/ipConfigurations/c")), []string{one}, false},
		"the subnet of the nodes":        {fmt.Sprintf(subnet, "") + inSubnet, []string{one, two}, false},
		"an interface of nobody":         {fmt.Sprintf(nic, ""), nil, true},
		"an interface of a VM":           {fmt.Sprintf(nic, "") + vm, []string{"single"}, false},
	}
}

// What is said of a thing of the network is evidence of the nodes that are shown to have it, and of no others: where none is, there
// is no verdict.
func TestAThingOfTheNetworkIsThatOfTheNodesThatHaveIt(t *testing.T) {
	nodes := []answers.Node{{Name: one, Pool: "np"}, {Name: two, Pool: "np"}, {Name: system, Pool: "sys"}, {Name: "single"}}
	for name, c := range placed() {
		found, rest := answers.Read(c.text)
		facts, unplaced := answers.Facts(found, nodes)
		of := map[string]bool{}
		for _, f := range facts {
			if f.Source != "azure-security-group" && f.Source != "azure-network" || f.Type == "OutboundPool" && f.Node != "single" {
				continue
			}
			if f.Type != answers.UnclearRules {
				of[f.Node] = true
			} else if f.Node != "" || f.Status != "Unclear" {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got := slices.Sorted(maps.Keys(of)); !slices.Equal(got, c.of) || (len(unplaced) > 0) != c.unclear {
			t.Errorf("%s: it is that of %q, unplaced %v (the rest is %q)", name, got, unplaced, rest)
		}
	}
	// Without any node there is none to judge.
	found, _ := answers.Read(fmt.Sprintf(group, ""))
	if facts, unplaced := answers.Facts(found, nil); len(facts) != 1 || facts[0].Type != "Rules" || len(unplaced) > 0 {
		t.Errorf("without nodes they are %+v, unplaced %v", facts, unplaced)
	}
	// Who asks knows the nodes.
	first, second := fmt.Sprintf(group, ""), strings.ReplaceAll(fmt.Sprintf(group, ""), "nsg", "other")
	replies := []answers.Reply{{Pages: [][]byte{[]byte(first)}, Nodes: []string{"a"}}, {Pages: [][]byte{[]byte(second)}, Nodes: []string{"b"}}}
	if facts, unplaced := answers.Facts(answers.Of(replies), nil); len(facts) != 2 || facts[0].Type != "Rules" || facts[1].Type != "Rules" || len(unplaced) > 0 {
		t.Errorf("asked for, they are %+v", facts)
	}
}

// A node that a whole list of its scale set does not have has no VM; one list that was cut shows no such
// thing.
func TestAVMThatIsNotListedDoesNotExist(t *testing.T) {
	nodes := []answers.Node{{Name: "aks-np-12345678-vmss00000b"}, {Name: "aks-np-12345678-vmss000004"}, {Name: "aks-sys-12345678-vmss00000b"}}
	gone := func(text string) (names []string) {
		found, _ := answers.Read(text)
		for _, f := range factsOf(found, nodes) {
			if f.Type == "Exists" && f.Status == "False" {
				names = append(names, f.Node)
			}
		}
		return names
	}
	list := strings.TrimSpace(samples(t)["list-az.json"])
	const command = "$ az vmss list-instances -g mc -n aks-np-12345678-vmss"
	if names := gone(command + "\n" + list); len(names) != 1 || names[0] != nodes[0].Name {
		t.Errorf("without a VM are %v", names)
	}
	one := strings.TrimSpace(samples(t)["list-rest.json"])
	for name, text := range map[string]string{
		"a list that was cut":  command + "\n" + list[:len(list)-2],
		"a list of any origin": list, // somebody may have chosen from it
		"a choice":             command + " --query \"[?provisioningState=='Failed']\"\n" + list,
		"one VM":               one[strings.Index(one, "[")+1 : strings.LastIndex(one, "]")],
		"one page of several":  command + "\n" + one,
	} {
		if names := gone(text); len(names) > 0 {
			t.Errorf("of %s, without a VM are %v", name, names)
		}
	}
}

// What is too short to be recognised behind an answer is missing.
func TestWhatIsCutBehindAnAnswerIsAGap(t *testing.T) {
	all := samples(t)
	found, _ := answers.Read(all["unnamed.json"] + all["log.json"][:40])
	if len(found) != 1 || len(found[0].Gaps) != 1 {
		t.Errorf("read as %s", describe(found, ""))
	}
}

// Answers stand in any text: behind prompts, in Markdown, quoted, several in a row, with pages of kubectl
// around them, which are the rest.
func TestAnswersAreFoundInAnyText(t *testing.T) {
	view, locks := strings.TrimSpace(samples(t)["unnamed.json"]), strings.TrimSpace(samples(t)["locks.json"])
	prompt := "PS C:\\Users\\x> az vmss get-instance-view -g mc -n aks-np-12345678-vmss --instance-id 11\n"
	for name, c := range map[string]struct {
		text, node, rest string
		answers          int
	}{
		"alone":                          {view, answers.Unnamed, "", 1},
		"behind a prompt":                {prompt + view, "aks-np-12345678-vmss00000b", "", 1},
		"in several lines":               {"$ az vmss get-instance-view \\\n  -g mc --instance-id 11 \\\n  --name=aks-np-12345678-vmss\n" + view, "aks-np-12345678-vmss00000b", "", 1},
		"a variable":                     {"$ az vmss get-instance-view -n $VMSS --instance-id $ID\n" + view, answers.Unnamed, "", 1},
		"in Markdown":                    {"See:\n\n```json\n" + view + "\n```\n\nThanks", answers.Unnamed, "See:\nThanks", 1},
		"quoted":                         {"> " + strings.ReplaceAll(view, "\n", "\n> "), answers.Unnamed, "", 1},
		"Windows lines":                  {strings.ReplaceAll(view, "\n", "\r\n"), answers.Unnamed, "", 1},
		"two":                            {view + "\n" + locks, answers.Unnamed, "", 2},
		"two in one line":                {strings.ReplaceAll(view, "\n", "") + strings.ReplaceAll(locks, "\n", ""), answers.Unnamed, "", 2},
		"without its beginning":          {strings.Join(strings.Split(view, "\n")[1:], "\n"), answers.Unnamed, "", 1},
		"the first one cut":              {view[:len(view)-8] + "\n$ az lock list\n" + locks, answers.Unnamed, "", 2},
		"with a page":                    {"NAME  STATUS\na-1  Ready\n" + view + "\nEvents:  <none>\n", answers.Unnamed, "NAME  STATUS\na-1  Ready\nEvents:  <none>", 1},
		"behind an object of Kubernetes": {"{\"items\":[{\"a\":\"}\"}],\"kind\":\"List\"}\n" + view, answers.Unnamed, "{\"items\":[{\"a\":\"}\"}],\"kind\":\"List\"}", 1},
		"nothing was chosen":             {"$ az lock list --query \"[?level=='ReadOnly']\"\n[]", "", "$ az lock list --query \"[?level=='ReadOnly']\"\n[]", 0},
		"nothing is there":               {"$ az lock list -g mc\n[]", "", "", 1},
		"no answer":                      {"$ az account show\n{\"name\":\"x\"}", "", "$ az account show\n{\"name\":\"x\"}", 0},
	} {
		t.Run(name, func(t *testing.T) {
			found, rest := answers.Read(c.text)
			if len(found) != c.answers {
				t.Fatalf("%d answers, want %d: %s", len(found), c.answers, describe(found, rest))
			}
			lines := strings.FieldsFunc(rest, func(r rune) bool { return r == '\n' || r == '\r' })
			if got := strings.Join(lines, "\n"); got != c.rest {
				t.Errorf("the rest is %q, want %q", got, c.rest)
			}
			if names := answers.VMs(found); c.node != "" && (len(names) != 1 || names[0] != c.node) {
				t.Errorf("it is about %v, want %s", names, c.node)
			}
		})
	}
}
