package wording

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// nodeUnread is the entry of a node that is known by name only.
const nodeUnread = "NodeUnread"

// IdentityFacts say what the node is and where it is in Azure.
func IdentityFacts(d *diagnosis.Diagnosis, f *diagnosis.Finding) []Fact {
	id := f.Machine.ID
	if f.Machine.Inferred {
		id = "none; its place in Azure is inferred from its name and from the other nodes"
	}
	return []Fact{
		{Label: "Node:", Text: f.Node},
		{Label: "Pool:", Text: f.Pool},
		{Label: "Zone:", Text: f.Zone},
		{Label: "OS:", Text: f.OS},
		{Label: "Size:", Text: f.Size},
		{Label: "Kubelet version:", Text: f.Kubelet},
		{Label: "Container runtime:", Text: f.Runtime},
		{Label: "Node resource group:", Text: f.Machine.ResourceGroup},
		{Label: "Scale set:", Text: f.Machine.ScaleSet},
		{Label: "Instance ID:", Text: f.Machine.InstanceID},
		{Label: "Virtual machine:", Text: f.Machine.VM},
		{Label: "Subscription:", Text: f.Machine.SubscriptionID},
		{Label: "Provider ID:", Text: id},
		{Label: "UID:", Text: f.UID},
		{Label: "Taints:", Text: strings.Join(f.Taints, ", ")},
		{Label: "Source:", Text: Source(d)},
	}
}

// ConditionFacts say since when the node is in its condition, and the evidence of it.
func ConditionFacts(d *diagnosis.Diagnosis, f *diagnosis.Finding) []Fact {
	c, status, tone := f.Condition, f.Condition.Status, ToneNote
	if Ready(f) {
		tone = ToneGood
	}
	switch {
	case f.State == diagnosis.Removed && status == "":
		status = "the Node object is gone"
	case status == "" && d.Origin.PagesOnly:
		status = "the page does not show it"
	case slices.Contains(f.Entries, nodeUnread):
		status = "the Node object was not read"
	case status == "":
		status = "the node has no Ready condition"
	case c.LastTransition != nil:
		status += " since " + Stamp(c.LastTransition.Time) + " (" + age(d.TakenAt.Sub(c.LastTransition.Time)) + ")"
	}
	list := []Fact{
		{"Ready:", status, tone},
		{Label: "Reason:", Text: c.Reason},
		{Label: "Message:", Text: c.Message},
	}
	if !Ready(f) {
		list = append(list, Fact{Label: "NotReady for:", Text: Since(f)})
	}
	return append(list, Fact{Label: "Signs of life:", Text: heartbeat(d, f)})
}
