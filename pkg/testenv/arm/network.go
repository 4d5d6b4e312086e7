package arm

import (
	"fmt"
	"net/http"
	"strings"
)

// What the network of the nodes is made of, and the VM of its own, whose node has its name.
const (
	Alone       = "aks-alone"
	alonePath   = groupPath + "/providers/Microsoft.Compute/virtualMachines/" + Alone
	aloneCard   = groupPath + "/providers/Microsoft.Network/networkInterfaces/" + Alone + "-nic"
	networkPath = "/subscriptions/" + Subscription + "/resourceGroups/" + NetworkGroup + "/providers/Microsoft.Network/"
	subnet      = SubnetID
	// SubnetID is the subnet of the nodes.
	SubnetID      = networkPath + "virtualNetworks/vnet/subnets/nodes"
	securityGroup = networkPath + "networkSecurityGroups/nsg-nodes"
	routeTable    = networkPath + "routeTables/rt-nodes"
)

// surroundings are the answers about what VMs depend on: the network, and what the subscription has of the region.
func surroundings(path string) Reply {
	switch {
	case path == strings.ToLower(aloneCard):
		return Reply{Body: fmt.Sprintf(`{"id":%q,"name":"%s-nic","type":"Microsoft.Network/networkInterfaces","properties":{"virtualMachine":{"id":%q},"ipConfigurations":[`+
			`{"name":"ipconfig1","properties":{"privateIPAddress":"10.0.0.9","subnet":{"id":%q}}}]}}`, aloneCard, Alone, alonePath, subnet)}
	case path == strings.ToLower(subnet):
		return Reply{Body: Subnet(`"defaultOutboundAccess":false`)}
	case path == strings.ToLower(securityGroup):
		return Reply{Body: SecurityGroup("")}
	case path == strings.ToLower(routeTable):
		return Reply{Body: fmt.Sprintf(`{"id":%q,"name":"rt-nodes","type":"Microsoft.Network/routeTables","properties":{"routes":[{"name":"out","properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.1.0.4"}}]}}`, routeTable)}
	case strings.HasSuffix(path, "/loadbalancers/kubernetes/outboundrules"):
		return Reply{Body: `{"value":[]}`}
	case strings.HasSuffix(path, "/usages"):
		return Reply{Body: `{"value":[{"limit":100,"unit":"Count","currentValue":96,"name":{"value":"standardDDSv5Family","localizedValue":"Standard DDSv5 Family vCPUs"}},` +
			`{"limit":350,"unit":"Count","currentValue":180,"name":{"value":"cores","localizedValue":"Total Regional vCPUs"}}]}`}
	case strings.HasSuffix(path, "/skus"):
		return Reply{Body: `{"value":[{"resourceType":"disks","name":"Premium_LRS","locations":["uksouth"],"restrictions":[]},` +
			`{"resourceType":"virtualMachines","name":"` + Size + `","locations":["uksouth"],"locationInfo":[{"location":"uksouth","zones":["1","2","3"]}],"restrictions":[{"type":"Zone","values":["uksouth"],"restrictionInfo":{"locations":["uksouth"],"zones":["2"]},"reasonCode":"NotAvailableForSubscription"}]}]}`}
	default:
		return Reply{Status: http.StatusNotFound, Body: `{"error":{"code":"NotFound","message":"The entity was not found."}}`}
	}
}

// Subnet is the subnet of the nodes, with its network security group and some more properties.
func Subnet(properties string) string {
	return fmt.Sprintf(`{"id":%q,"name":"nodes","type":"Microsoft.Network/virtualNetworks/subnets","properties":{"addressPrefix":"10.0.0.0/16","networkSecurityGroup":{"id":%q},%s}}`, subnet, securityGroup, properties)
}

// WithRouteTable is the property of a subnet that has a route table.
func WithRouteTable() string { return fmt.Sprintf(`"routeTable":{"id":%q}`, routeTable) }

// SecurityGroup is the network security group of the subnet with its own rules, as Rule writes them, and the usual ones of Azure.
func SecurityGroup(rules string) string {
	return fmt.Sprintf(`{"id":%q,"name":"nsg-nodes","type":"Microsoft.Network/networkSecurityGroups","properties":{"securityRules":[%s],"defaultSecurityRules":[%s,%s,%s]}}`, securityGroup, rules,
		Rule("AllowVnetOutBound", 65000, "Allow", "*", "VirtualNetwork"), Rule("AllowInternetOutBound", 65001, "Allow", "*", "Internet"), Rule("DenyAllOutBound", 65500, "Deny", "*", "*"))
}

// Rule is an outbound rule about all protocols.
func Rule(name string, priority int, access, port, destination string) string {
	return fmt.Sprintf(`{"name":%q,"properties":{"protocol":"*","sourcePortRange":"*","destinationPortRange":%q,"sourceAddressPrefix":"*","destinationAddressPrefix":%q,"access":%q,"priority":%d,"direction":"Outbound"}}`, name, port, destination, access, priority)
}
