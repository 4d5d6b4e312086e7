package repair

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// labelPool is the node pool of an AKS node.
// Source: https://learn.microsoft.com/azure/aks/use-labels
const labelPool = "kubernetes.azure.com/agentpool"

// add reports one node.
func (d *Diagnosis) add(c *clusterView, k nodeCase, t *knowledge.Table) {
	v, found := c.judge(k), c.signals(k, t)
	f := Finding{Node: k.name, State: v.state, Signals: found, Next: c.expect(k, v), Steps: []Step{}, Timeline: timeline(k, found)}
	f.Entries = v.entries(entriesOf(found, knowledge.RoleCause, t), append(entriesOf(found, knowledge.RoleSymptom, t), k.limits()...))
	f.Cause = v.cause(f.Entries[0])
	if len(v.reasons) > 0 {
		f.Reason = v.reasons[0]
	}
	for _, a := range k.attempts {
		f.Attempts = append(f.Attempts, a.Attempt)
	}
	if e := v.newestError; e != nil {
		f.Code, f.Details, f.Unknown, f.Outer = e.Code, e.Details, e.unknown(), e.match.Outer
	}
	f.identify(c, k)
	f.setOutage(c, k)
	d.Findings = append(d.Findings, f)
}

// limits are the entries for what the sequence does not have for this node.
func (k nodeCase) limits() []string {
	if len(k.current) > 0 && osOf(k.node) == "windows" {
		return []string{reasonWindowsNoRedeploy}
	}
	return nil
}

// identify fills in what the Node object tells of itself, or what its name tells.
func (f *Finding) identify(c *clusterView, k nodeCase) {
	n := k.node
	if n == nil {
		f.Provider = inferProvider(k.name, c.group)
		return
	}
	f.UID, f.OS, f.Kubelet = string(n.UID), osOf(n), n.Status.NodeInfo.KubeletVersion
	f.Pool, f.Zone, f.Size = n.Labels[labelPool], n.Labels[corev1.LabelTopologyZone], n.Labels[corev1.LabelInstanceTypeStable]
	f.Provider = parseProvider(n.Spec.ProviderID)
	if n.Spec.ProviderID == "" {
		f.Provider = inferProvider(k.name, c.group)
	}
	f.Heartbeat = c.heartbeat(n)
	for _, taint := range n.Spec.Taints {
		f.Taints = append(f.Taints, taint.ToString())
	}
	if r := snapshot.ReadyCondition(n); r != nil {
		f.Condition = Condition{Status: string(r.Status), Reason: r.Reason, Message: r.Message}
		if !r.LastTransitionTime.IsZero() {
			f.Condition.LastTransition = r.LastTransitionTime.DeepCopy()
		}
	}
}

func (f *Finding) setOutage(c *clusterView, k nodeCase) {
	if k.outage.since.IsZero() {
		return
	}
	since := metav1.NewTime(k.outage.since)
	f.NotReadySince, f.AtLeast = &since, k.outage.atLeast
	f.NotReadyFor = metav1.Duration{Duration: max(0, c.takenAt.Sub(k.outage.since))}
}

// values are the table's variables that the finding tells. The cluster's name and group
// come from the form MC_<group>_<cluster>_<region> of the node resource group, only where
// it can be read in one way and ends in the region that the node says it is in.
func (f *Finding) values(n *corev1.Node) map[string]string {
	values := map[string]string{
		"NODE": f.Node, "POOL": f.Pool, "SUBSCRIPTION": f.Provider.SubscriptionID, "NODE_RG": f.Provider.ResourceGroup,
		"VMSS": f.Provider.ScaleSet, "INSTANCE_ID": f.Provider.InstanceID, "VM": f.Provider.VM,
	}
	parts := strings.Split(f.Provider.ResourceGroup, "_")
	if n != nil && len(parts) == 4 && strings.EqualFold(parts[0], "MC") && n.Labels[corev1.LabelTopologyRegion] != "" &&
		strings.EqualFold(parts[3], n.Labels[corev1.LabelTopologyRegion]) {
		values["CLUSTER_RG"], values["CLUSTER"] = parts[1], parts[2]
	}
	return values
}
