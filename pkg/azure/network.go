package azure

import (
	"encoding/json"
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

// ofSubnets returns the questions for the logs of the groups that the subnets of a scale set are in.
func (l *changeLogs) ofSubnets(pages [][]byte) []*question {
	var all []*question
	for _, id := range subnetsOf(pages) {
		all = append(all, l.of(id)...)
	}
	return all
}

// groupOf returns the subscription and the resource group that an ID names; both are empty for what is none.
func groupOf(id string) (subscription, name string) {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	if len(parts) < 4 || !strings.EqualFold(parts[0], "subscriptions") || !strings.EqualFold(parts[2], "resourceGroups") {
		return "", ""
	}
	return parts[1], parts[3]
}

// subnetsOf returns the IDs of the subnets of a scale set.
func subnetsOf(pages [][]byte) []string {
	type card struct {
		Properties struct {
			IPConfigurations []struct {
				Properties struct{ Subnet struct{ ID string } }
			}
		}
	}
	var read struct {
		Properties struct {
			VirtualMachineProfile struct {
				NetworkProfile struct{ NetworkInterfaceConfigurations []card }
			}
		}
	}
	var all []string
	for _, page := range pages {
		if json.Unmarshal(page, &read) != nil {
			continue
		}
		for _, card := range read.Properties.VirtualMachineProfile.NetworkProfile.NetworkInterfaceConfigurations {
			for _, c := range card.Properties.IPConfigurations {
				if id := c.Properties.Subnet.ID; isSubnet(id) {
					all = append(all, id)
				}
			}
		}
	}
	return all
}

// isSubnet says whether an ID is that of a subnet.
func isSubnet(id string) bool {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	return len(parts) == 10 && strings.EqualFold(parts[0], "subscriptions") && strings.EqualFold(parts[5], "Microsoft.Network") && strings.EqualFold(parts[8], "subnets")
}

// wayOut returns what is asked about the way out of the nodes, where a problem depends on it: their subnets and, of a cluster
// whose way out is a load balancer, its outbound rules.
func (g *group) wayOut(asked []*question, known []snapshot.Fact) []*question {
	var all []*question
	var seen []string
	for _, q := range asked {
		if q.gone != answers.SourceScaleSet {
			continue
		}
		for _, id := range subnetsOf(q.pages) {
			if key := strings.ToLower(id); !slices.Contains(seen, key) {
				seen = append(seen, key)
				all = append(all, &question{
					subject: "subnet " + id[strings.LastIndexByte(id, '/')+1:], path: address("/"+strings.Trim(id, "/"), versionNetwork),
				})
			}
		}
	}
	if slices.ContainsFunc(known, func(f snapshot.Fact) bool {
		return f.Source == answers.SourceCluster && f.Type == "OutboundType" && strings.EqualFold(f.Status, "loadBalancer")
	}) {
		all = append(all, &question{subject: "the outbound rules of " + g.name, path: g.path("Microsoft.Network/loadBalancers/kubernetes/outboundRules", versionNetwork), rules: true, list: true})
	}
	return all
}
