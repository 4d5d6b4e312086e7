package answers

import (
	"strings"

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
		switch {
		case o.child(part.member).text("id") != "":
			r.network(part.kind, present)
		case !r.partial:
			r.network(part.kind, missing)
		}
	}
	switch o.text("defaultoutboundaccess") {
	case "true":
		r.network("DefaultOutbound", "True")
	case "false":
		r.network("DefaultOutbound", "False")
	}
}

// balancer adds whether the load balancer of the nodes has its rule to the outside.
func (r *reading) balancer(o object) {
	switch {
	case len(o.list("outboundrules")) > 0:
		r.network("OutboundRule", present)
	case !r.partial && strings.EqualFold(o.text("name"), "kubernetes") && o.lists("outboundrules"):
		r.network("OutboundRule", missing)
	}
}

func (r *reading) network(kind, status string) {
	r.fact(snapshot.Fact{Source: sourceNetwork, Type: kind, Status: status})
}

// lock adds a lock. One on a single scale set is about its VMs, any other about all of them.
func (r *reading) lock(o object) {
	scope, _, _ := strings.Cut(strings.ToLower(o.text("id")), "/providers/microsoft.authorization/")
	target := parseID(scope)
	f := snapshot.Fact{Node: target.node(), Source: sourceLock, Type: "Lock", Status: o.text("level"), Reason: o.text("name")}
	if target.scaleSet != "" && target.vm == "" {
		f.Reason = scrub(f.Reason)
		r.above = append(r.above, Above{Fact: f, ScaleSet: target.scaleSet})
		return
	}
	r.fact(f)
}
