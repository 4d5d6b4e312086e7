package answers

import (
	"cmp"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// vm adds what an answer about a VM says: that it exists, and what its instance view or else its model
// says of it.
func (r *reading) vm(o object) {
	id := parseID(o.text("id"))
	node := cmp.Or(nodeWord(o.child("osprofile").text("computername")), nodeWord(o.child("instanceview").text("computername")),
		id.node(), nodeOfVM(o.text("name")), r.command.node(), Unnamed)
	r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "Exists", Status: "True", Message: vmText(o), Time: o.time("timecreated")})
	r.place(Above{Fact: snapshot.Fact{Node: node}}, o.child("networkprofile").ids("networkinterfaces")...)
	r.ofScaleSet = r.ofScaleSet || id.scaleSet != ""
	if r.list && r.command.name == listInstances && !r.command.selects() && node != Unnamed {
		r.listed(id.scaleSet, node)
	}
	view := o.child("instanceview")
	if isView(view) {
		r.view(view, node)
	}
	// "az vm show -d" writes the state of the power as a word for people.
	if power, ok := strings.CutPrefix(o.text("powerstate"), "VM "); ok && !view.lists("statuses") {
		r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "PowerState", Status: strings.ToLower(power)})
		r.viewed = true
	}
	if state := strings.ToLower(o.text("provisioningstate")); state != "" && !view.lists("statuses") {
		r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "ProvisioningState", Status: state})
	}
}

// vmText says what identifies a VM within its scale set.
func vmText(o object) string {
	var parts []string
	if id := o.text("instanceid"); id != "" {
		parts = append(parts, "instance ID "+id)
	}
	if zones := o.texts("zones"); len(zones) > 0 {
		parts = append(parts, "zone "+strings.Join(zones, ", "))
	}
	if o.text("latestmodelapplied") == "false" {
		parts = append(parts, "not of the latest model of its scale set")
	}
	return strings.Join(parts, "; ")
}

// listInstances prints all VMs of a scale set. Only the command shows that a list has all of them, and
// not those that somebody has chosen.
const listInstances = "az vmss list-instances"

// listed notes that a list of a scale set's VMs has one.
func (r *reading) listed(scaleSet, node string) {
	if r.instances == nil {
		r.instances = map[string][]string{}
	}
	r.instances[scaleSet] = append(r.instances[scaleSet], node)
}
