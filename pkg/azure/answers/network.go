package answers

import (
	"path"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The statuses of what the way out of the nodes is made of.
const (
	present = "Present"
	missing = "Missing"
)

// subnet adds which ways out a subnet has. In an answer that is not whole nothing is missing.
func (r *reading) subnet(o object) {
	for _, part := range []struct{ member, kind string }{{"natgateway", "NATGateway"}, {"routetable", "RouteTable"}} {
		switch id := o.child(part.member).text("id"); {
		case id != "":
			r.network(part.kind, present, path.Base(id))
		case !r.partial:
			r.network(part.kind, missing, "")
		}
	}
	switch o.text("defaultoutboundaccess") {
	case "true":
		r.network("DefaultOutbound", "True", "")
	case "false":
		r.network("DefaultOutbound", "False", "")
	}
}

// routeTable adds where a route table sends what goes to the internet. One without such a route says nothing where routes of a
// gateway are added to it. Routes for a part of the internet decide before the one for all of it: then it is not known to be lost.
func (r *reading) routeTable(o object) {
	name, hop, parts, lost := o.text("name"), missing, false, false
	if r.partial || !o.lists("routes") {
		return // what is missing can decide
	}
	for _, route := range o.list("routes") {
		prefix, next := strings.ToLower(route.text("addressprefix")), route.text("nexthoptype")
		switch {
		case prefix == "0.0.0.0/0":
			hop = next
		case covers(prefix, "internet") != none:
			parts, lost = true, lost || strings.EqualFold(next, "None")
		}
	}
	drops := strings.EqualFold(hop, "None")
	if hop == "" || lost || parts && (drops || hop == missing) || hop == missing && o.text("disablebgproutepropagation") != "true" {
		return
	}
	r.network("DefaultRoute", hop, name)
}

// card adds whether the network interface of a VM of its own is in the backend pool for the way out. That it is not proves
// nothing: a pool can have addresses in place of interfaces.
func (r *reading) card(o object) {
	for _, c := range o.list("ipconfigurations") {
		for _, p := range c.list("loadbalancerbackendaddresspools") {
			if strings.EqualFold(path.Base(p.text("id")), outboundPool) {
				r.network("OutboundPool", present, "")
				return
			}
		}
	}
}

// outboundPool is the backend pool of the load balancer whose members have its outbound rule.
const outboundPool = "aksOutboundBackendPool"

// balancer adds whether the load balancer of the nodes has its rule to the outside.
func (r *reading) balancer(o object) {
	switch {
	case len(o.list("outboundrules")) > 0:
		r.network("OutboundRule", present, "")
	case !r.partial && strings.EqualFold(o.text("name"), "kubernetes") && o.lists("outboundrules"):
		r.network("OutboundRule", missing, "")
	}
}

// network adds a fact about the network of the nodes that the answer is about, of all where that is not known.
func (r *reading) network(kind, status, name string) {
	r.ofNodes(snapshot.Fact{Source: sourceNetwork, Type: kind, Status: status, Reason: name})
}

// ofNodes adds a fact about the nodes that the answer is about.
func (r *reading) ofNodes(f snapshot.Fact) {
	if len(r.nodes) == 0 {
		r.fact(f)
	}
	for _, f.Node = range r.nodes {
		r.fact(f)
	}
}

// lock adds a lock. One on a single scale set is about its VMs, any other about all of them.
func (r *reading) lock(o object) {
	scope, _, _ := strings.Cut(strings.ToLower(o.text("id")), "/providers/microsoft.authorization/")
	target := parseID(scope)
	f := snapshot.Fact{Node: target.node(), Source: sourceLock, Type: "Lock", Status: o.text("level"), Reason: o.text("name")}
	if target.scaleSet != "" && target.vm == "" {
		f.Reason = scrub.Text(f.Reason)
		r.above = append(r.above, Above{Fact: f, ScaleSet: target.scaleSet})
		return
	}
	r.fact(f)
}
