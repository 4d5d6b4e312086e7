package repair

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// sourceCluster is the source of what the diagnosis itself has counted. Checks name its types:
//
//	NodeObject    Present, Gone, Unknown (it was not read)
//	EverReady     True, False
//	Kubelet       Reporting (it writes its status or its lease), Silent
//	Registered    Again (the Node object is younger than events of its name), Before
//	Outages       Several, One: how often the node became NotReady, as far as events reach
//	OthersDown    None, Some, Most, All: the other nodes of the cluster
//	SameError     Alone, Several: nodes whose newest error has the same code
//	OtherRepairs  Succeeded (another node's step ended without an error after this error), None
//	LastAction    Reboot, Reimage, Redeploy, with the reason Started, Ended or Failed
//	MachineKind   ScaleSetInstance, VM, Malformed, Other (not of Azure), None, as the provider ID says
//	Verdict       the state, and each reason why nothing was tried or seen
//	Events        Whole, Cut: whether the events reach back to before the outage
const sourceCluster = "cluster"

// others is what the other nodes of the cluster say about a repair.
type others struct {
	errors map[string]int // nodes by the code of their newest error
	// node is where the newest step without an error ended, and ended when; elsewhere is when the
	// newest one on any other node did.
	node             string
	ended, elsewhere time.Time
}

// newOthers gathers what the nodes say about each other's repairs.
func newOthers(cases []nodeCase) others {
	o := others{errors: map[string]int{}}
	for _, k := range cases {
		if e := newestError(k.current); e != nil {
			o.errors[e.Code]++
		}
		for _, a := range k.attempts {
			if a.End != nil && !a.Failed() {
				o.add(k.name, a.End.Time)
			}
		}
	}
	return o
}

// add notes that a step ended without an error.
func (o *others) add(node string, ended time.Time) {
	switch {
	case node == o.node && ended.After(o.ended):
		o.ended = ended
	case node == o.node:
	case ended.After(o.ended):
		o.node, o.ended, o.elsewhere = node, ended, o.ended
	case ended.After(o.elsewhere):
		o.elsewhere = ended
	}
}

// addCounted adds what was counted, as evidence on one node.
func (c *clusterView) addCounted(items []pattern.Item, k nodeCase, v verdict, o others) []pattern.Item {
	add := func(kind, status, reason string, at time.Time) {
		items = append(items, pattern.Item{Source: sourceCluster, Type: kind, Status: status, Reason: reason, Time: at})
	}
	add("NodeObject", c.nodeObject(k), "", time.Time{})
	add("Events", pick(c.eventsListed && !k.outage.atLeast && c.eventsReach(k.start()), "Whole", "Cut"), "", time.Time{})
	for _, verdict := range append([]string{string(v.state)}, v.reasons...) {
		items = append(items, pattern.Item{Source: sourceCluster, Type: "Verdict", Status: verdict})
	}
	if k.node != nil {
		add("MachineKind", machine.Kind(k.node.Spec.ProviderID), "", time.Time{})
		add("Kubelet", c.kubelet(k.node), "", time.Time{})
		if snapshot.Ready(k.node) || !k.outage.since.IsZero() {
			add("EverReady", pick(k.outage.neverReady, "False", "True"), "", time.Time{})
		}
		add("Registered", pick(k.registeredAgain(), "Again", "Before"), "", k.node.CreationTimestamp.Time)
		add("Outages", pick(len(k.outages) > 1, "Several", "One"), "", time.Time{})
	}
	if c.wholeCluster() {
		add("OthersDown", c.othersDown(k), "", time.Time{})
	}
	if len(k.current) > 0 {
		newest := newestAttempt(k.current)
		add("LastAction", string(newest.Action), outcome(newest), newest.Last)
	}
	if e := v.newestError; e != nil && c.eventsListed && len(c.names) == 0 {
		add("SameError", pick(o.errors[e.Code] > 1, "Several", "Alone"), "", time.Time{})
		add("OtherRepairs", pick(o.succeeded(k.name, e.Attempt.Error.Time), "Succeeded", "None"), "", time.Time{})
	}
	return items
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// succeeded reports whether a step on another node ended without an error after a time.
func (o others) succeeded(except string, after time.Time) bool {
	if except == o.node {
		return o.elsewhere.After(after)
	}
	return o.ended.After(after)
}

func (c *clusterView) nodeObject(k nodeCase) string {
	switch {
	case k.node != nil:
		return "Present"
	case c.mayExist(k.name):
		return "Unknown"
	default:
		return "Gone"
	}
}

// kubelet says whether the kubelet is alive: it writes False itself, and others write Unknown
// for it. A fresh lease is a sign of life whatever the condition says.
func (c *clusterView) kubelet(n *corev1.Node) string {
	ready := snapshot.ReadyCondition(n)
	lease, known := c.leases[n.Name]
	switch {
	case known && c.takenAt.Sub(lease.Time).Abs() <= leaseFresh:
		return "Reporting"
	case ready == nil, ready.Status == snapshot.StatusNotReady:
		return "Unknown"
	case ready.Status == corev1.ConditionUnknown:
		return "Silent"
	case known:
		return "Unknown" // the condition says one thing and the lease another
	default:
		return "Reporting"
	}
}

// registeredAgain reports whether the VM came back under the same name.
func (k nodeCase) registeredAgain() bool { return len(k.previous) > 0 }

func (c *clusterView) othersDown(k nodeCase) string {
	total, down := c.total, c.total-c.ready
	if k.node != nil {
		total--
		if !snapshot.Ready(k.node) {
			down--
		}
	}
	switch {
	case down == 0:
		return "None"
	case down == total:
		return "All"
	case 2*down > total:
		return "Most"
	default:
		return "Some"
	}
}

func outcome(a attempts.Attempt) string {
	switch {
	case a.Failed():
		return "Failed"
	case a.End != nil:
		return "Ended"
	default:
		return "Started"
	}
}
