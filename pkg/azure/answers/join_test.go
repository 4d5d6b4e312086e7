package answers_test

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
)

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
	for _, f := range answers.Facts(found, nodes) {
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

// Of several things of which a node has one, without a word of which, no node is judged by one of them.
func TestOneOfSeveralThingsIsNotThatOfEveryNode(t *testing.T) {
	all := samples(t)
	join := func(names ...string) (text string) {
		for _, name := range names {
			text += all[name] + "\n"
		}
		return text
	}
	const table, card = `{"name":"other","type":"Microsoft.Network/routeTables","routes":[]}`, `{"name":"other","type":"Microsoft.Network/networkInterfaces","ipConfigurations":[]}`
	const subnets = `[{"id":"/x/subnets/a","name":"a","addressPrefix":"10.0.0.0/24"},{"id":"/x/subnets/b","name":"b","addressPrefix":"10.0.1.0/24"}]`
	other := strings.ReplaceAll(join("security-group.json"), "nsg", "other")
	for name, c := range map[string]struct{ text, want string }{
		"a security group":             {join("security-group.json"), "Rules=Deny"},
		"two of them":                  {join("security-group.json") + other, "UnclearRules=Unclear UnclearRules=Unclear"},
		"the same one twice":           {join("security-group.json", "security-group.json"), "Rules=Deny Rules=Deny"},
		"a route table":                {join("route-table.json"), "DefaultRoute=VirtualAppliance"},
		"a list of route tables":       {"[" + join("route-table.json") + "," + table + "]", ""},
		"a network interface":          {join("network-interface.json"), "OutboundPool=Present"},
		"a list of network interfaces": {"[" + join("network-interface.json") + "," + card + "]", ""},
		"a list of subnets":            {subnets, ""},
		"one of each":                  {join("security-group.json", "route-table.json", "network-interface.json"), "Rules=Deny DefaultRoute=VirtualAppliance OutboundPool=Present"},
	} {
		found, _ := answers.Read(c.text)
		var got []string
		for _, f := range answers.Facts(found, []answers.Node{{Name: "a"}}) {
			got = append(got, f.Type+"="+f.Status)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	// Who asks knows the nodes.
	replies := []answers.Reply{{Pages: [][]byte{[]byte(all["security-group.json"])}, Nodes: []string{"a"}}, {Pages: [][]byte{[]byte(other)}, Nodes: []string{"b"}}}
	if facts := answers.Facts(answers.Of(replies), nil); len(facts) != 2 || facts[0].Type != "Rules" || facts[1].Type != "Rules" {
		t.Errorf("asked for, they are %+v", facts)
	}
}

// A node that a whole list of its scale set does not have has no VM; one list that was cut shows no such
// thing.
func TestAVMThatIsNotListedDoesNotExist(t *testing.T) {
	nodes := []answers.Node{{Name: "aks-np-12345678-vmss00000b"}, {Name: "aks-np-12345678-vmss000004"}, {Name: "aks-sys-12345678-vmss00000b"}}
	gone := func(text string) (names []string) {
		found, _ := answers.Read(text)
		for _, f := range answers.Facts(found, nodes) {
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
