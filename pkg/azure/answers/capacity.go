package answers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/family"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// capacity is what a subscription has of one region: its quotas, and the sizes of VMs that it can get.
type capacity struct {
	usages []usage
	sizes  []size
	// allSizes is true where a size that is not among them is not offered.
	allSizes bool
}

// usage is how much of a quota is used.
type usage struct {
	name           string
	current, limit int64
}

// The names of the quotas that are not of one family of sizes: a spot VM needs the second in place of the others.
// Source: https://learn.microsoft.com/azure/virtual-machines/quotas
const (
	quotaRegion = "cores"
	quotaSpot   = "lowprioritycores"
)

// ofVCPUs says whether a quota is one of vCPUs: there are others of other things.
func ofVCPUs(name string) bool {
	name = strings.ToLower(name)
	return name == quotaRegion || name == quotaSpot || family.Is(name)
}

// addUsage adds a quota. One without its numbers says nothing.
func (c *capacity) addUsage(o object) {
	current, err := strconv.ParseInt(o.text("currentvalue"), 10, 64)
	limit, err2 := strconv.ParseInt(o.text("limit"), 10, 64)
	if err == nil && err2 == nil && current >= 0 && limit >= 0 {
		c.usages = append(c.usages, usage{o.text("name"), current, limit})
	}
}

// size is a size of VMs, with what restricts it for the subscription.
type size struct {
	name string
	// regions are those that the answer is about; none where it does not say.
	regions      []string
	restrictions []restriction
	// partial is true where the end is missing, and so perhaps a restriction.
	partial bool
}

// restriction is why a size cannot be had: in the zones, or in the region where it has none.
type restriction struct {
	reason string
	zones  []string
}

// addSize adds a size of VMs.
func (c *capacity) addSize(o object, partial bool) {
	s := size{name: o.text("name"), regions: o.texts("locations"), partial: partial}
	for _, r := range o.list("restrictions") {
		one := restriction{reason: r.text("reasoncode")}
		if strings.EqualFold(r.text("type"), "Zone") {
			one.zones = r.child("restrictioninfo").texts("zones")
			if len(one.zones) == 0 {
				s.partial = true // it does not say which
				continue
			}
		}
		s.restrictions = append(s.restrictions, one)
	}
	c.sizes = append(c.sizes, s)
}

// capacityFacts returns what answers say of the quotas and the size that the VMs of nodes need.
func capacityFacts(found []Answer, nodes []Node) []snapshot.Fact {
	var facts []snapshot.Fact
	for i := range found {
		for j := range nodes {
			facts = append(facts, found[i].quotaFacts(&nodes[j])...)
			facts = append(facts, found[i].sizeFacts(&nodes[j])...)
		}
	}
	return facts
}

// quotaFacts returns whether the quotas have room for one more VM like that of a node. How many vCPUs it has says its node: one
// at least, so that without its node a quota can be used up, and is never known to have room. The node of a VM says its size, and
// whether it is a spot VM: without that it is not known which quotas it needs. A size that lets a VM use fewer vCPUs than it has counts
// with all of them.
func (c *capacity) quotaFacts(n *Node) []snapshot.Fact {
	var facts []snapshot.Fact
	for _, u := range c.usages {
		name, kind := strings.ToLower(u.name), ""
		switch {
		case n.Spot && name == quotaSpot:
			kind = "Spot"
		case n.Spot:
		case name == quotaRegion && n.Size != "":
			kind = "Region"
		case family.Has(name, n.Size):
			kind = "Family"
		}
		needs, counts := n.VCPUs, "has"
		if whole := family.Constrained(n.Size); whole > needs {
			needs, counts = whole, "counts as"
		}
		usedUp := u.current+max(needs, 1) > u.limit
		if kind == "" || needs == 0 && !usedUp {
			continue
		}
		status, text := "Free", fmt.Sprintf("%d of %d vCPUs are used", u.current, u.limit)
		if needs > 0 {
			text += fmt.Sprintf(", and a VM of this size %s %d", counts, needs)
		}
		if usedUp {
			status = "UsedUp"
		}
		facts = append(facts, snapshot.Fact{Node: n.Name, Source: sourceQuota, Type: kind, Status: status, Reason: scrub.Text(u.name), Message: text})
	}
	return facts
}

// sizeFacts returns whether the size of a node's VM is offered, and whether it is restricted where the VM is. A size that is there
// twice says nothing: one of the two is of another region, or it is not known which of them holds.
func (c *capacity) sizeFacts(n *Node) []snapshot.Fact {
	var ofNode []size
	there := false
	for _, s := range c.sizes {
		if len(s.regions) > 0 && n.Region != "" && !slices.ContainsFunc(s.regions, func(r string) bool { return strings.EqualFold(r, n.Region) }) {
			continue
		}
		if there = true; strings.EqualFold(s.name, n.Size) {
			ofNode = append(ofNode, s)
		}
	}
	fact := func(kind, status, reason, text string) snapshot.Fact {
		return snapshot.Fact{Node: n.Name, Source: sourceSize, Type: kind, Status: status, Reason: scrub.Text(reason), Message: text}
	}
	switch {
	case n.Size == "", len(ofNode) == 0 && (!c.allSizes || !there), len(ofNode) > 1:
		return nil
	case len(ofNode) == 0:
		return []snapshot.Fact{fact("Offer", "False", "", n.Size)}
	}
	facts := []snapshot.Fact{fact("Offer", "True", "", n.Size)}
	if status, reason, text := ofNode[0].restricted(n); status != "" {
		facts = append(facts, fact("Restriction", status, reason, text))
	}
	return facts
}

// restricted returns where a size is restricted, with the reason; no status where it is not known.
func (s *size) restricted(n *Node) (status, reason, text string) {
	var zones []string
	for _, r := range s.restrictions {
		switch {
		case len(r.zones) == 0:
			return "Region", r.reason, n.Size + " in the region"
		case slices.Contains(r.zones, n.Zone):
			return "Zone", r.reason, n.Size + " in zone " + n.Zone
		default:
			zones = append(zones, r.zones...)
		}
	}
	switch {
	case s.partial, len(zones) > 0 && n.Zone == "":
		return "", "", ""
	case len(zones) > 0:
		return "OtherZones", "", "only in zone " + strings.Join(zones, ", ")
	default:
		return "None", "", ""
	}
}
