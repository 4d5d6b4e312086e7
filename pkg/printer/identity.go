package printer

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// nodeUnread is the entry of a node that is known by name only.
const nodeUnread = "NodeUnread"

// identity says what the node is and where it is in Azure.
func (p *page) identity(d *repair.Diagnosis, f *repair.Finding) {
	p.fields(0, identityFields(d, f))
}

func identityFields(d *repair.Diagnosis, f *repair.Finding) []field {
	id := f.Provider.ID
	if f.Provider.Inferred {
		id = "none; its place in Azure is inferred from its name and from the other nodes"
	}
	return []field{
		{label: "Node:", text: f.Node},
		{label: "Pool:", text: f.Pool},
		{label: "Zone:", text: f.Zone},
		{label: "OS:", text: f.OS},
		{label: "Size:", text: f.Size},
		{label: "Kubelet version:", text: f.Kubelet},
		{label: "Node resource group:", text: f.Provider.ResourceGroup},
		{label: "Scale set:", text: f.Provider.ScaleSet},
		{label: "Instance ID:", text: f.Provider.InstanceID},
		{label: "Virtual machine:", text: f.Provider.VM},
		{label: "Subscription:", text: f.Provider.SubscriptionID},
		{label: "Provider ID:", text: id},
		{label: "UID:", text: f.UID},
		{label: "Taints:", text: strings.Join(f.Taints, ", ")},
		{label: "Source:", text: source(d)},
	}
}

// condition says since when the node is what it is, and who says so.
func (p *page) condition(d *repair.Diagnosis, f *repair.Finding) {
	p.heading("Condition")
	list := conditionFields(d, f)
	list[0].ink = p.bad
	if ready(f) {
		list[0].ink = p.good
	}
	p.fields(2, list)
}

func conditionFields(d *repair.Diagnosis, f *repair.Finding) []field {
	c, status := f.Condition, f.Condition.Status
	switch {
	case f.State == repair.Removed && status == "":
		status = "the Node object is gone"
	case slices.Contains(f.Entries, nodeUnread):
		status = "the Node object was not read"
	case status == "":
		status = "the node has no Ready condition"
	case c.LastTransition != nil:
		status += " since " + stamp(c.LastTransition.Time) + " (" + age(d.TakenAt.Sub(c.LastTransition.Time)) + ")"
	}
	list := []field{
		{label: "Ready:", text: status},
		{label: "Reason:", text: c.Reason},
		{label: "Message:", text: c.Message},
	}
	if !ready(f) {
		list = append(list, field{label: "NotReady for:", text: since(f)})
	}
	return append(list, field{label: "Signs of life:", text: heartbeat(d, f)})
}

// since is the outage with its evidence.
func since(f *repair.Finding) string {
	if f.NotReadySince == nil {
		return ""
	}
	text := age(f.NotReadyFor.Duration) + ", since " + stamp(f.NotReadySince.Time)
	if f.AtLeast {
		return "at least " + text + "; the outage may be older than what can be seen"
	}
	return text
}
