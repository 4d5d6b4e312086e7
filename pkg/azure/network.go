package azure

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// changeLogs are the logs of other groups that the nodes of a group depend on: that of the cluster, and those of the
// subnets. Each is read once, for what was changed before the outages.
type changeLogs struct {
	group *group
	now   time.Time
	mutex sync.Mutex
	known []string
}

// of returns the question for the log of the group that a resource is in, none where it was asked already.
func (l *changeLogs) of(id string) []*question {
	subscription, name := groupOf(id)
	key := strings.ToLower(subscription + "/" + name)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if name == "" || key == strings.ToLower(l.group.subscription+"/"+l.group.name) || slices.Contains(l.known, key) {
		return nil
	}
	l.known = append(l.known, key)
	return []*question{{subject: "what was changed in " + name, path: logPath(subscription, name, l.group.since(l.now), l.group.began(l.now)), list: true}}
}

// ofSubnets returns the questions for the logs of the groups that the subnets of a scale set or a network interface are in.
func (l *changeLogs) ofSubnets(q *question) []*question {
	var all []*question
	for _, id := range q.links().subnets {
		all = append(all, l.of(id)...)
	}
	return all
}

// ofVM returns the questions for the network interfaces of a VM of its own: only they name its subnet.
func (l *changeLogs) ofVM(node string) func(*question) []*question {
	return func(q *question) []*question {
		var all []*question
		for _, id := range q.links().cards {
			all = append(all, &question{subject: "network interface " + path.Base(id) + " of " + node, path: address(id, versionNetwork), about: []string{node}, then: l.ofSubnets})
		}
		return all
	}
}

// groupOf returns the subscription and the resource group that an ID names; both are empty for what is none.
func groupOf(id string) (subscription, name string) {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	if len(parts) < 4 || !strings.EqualFold(parts[0], "subscriptions") || !strings.EqualFold(parts[2], "resourceGroups") {
		return "", ""
	}
	return parts[1], parts[3]
}

// links are the IDs of the things of the network that answers name.
type links struct{ subnets, securityGroups, routeTables, cards []string }

// link names another thing.
type link struct{ ID string }

// links returns what the answer names where it is about a scale set, a VM, a network interface or a subnet.
func (q *question) links() *links {
	if q.named == nil {
		q.named = linksOf(q.pages)
	}
	return q.named
}

// linksOf decodes what answers name.
func linksOf(pages [][]byte) *links {
	type card struct {
		NetworkSecurityGroup link
		IPConfigurations     []struct{ Properties struct{ Subnet link } }
	}
	type network struct {
		NetworkInterfaces              []link
		NetworkInterfaceConfigurations []struct{ Properties card }
	}
	var all links
	for _, page := range pages {
		var read struct {
			Properties struct {
				card
				RouteTable            link
				NetworkProfile        network
				VirtualMachineProfile struct{ NetworkProfile network }
			}
		}
		if json.Unmarshal(page, &read) != nil {
			continue
		}
		p := &read.Properties
		cards := []card{p.card}
		for _, c := range p.VirtualMachineProfile.NetworkProfile.NetworkInterfaceConfigurations {
			cards = append(cards, c.Properties)
		}
		for _, c := range cards {
			all.securityGroups = appendID(all.securityGroups, c.NetworkSecurityGroup, "networkSecurityGroups")
			for _, ip := range c.IPConfigurations {
				all.subnets = appendID(all.subnets, ip.Properties.Subnet, "virtualNetworks", "subnets")
			}
		}
		all.routeTables = appendID(all.routeTables, p.RouteTable, "routeTables")
		for _, c := range p.NetworkProfile.NetworkInterfaces {
			all.cards = appendID(all.cards, c, "networkInterfaces")
		}
	}
	return &all
}

// appendID adds an ID if it is that of a thing of the network of these types.
func appendID(ids []string, l link, types ...string) []string {
	parts := strings.Split(strings.Trim(l.ID, "/"), "/")
	if len(parts) != 6+2*len(types) || !strings.EqualFold(parts[0], "subscriptions") || !strings.EqualFold(parts[5], "Microsoft.Network") {
		return ids
	}
	for i, kind := range types {
		if !strings.EqualFold(parts[6+2*i], kind) {
			return ids
		}
	}
	return append(ids, "/"+strings.Join(parts, "/"))
}

// wayOut returns what is asked about the way out of the nodes, where a problem depends on it: their subnets and, of a cluster
// whose way out is a load balancer, its outbound rules.
func (g *group) wayOut(asked []*question, known []snapshot.Fact) []*question {
	all := byLink(asked, "subnet ", func(l *links) []string { return l.subnets })
	if slices.ContainsFunc(known, func(f snapshot.Fact) bool {
		return f.Source == answers.SourceCluster && f.Type == "OutboundType" && strings.EqualFold(f.Status, "loadBalancer")
	}) {
		all = append(all, &question{subject: "the outbound rules of " + g.name, path: g.path("Microsoft.Network/loadBalancers/kubernetes/outboundRules", versionNetwork), rules: true, list: true})
	}
	return all
}

// filters returns what is asked about what stands on the way out: the network security groups of the subnets and of the network
// interfaces, and the route tables.
func filters(asked []*question) []*question {
	return append(byLink(asked, "network security group ", func(l *links) []string { return l.securityGroups }),
		byLink(asked, "route table ", func(l *links) []string { return l.routeTables })...)
}

// byLink returns a question for each thing that answers name, about all nodes that they are about.
func byLink(asked []*question, subject string, of func(*links) []string) []*question {
	var all []*question
	byKey := map[string]*question{}
	for _, q := range asked {
		if q.list {
			continue
		}
		for _, id := range of(q.links()) {
			key := strings.ToLower(id)
			if byKey[key] == nil {
				byKey[key] = &question{subject: subject + path.Base(id), path: address(id, versionNetwork), network: true}
				all = append(all, byKey[key])
			}
			for _, node := range slices.Concat(q.nodes, q.about) {
				if !slices.Contains(byKey[key].about, node) {
					byKey[key].about = append(byKey[key].about, node)
				}
			}
		}
	}
	return all
}

// filtersRead says whether all network security groups of a node were read, and their rules judged: its subnet has named the
// one that it has.
func filtersRead(asked []*question, shown []snapshot.Fact, node string) bool {
	subnet := false
	for _, q := range asked {
		if !slices.Contains(q.about, node) {
			continue
		}
		if q.err != nil {
			return false
		}
		subnet = subnet || q.network
	}
	return subnet && !slices.ContainsFunc(shown, func(f snapshot.Fact) bool { return f.Node == node && f.Type == answers.UnclearRules })
}
