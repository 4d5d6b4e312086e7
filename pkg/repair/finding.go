package repair

import (
	"cmp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// reportedCase is the case of a finding with what was concluded.
type reportedCase struct {
	nodeCase
	verdict
}

// add reports one node, without what the table's checks conclude.
func (x *Examination) add(k nodeCase) {
	c, t := x.view, x.table
	v, found := c.judge(k, t), c.signals(k, t)
	f := diagnosis.Finding{Node: k.name, State: v.state, Signals: found, Next: c.expect(k, v), Steps: []diagnosis.Step{}}
	f.Entries = v.entries(entriesOf(found, knowledge.RoleCause, t), append(entriesOf(found, knowledge.RoleSymptom, t), k.limits()...), t)
	f.Cause = v.cause(f.Entries[0])
	if len(v.reasons) > 0 {
		f.Reason = v.reasons[0]
	}
	for _, a := range k.attempts {
		f.Attempts = append(f.Attempts, a.Attempt)
	}
	reports.AddOperations(&f, c.operations[k.name])
	if e := v.newestError; e != nil {
		f.Code, f.Details, f.Unknown, f.Outer = e.Code, e.Details, e.UnknownCodes(), e.Match.Outer
	}
	identify(&f, c, k)
	setOutage(&f, c, k)
	k.history(&f)
	x.reported[k.name] = reportedCase{k, v}
	x.result.Findings = append(x.result.Findings, f)
}

// judge fills in what the table's checks conclude of a finding's node, with a judge that becomes that of the
// node, and its timeline. It does so once: the case of the node is forgotten.
func (x *Examination) judge(f *diagnosis.Finding, n *judge.Node) {
	c, r := x.view, x.reported[f.Node]
	delete(x.reported, f.Node)
	c.setKnown(n, r.nodeCase, r.verdict, x.others)
	n.NotOfAzure = c.nothingOfAzure
	if f.State != diagnosis.Recovered && f.State != diagnosis.Healthy {
		f.Down, f.Repair = x.down(f, r.verdict, n), x.repair(r.verdict, n)
	}
	if r.node == nil && c.pagesOnly && f.Down != nil && f.Down.Basis == diagnosis.BasisUnknown {
		f.Down = nil // nothing says that the node is down
	}
	f.Settled = n.Settled(x.table.Find(f.Entries))
	if x.hasPages() {
		f.Timeline = timeline(r.nodeCase, f.Signals)
	}
}

// limits returns the entries for what the sequence does not have for this node.
func (k nodeCase) limits() []string {
	if len(k.current) > 0 && osOf(k.node) == "windows" {
		return []string{reasonWindowsNoRedeploy}
	}
	return nil
}

// identify fills in what the Node object says about itself, or what its name shows.
func identify(f *diagnosis.Finding, c *clusterView, k nodeCase) {
	n := k.node
	if n == nil {
		f.Machine = machine.Infer(k.name, c.groupOf(k.name))
		return
	}
	f.UID, f.OS, f.Kubelet, f.Runtime = string(n.UID), osOf(n), n.Status.NodeInfo.KubeletVersion, n.Status.NodeInfo.ContainerRuntimeVersion
	f.Pool, f.Zone, f.Size = n.Labels[snapshot.LabelPool], n.Labels[corev1.LabelTopologyZone], n.Labels[corev1.LabelInstanceTypeStable]
	f.Mode = n.Labels[labelMode]
	f.Machine = machine.Parse(n.Spec.ProviderID)
	if n.Spec.ProviderID == "" {
		f.Machine = machine.Infer(k.name, c.groupOf(k.name))
	}
	f.Heartbeat = c.leases.Of(n)
	for _, taint := range n.Spec.Taints {
		f.Taints = append(f.Taints, taint.ToString())
	}
	if r := snapshot.ReadyCondition(n); r != nil {
		f.Condition = diagnosis.Condition{Status: string(r.Status), Reason: r.Reason, Message: r.Message}
		if !r.LastTransitionTime.IsZero() {
			f.Condition.LastTransition = r.LastTransitionTime.DeepCopy()
		}
	}
}

// setOutage fills in since when the node has been down.
func setOutage(f *diagnosis.Finding, c *clusterView, k nodeCase) {
	if k.outage.since.IsZero() {
		return
	}
	since := metav1.NewTime(k.outage.since)
	f.NotReadySince, f.AtLeast = &since, k.outage.atLeast
	f.NotReadyFor = metav1.Duration{Duration: max(0, c.takenAt.Sub(k.outage.since))}
}

// values returns the table's variables that the finding has values for. The cluster's name
// and group come from the form MC_<group>_<cluster>_<region> of the node resource group,
// only where it can be read in one way and ends in the region that a node of the group says it
// is in. What a node that is gone cannot say any more comes from a node of its scale set.
func (x *Examination) values(f *diagnosis.Finding) map[string]string {
	n := x.view.nodes[f.Node]
	if n == nil {
		n = x.view.sibling(f.Node)
	}
	values := map[string]string{
		"NODE": f.Node, "POOL": f.Pool, "SUBSCRIPTION": f.Machine.SubscriptionID, "NODE_RG": f.Machine.ResourceGroup,
		"VMSS": f.Machine.ScaleSet, "INSTANCE_ID": f.Machine.InstanceID, "VM": f.Machine.VM,
	}
	if n == nil {
		return values
	}
	values["POOL"] = cmp.Or(f.Pool, n.Labels[snapshot.LabelPool])
	parts, region := strings.Split(f.Machine.ResourceGroup, "_"), n.Labels[corev1.LabelTopologyRegion]
	if len(parts) == 4 && strings.EqualFold(parts[0], "MC") && region != "" && strings.EqualFold(parts[3], region) {
		values["CLUSTER_RG"], values["CLUSTER"] = parts[1], parts[2]
	}
	return values
}

// sibling returns the node that shows what is true of the scale set of a node which is gone or
// has no provider ID: the first by name, so that every source gives the same; nil when it was not read.
func (c *clusterView) sibling(node string) *corev1.Node {
	scaleSet, _ := snapshot.ScaleSetOf(node)
	return c.nodes[c.siblings()[scaleSet]]
}

// groupOf returns the subscription and the resource group of a node that does not say it.
func (c *clusterView) groupOf(node string) diagnosis.Machine {
	if n := c.sibling(node); n != nil {
		if m := machine.Parse(n.Spec.ProviderID); m.ResourceGroup != "" {
			return m
		}
	}
	return c.group
}
