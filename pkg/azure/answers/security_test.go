package answers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
)

// rule is an outbound rule as az writes it; more replaces members.
func rule(name string, priority int, access, destination, more string) string {
	text := fmt.Sprintf(`{"name":%q,"priority":%d,"access":%q,"direction":"Outbound","protocol":"*","sourcePortRange":"*","destinationPortRange":"*","sourceAddressPrefix":"*","destinationAddressPrefix":%q`, name, priority, access, destination)
	return text + more + "}"
}

// The first rule about all of the traffic decides, unless one before it is about a part of it, or is not understood.
func TestWhatTheRulesOfASecurityGroupDo(t *testing.T) {
	last := rule("AllowInternetOutBound", 65001, "Allow", "Internet", "")
	usual := "Rules=Allow: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet"
	for name, c := range map[string]struct{ rules, want string }{
		"the usual ones":        {last, usual},
		"all is denied":         {rule("x", 200, "Deny", "*", "") + "," + last, "Rules=Deny: rule x, priority 200, denies TCP 443 to *"},
		"in its order":          {last + "," + rule("y", 300, "Allow", "0.0.0.0/0", "") + "," + rule("x", 400, "Deny", "*", ""), "Rules=Allow: rule y, priority 300, allows TCP 443 to 0.0.0.0/0"},
		"the cloud is denied":   {rule("x", 200, "Deny", "AzureCloud", "") + "," + last, "Rules=Deny: rule x, priority 200, denies TCP 443 to AzureCloud"},
		"a port range":          {rule("x", 200, "Deny", "Internet", `,"destinationPortRange":"","destinationPortRanges":["22","400-500"]`) + "," + last, "Rules=Deny: rule x, priority 200, denies TCP 443 to Internet"},
		"another port":          {rule("x", 200, "Deny", "Internet", `,"destinationPortRange":"80"`) + "," + last, usual},
		"another protocol":      {rule("x", 200, "Deny", "Internet", `,"protocol":"Udp"`) + "," + last, usual},
		"inbound":               {rule("x", 200, "Deny", "*", `,"direction":"Inbound"`) + "," + last, usual},
		"the default ones":      {rule("AllowVnetOutBound", 65000, "Allow", "VirtualNetwork", `,"sourceAddressPrefix":"VirtualNetwork"`) + "," + last + "," + rule("DenyAllOutBound", 65500, "Deny", "*", ""), usual},
		"private addresses":     {rule("y", 201, "Deny", "10.0.0.0/8", "") + "," + rule("z", 202, "Deny", "172.20.0.0/16", "") + "," + rule("dns", 203, "Deny", "168.63.129.16", "") + "," + last, usual},
		"within the network":    {rule("x", 200, "Deny", "VirtualNetwork", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"allowed within it":     {rule("vnet", 200, "Allow", "VirtualNetwork", "") + "," + rule("x", 300, "Deny", "Internet", "") + "," + last, "UnclearRules=Unclear: rule x, priority 300, denies TCP 443 to Internet; before it, for a part of that: allowed by vnet"},
		"more than private":     {rule("x", 200, "Deny", "172.16.0.0/8", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"twice as wide":         {rule("x", 200, "Deny", "192.168.0.0/15", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"from the internet":     {rule("x", 200, "Deny", "*", `,"sourceAddressPrefix":"Internet"`) + "," + last, usual},
		"some sources":          {rule("x", 200, "Deny", "*", `,"sourceAddressPrefix":"10.0.1.0/24"`) + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"some source ports":     {rule("x", 200, "Deny", "*", `,"sourcePortRange":"1024-2000"`) + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"one service is denied": {rule("x", 200, "Deny", "AzureCloud.uksouth", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by x"},
		"some is allowed":       {rule("mcr", 200, "Allow", "MicrosoftContainerRegistry", "") + "," + rule("x", 300, "Deny", "Internet", "") + "," + last, "UnclearRules=Unclear: rule x, priority 300, denies TCP 443 to Internet; before it, for a part of that: allowed by mcr"},
		"the network as it is":  {rule("half", 200, "Deny", "0.0.0.0/1", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: denied by half"},
		"not understood":        {rule("x", 200, "Maybe", "*", "") + "," + last, "UnclearRules=Unclear: rule AllowInternetOutBound, priority 65001, allows TCP 443 to Internet; before it, for a part of that: not understood: x"},
		"no rule":               {"", "UnclearRules=Unclear: no rule decides on TCP 443 to the internet"},
	} {
		found, _ := answers.Read(`{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/nsg","name":"nsg","type":"Microsoft.Network/networkSecurityGroups","securityRules":[` + c.rules + `],"defaultSecurityRules":[]}`)
		if len(found) != 1 || len(found[0].Facts) != 1 {
			t.Errorf("%s: %+v", name, found)
			continue
		}
		f := found[0].Facts[0]
		if got := f.Type + "=" + f.Status + ": " + f.Message; got != c.want || f.Reason != "nsg" {
			t.Errorf("%s: %s", name, got)
		}
	}
	// What is cut off can have a rule that decides.
	text := `{"type":"Microsoft.Network/networkSecurityGroups","name":"nsg","defaultSecurityRules":[` + last + `],"securityRules":[`
	if found, _ := answers.Read(text); len(found) != 1 || len(found[0].Facts) > 0 || !strings.Contains(found[0].Page.What, "nsg") {
		t.Errorf("cut off: %+v", found)
	}
}

// A route table says where traffic to the internet goes; without such a route, only where no gateway adds one.
func TestWhereARouteTableSendsTheTraffic(t *testing.T) {
	for name, c := range map[string]struct{ members, want string }{
		"to a firewall":   {`"routes":[{"addressPrefix":"10.0.0.0/8","nextHopType":"None"},{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance"}]`, "VirtualAppliance"},
		"nowhere":         {`"routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"None"}]`, "None"},
		"no route":        {`"disableBgpRoutePropagation":true,"routes":[]`, "Missing"},
		"a part of it":    {`"routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"None"},{"addressPrefix":"AzureCloud","nextHopType":"Internet"}]`, ""},
		"in two halves":   {`"disableBgpRoutePropagation":true,"routes":[{"addressPrefix":"0.0.0.0/1","nextHopType":"VirtualAppliance"},{"addressPrefix":"128.0.0.0/1","nextHopType":"VirtualAppliance"}]`, ""},
		"some is lost":    {`"routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance"},{"addressPrefix":"0.0.0.0/1","nextHopType":"None"}]`, ""},
		"another way too": {`"routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance"},{"addressPrefix":"AzureCloud","nextHopType":"Internet"}]`, "VirtualAppliance"},
		"private is lost": {`"disableBgpRoutePropagation":true,"routes":[{"addressPrefix":"10.0.0.0/8","nextHopType":"None"}]`, "Missing"},
		"perhaps a route": {`"disableBgpRoutePropagation":false,"routes":[]`, ""},
	} {
		found, _ := answers.Read(`{"name":"rt","type":"Microsoft.Network/routeTables",` + c.members + `}`)
		got := ""
		if len(found) == 1 && len(found[0].Facts) == 1 {
			got = found[0].Facts[0].Status
		}
		if got != c.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
	// What is cut off can have a route for a part of the internet.
	if found, _ := answers.Read(`{"name":"rt","type":"Microsoft.Network/routeTables","routes":[{"addressPrefix":"0.0.0.0/0","nextHopType":"None"},`); len(found) != 1 || len(found[0].Facts) > 0 {
		t.Errorf("cut off: %+v", found)
	}
}
