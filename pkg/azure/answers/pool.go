package answers

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// pool adds what AKS says of a node pool.
func (r *reading) pool(o object) {
	name := strings.ToLower(cmp.Or(o.text("name"), parseID(o.text("id")).pool))
	if name == "" { // it was cut off
		return
	}
	add := func(f snapshot.Fact) {
		f.Source, f.Message, f.Reason = sourcePool, scrub.Text(f.Message), scrub.Text(f.Reason)
		r.above = append(r.above, Above{Fact: f, Pool: name})
	}
	r.place(Above{Pool: name}, o.text("vnetsubnetid"))
	if f, ok := provisioning(o); ok {
		add(f)
	}
	if power := o.child("powerstate").text("code"); power != "" {
		add(snapshot.Fact{Type: "PowerState", Status: power, Message: poolText(o)})
	}
}

// provisioning returns the state of what AKS last did to a pool or a cluster, with the error of it.
func provisioning(o object) (f snapshot.Fact, ok bool) {
	state := o.text("provisioningstate")
	f = snapshot.Fact{Type: "ProvisioningState", Status: state}
	if e := o.child("status").child("provisioningerror"); e != nil && state != "Succeeded" {
		if inner := e.child("error"); inner != nil {
			e = inner
		}
		f.Reason, f.Message = e.text("code"), e.text("message")
		if f.Reason == "" {
			f.Reason = innerCode(f.Message)
		}
	}
	return f, state != ""
}

// poolText says how many nodes a pool has and may have.
func poolText(o object) string {
	var parts []string
	if n := o.text("count"); n != "" {
		parts = append(parts, "count "+n)
	}
	if o.text("enableautoscaling") == "true" {
		parts = append(parts, fmt.Sprintf("autoscaler from %s to %s", o.text("mincount"), o.text("maxcount")))
	}
	if strings.EqualFold(o.text("scalesetpriority"), "Spot") {
		parts = append(parts, "spot")
	}
	return strings.Join(parts, "; ")
}

// scaleSet adds what Compute says of a scale set.
func (r *reading) scaleSet(o object) {
	name := strings.ToLower(cmp.Or(parseID(o.text("id")).scaleSet, o.text("name"), r.command.option("name")))
	if name == "" {
		return
	}
	add := func(f snapshot.Fact) {
		f.Message = scrub.Text(f.Message)
		r.above = append(r.above, Above{Fact: f, ScaleSet: name})
	}
	state := strings.ToLower(o.text("provisioningstate"))
	f := snapshot.Fact{Source: sourceScaleSet, Type: "ProvisioningState", Status: state}
	for _, s := range o.list("statuses") {
		if code, ok := strings.CutPrefix(strings.ToLower(s.text("code")), "provisioningstate/"); ok {
			f.Status, f.Reason, _ = strings.Cut(code, "/")
			f.Message, f.Time = s.text("message"), s.time("time")
			f.Reason = codeOr(f.Reason, f.Message)
		}
	}
	if f.Status != "" {
		add(f)
	}
	cards := o.child("virtualmachineprofile").child("networkprofile")
	for _, n := range cards.list("networkinterfaceconfigurations") {
		r.place(Above{ScaleSet: name}, subnetsOf(n)...)
	}
	switch {
	case strings.Contains(poolsText(cards), "/"+strings.ToLower(outboundPool)):
		add(snapshot.Fact{Source: sourceNetwork, Type: "OutboundPool", Status: present})
	case !r.partial && cards.lists("networkinterfaceconfigurations"):
		add(snapshot.Fact{Source: sourceNetwork, Type: "OutboundPool", Status: missing})
	}
}

// poolsText returns the IDs of the backend pools that the network interfaces of a model are in, in lower case.
func poolsText(cards object) string {
	var ids []string
	for _, n := range cards.list("networkinterfaceconfigurations") {
		for _, c := range n.list("ipconfigurations") {
			ids = append(ids, c.ids("loadbalancerbackendaddresspools")...)
		}
	}
	return strings.Join(ids, " ")
}
