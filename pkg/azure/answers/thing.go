package answers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// thing is a thing of the network, such as a network security group, that was pasted: it is that of the nodes that it names, and of
// those that are in its subnets, of which the cluster can have others.
type thing struct {
	kind kind
	name string
	// ids are those of the thing, and of the subnets, network interfaces and VMs that it names, in lower case.
	ids []string
	// first and last are its facts, within those of the answer.
	first, last int
}

// place says where VMs are: those of a node pool, of a scale set, or of a node.
type place struct {
	Above
	// id is that of a subnet or a network interface, in lower case.
	id string
}

// ids returns the IDs of what a member names, in lower case: of a network interface for what is a part of one.
func (o object) ids(member string) []string {
	var all []string
	for _, l := range append(o.list(member), o.child(member)) {
		if id, _, _ := strings.Cut(strings.ToLower(l.text("id")), "/ipconfigurations/"); id != "" {
			all = append(all, id)
		}
	}
	return all
}

// newThing notes a thing, and where VMs are that it shows.
func (r *reading) newThing(k kind, o object) {
	own := strings.ToLower(o.text("id"))
	t := thing{kind: k, name: scrub.Text(cmp.Or(o.text("name"), own)), ids: []string{own}, first: len(r.facts)}
	for _, member := range []string{"subnets", "networkinterfaces", "ipconfigurations", "virtualmachine"} {
		t.ids = append(t.ids, o.ids(member)...)
	}
	r.things = append(r.things, t)
	if k != subnetKind && k != cardKind {
		return
	}
	for _, id := range t.ids {
		if node := parseID(id).node(); node != "" {
			r.place(Above{Fact: snapshot.Fact{Node: node}}, append(subnetsOf(o), own)...)
		}
	}
}

// subnetsOf returns the IDs of the subnets of a network interface, in lower case.
func subnetsOf(card object) []string {
	var all []string
	for _, c := range card.list("ipconfigurations") {
		all = append(all, c.ids("subnet")...)
	}
	return all
}

// place notes where VMs are.
func (r *reading) place(of Above, ids ...string) {
	for _, id := range ids {
		if id != "" {
			r.places = append(r.places, place{of, strings.ToLower(id)})
		}
	}
}

// placesOf returns what answers show to be in a subnet or behind a network interface, by its ID.
func placesOf(found []Answer) map[string][]*Above {
	places := map[string][]*Above{}
	for i := range found {
		for j := range found[i].places {
			p := &found[i].places[j]
			places[p.id] = append(places[p.id], &p.Above)
		}
	}
	return places
}

// nodes returns those of the nodes that have the thing, by what it names and by where they are. They are the keys of pools.
func (t *thing) nodes(places map[string][]*Above, pools map[string]string) []string {
	own := map[string]bool{}
	for _, id := range t.ids {
		own[parseID(id).node()] = true
		for _, p := range places[id] {
			if own[p.Node] = true; p.Node != "" {
				continue
			}
			for name, pool := range pools {
				own[name] = own[name] || p.of(name, pool)
			}
		}
	}
	var have []string
	for name, has := range own {
		if _, known := pools[name]; known && has {
			have = append(have, name)
		}
	}
	slices.Sort(have)
	return have
}

// ofNodes returns the facts about a thing as those about nodes. Where no node is known to have it, no check looks at one: what a
// network security group does is shown, as something that is not clear.
func (t *thing) ofNodes(facts []snapshot.Fact, nodes []string) []snapshot.Fact {
	var all []snapshot.Fact
	for _, f := range facts {
		for _, f.Node = range nodes {
			all = append(all, f)
		}
		if len(nodes) == 0 && f.Source == sourceSecurityGroup {
			f.Type, f.Status = UnclearRules, string(unclear)
			all = append(all, f)
		}
	}
	return all
}
