package repair_test

import (
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// choices turns bytes into decisions. After the last byte every decision is the first one.
type choices struct{ data []byte }

func (c *choices) next() int {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b)
}

func pick[T any](c *choices, of ...T) T { return of[c.next()%len(of)] }

// moment returns a time near the base, far from it in either direction, or none.
func (c *choices) moment(base time.Time) time.Time {
	unit, n := pick(c, time.Minute, time.Second, time.Hour, 0), c.next()
	switch {
	case n == 0:
		return time.Time{}
	case unit == 0:
		return base.AddDate(10*(n-128), 0, 0)
	default:
		return base.Add(time.Duration(n-128) * unit)
	}
}

func (c *choices) node(base time.Time, text string) corev1.Node {
	n := corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: pick(c, "a", "b", "c", text), CreationTimestamp: metav1.NewTime(c.moment(base)),
			Labels: map[string]string{pick(c, "kubernetes.azure.com/agentpool", corev1.LabelOSStable, "topology.kubernetes.io/zone"): pick(c, "x", "windows", text)},
		},
		Spec: corev1.NodeSpec{ProviderID: pick(c, "", text, "azure:///subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/v/virtualMachines/1")},
	}
	for range c.next() % 4 {
		n.Status.Conditions = append(n.Status.Conditions, corev1.NodeCondition{
			Type:    pick[corev1.NodeConditionType](c, corev1.NodeReady, corev1.NodeDiskPressure, corev1.NodeConditionType(text)),
			Status:  pick(c, corev1.ConditionUnknown, corev1.ConditionFalse, corev1.ConditionTrue, corev1.ConditionStatus(text)),
			Reason:  pick(c, "NodeStatusUnknown", "NodeStatusNeverUpdated", text),
			Message: text, LastTransitionTime: metav1.NewTime(c.moment(base)), LastHeartbeatTime: metav1.NewTime(c.moment(base)),
		})
	}
	for range c.next() % 3 {
		added := metav1.NewTime(c.moment(base))
		n.Spec.Taints = append(n.Spec.Taints, corev1.Taint{
			Key: pick(c, corev1.TaintNodeUnreachable, corev1.TaintNodeNotReady, text), TimeAdded: pick(c, &added, nil),
		})
	}
	return n
}

func (c *choices) event(base time.Time, text string) corev1.Event {
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: pick(c, "1", "2", "3", text), Namespace: pick(c, "default", "kube-system"), CreationTimestamp: metav1.NewTime(c.moment(base))},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: pick(c, "a", "b", "c", text)},
		Reason: pick(c, "NodeRebootStart", "NodeRebootEnd", "NodeRebootError", "NodeReimageStart", "NodeReimageError",
			"NodeRedeployStart", "NodeRedeployError", "NodeNotReady", "NodeReady", text),
		Message:        pick(c, "", "Node auto-repair reboot action failed due to an operation failure: ", "operation failure: VMNotFound ") + text,
		FirstTimestamp: metav1.NewTime(c.moment(base)), LastTimestamp: metav1.NewTime(c.moment(base)),
		EventTime: metav1.NewMicroTime(c.moment(base)), Count: int32(c.next()) - 1,
	}
}

func (c *choices) snapshot(text string) (*snapshot.Snapshot, repair.Options) {
	base := time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC)
	s := &snapshot.Snapshot{
		TakenAt: pick(c, base, c.moment(base)), NodesListed: c.next()%4 != 1, EventsListed: c.next()%4 != 1,
		Selection: pick(c, snapshot.Selection{}, snapshot.Selection{Names: []string{"a", "z", text}}, snapshot.Selection{Selector: "x=y"}),
	}
	for range c.next() % 6 {
		s.Nodes = append(s.Nodes, c.node(base, text))
	}
	for i := range s.Nodes {
		if n := &s.Nodes[i]; c.next()%8 != 1 {
			s.Scan = append(s.Scan, snapshot.NodeStatus{Name: n.Name, Ready: snapshot.Ready(n) != (c.next()%8 == 1), Pool: "p"})
		}
	}
	for range c.next() % 24 {
		s.Events = append(s.Events, c.event(base, text))
	}
	return s, repair.Options{NotReadyFor: pick(c, 5*time.Minute, 0), Since: pick(c, 0, time.Hour), Until: pick(c, time.Time{}, c.moment(base))}
}

// FuzzDiagnose makes snapshots that no cluster would give, and some that one would. What
// holds of every diagnosis holds of theirs, whatever the order of nodes and events.
func FuzzDiagnose(f *testing.F) {
	for i := range byte(24) {
		seed := make([]byte, 600)
		for j := range seed {
			seed[j] = byte(j)*i + i
		}
		f.Add(seed, "ARM ErrorCode: VMExtensionProvisioningError")
	}
	f.Add([]byte{}, "")
	f.Add([]byte{1, 2, 3, 0, 0, 1, 5, 5, 5}, "\x00\xff{\"code\":\"\u202e\"}")
	// Of two events with one name, about two nodes, the order of the events chose one.
	f.Add([]byte("\x8a\x9c\xae\xc0\xd2\xe4\xf6\b\x1a,>Pbt\x86\x98\xaa\xbc\xce\xe0\xf2\x04\x16(:L^p\x82\x94\xa6\xb8\xcaܤ\xa4\xa4\xa4\xee\x006"),
		"\xf6PM QrrorCode: VMExtensionP\xff\x00\x00\x00ro\xf6iP\xff\x00ningE\xff\x00\x00\x00")
	// A node that was made after the time asked for was expected to have a finding.
	f.Add([]byte{6: 161, 13: 17, 28: 106, 33: 221, 51: 235, 56: 117, 64: 175, 71: 103, 76: 241, 83: 169, 88: 51, 89: 235}, "")
	table := table(f)
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		s, o := (&choices{data}).snapshot(text)
		d := repair.Examine(s, table, o).Diagnosis()
		checkInvariants(t, d, table)
		checkCoverage(t, s, o.Until, d)
		distinct := distinctNodes(s.Nodes)
		want := asJSON(t, d)
		slices.Reverse(s.Events)
		if distinct {
			slices.Reverse(s.Nodes)
			slices.Reverse(s.Scan)
		}
		if got := asJSON(t, repair.Examine(s, table, o).Diagnosis()); got != want {
			t.Errorf("in another order\n%s\nis\n%s", want, got)
		}
	})
}

func distinctNodes(nodes []corev1.Node) bool {
	seen := map[string]bool{}
	for i := range nodes {
		seen[nodes[i].Name] = true
	}
	return len(seen) == len(nodes)
}

// checkCoverage: no node is left out in silence. Each one that was asked for, and without
// names each one that is down, is a finding, a count below the threshold, or a gap. What a
// node was at a time before its data is one gap for all such nodes.
func checkCoverage(t *testing.T, s *snapshot.Snapshot, until time.Time, d *diagnosis.Diagnosis) {
	t.Helper()
	found := map[string]bool{}
	for _, f := range d.Findings {
		if found[f.Node] {
			t.Errorf("two findings on %q", f.Node)
		}
		found[f.Node] = true
	}
	grouped := 0
	for _, g := range d.Groups {
		grouped += len(g.Nodes)
	}
	if grouped != len(d.Findings) {
		t.Errorf("%d nodes in groups, %d findings", grouped, len(d.Findings))
	}
	down := map[string]bool{}
	for i := range s.Nodes {
		if n := &s.Nodes[i]; len(s.Selection.Names) == 0 {
			down[n.Name] = !snapshot.Ready(n) && !changedAfter(n, until)
		}
	}
	missing := 0
	for name, isDown := range down {
		if isDown && !found[name] {
			missing++
		}
	}
	// Of an earlier time it may be that a node was not there yet, or that a gap names it.
	if missing > d.Summary.Below && until.IsZero() {
		t.Errorf("%d nodes that are down have no finding, %d are counted below the threshold", missing, d.Summary.Below)
	}
	if names := distinctNames(s.Selection.Names); until.IsZero() && len(names) > len(d.Findings)+len(d.NotFound)+len(d.Gaps)-len(s.Gaps) {
		t.Errorf("%d nodes asked for, %d findings and %d gaps", len(names), len(d.Findings), len(d.Gaps))
	}
}

// changedAfter reports whether the node was made, or its Ready condition changed, after a time.
func changedAfter(n *corev1.Node, until time.Time) bool {
	c := snapshot.ReadyCondition(n)
	return !until.IsZero() && (n.CreationTimestamp.After(until) || (c != nil && c.LastTransitionTime.After(until)))
}

func distinctNames(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}
