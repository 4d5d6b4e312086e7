package printer

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// nodeUnread is the entry of a node that is known by name only.
const nodeUnread = "NodeUnread"

// identity says what the node is and where it is in Azure.
func (p *page) identity(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	p.fields(0, identityFields(d, f))
}

func identityFields(d *diagnosis.Diagnosis, f *diagnosis.Finding) []field {
	id := f.Machine.ID
	if f.Machine.Inferred {
		id = "none; its place in Azure is inferred from its name and from the other nodes"
	}
	return []field{
		{label: "Node:", text: f.Node},
		{label: "Pool:", text: f.Pool},
		{label: "Zone:", text: f.Zone},
		{label: "OS:", text: f.OS},
		{label: "Size:", text: f.Size},
		{label: "Kubelet version:", text: f.Kubelet},
		{label: "Node resource group:", text: f.Machine.ResourceGroup},
		{label: "Scale set:", text: f.Machine.ScaleSet},
		{label: "Instance ID:", text: f.Machine.InstanceID},
		{label: "Virtual machine:", text: f.Machine.VM},
		{label: "Subscription:", text: f.Machine.SubscriptionID},
		{label: "Provider ID:", text: id},
		{label: "UID:", text: f.UID},
		{label: "Taints:", text: strings.Join(f.Taints, ", ")},
		{label: "Source:", text: source(d)},
	}
}

// condition says since when the node is what it is, and who says so.
func (p *page) condition(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	p.heading("Condition")
	list := conditionFields(d, f)
	list[0].ink = p.bad
	if ready(f) {
		list[0].ink = p.good
	}
	p.fields(2, list)
}

func conditionFields(d *diagnosis.Diagnosis, f *diagnosis.Finding) []field {
	c, status := f.Condition, f.Condition.Status
	switch {
	case f.State == diagnosis.Removed && status == "":
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
func since(f *diagnosis.Finding) string {
	if f.NotReadySince == nil {
		return ""
	}
	text := age(f.NotReadyFor.Duration) + ", since " + stamp(f.NotReadySince.Time)
	if f.AtLeast {
		return "at least " + text + "; the outage may be older than what can be seen"
	}
	return text
}
