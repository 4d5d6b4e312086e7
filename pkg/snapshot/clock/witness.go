package clock

import (
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// reportPeriod is within which a kubelet that lives writes its status, with some time to spare.
	// Source: https://kubernetes.io/docs/concepts/architecture/nodes/#heartbeats
	reportPeriod = 6 * time.Minute
	// agreement is how far apart the times of a dump can be that confirm each other: a kubelet of a
	// quiet node writes its status every five minutes.
	agreement = 5 * time.Minute
	// keptWitnesses is how many of the newest times are kept, each of another clock.
	keptWitnesses = 5
	// manyWitnesses is from how many witnesses on three have to agree, where two do for fewer.
	manyWitnesses = 20
	// enoughClocks is how many clocks there have to be to know which one is alone.
	enoughClocks = 3
	// enoughAlive is how many kubelets that live decide against a time that only one witness has.
	enoughAlive = 3
)

// witness is a time that a clock has shown.
type witness struct {
	// clock identifies the clock: all times of a kubelet are of one, an event of another component is of
	// its own.
	clock string
	// says names it in a sentence: "the kubelet of aks-1".
	says string
	at   time.Time
	// ofNode: it is a node or an event about one, which a snapshot keeps.
	ofNode bool
}

// Witnesses are the times in the objects of a cluster, and of the files they came from. The zero value
// has none. They take little memory, however many objects there are.
type Witnesses struct {
	// newest are the newest times, newest first, each of another clock.
	newest []witness
	// alive are the newest reports of kubelets whose node is not silent, newest first.
	alive []witness
	count int
	// oldest is the oldest time that an object shows.
	oldest time.Time
	// file is the newest time of a file.
	file witness
}

// Clone returns a copy that does not change.
func (w *Witnesses) Clone() *Witnesses {
	c := *w
	c.newest, c.alive = slices.Clone(w.newest), slices.Clone(w.alive)
	return &c
}

// Node notes the times in a node: its kubelet wrote those of its conditions, but for conditions that
// are Unknown, which are of the control plane like its taints.
func (w *Witnesses) Node(n *corev1.Node) {
	kubelet := kubeletOf(n.Name)
	server := witness{clock: "node/" + n.Name, says: "the Node " + n.Name, ofNode: true, at: n.CreationTimestamp.Time}
	w.note(server)
	for i := range n.Status.Conditions {
		c := &n.Status.Conditions[i]
		kubelet.at = snapshot.Later(kubelet.at, c.LastHeartbeatTime.Time)
		if c.Status == corev1.ConditionUnknown {
			server.at = snapshot.Later(server.at, c.LastTransitionTime.Time)
		} else {
			kubelet.at = snapshot.Later(kubelet.at, c.LastTransitionTime.Time)
		}
	}
	for i := range n.Spec.Taints {
		if added := n.Spec.Taints[i].TimeAdded; added != nil {
			server.at = snapshot.Later(server.at, added.Time)
		}
	}
	w.note(server)
	w.note(kubelet)
	if at := heartbeat(n); !at.IsZero() {
		kubelet.at = at
		w.alive = insert(w.alive, kubelet)
	}
}

// heartbeat returns when the kubelet of a node that is not silent last reported; zero for others.
func heartbeat(n *corev1.Node) time.Time {
	if c := snapshot.ReadyCondition(n); c != nil && c.Status != corev1.ConditionUnknown {
		return c.LastHeartbeatTime.Time
	}
	return time.Time{}
}

func kubeletOf(node string) witness {
	return witness{clock: "kubelet/" + node, says: "the kubelet of " + node, ofNode: true}
}

// Event notes the time of an event about any object. Those of a kubelet are of its clock.
func (w *Witnesses) Event(e *corev1.Event) {
	if w.saw(snapshot.LastSeen(e)) {
		w.newest = insert(w.newest, eventWitness(e))
	}
}

func eventWitness(e *corev1.Event) witness {
	one := witness{
		clock:  "event/" + string(e.UID) + e.Namespace + "/" + e.Name,
		says:   fmt.Sprintf("the event %s about %s", e.Reason, e.InvolvedObject.Name),
		ofNode: e.InvolvedObject.Kind == "Node",
	}
	if e.Source.Host != "" && snapshot.Component(e) == "kubelet" {
		one = kubeletOf(e.Source.Host)
	}
	one.at = snapshot.LastSeen(e)
	return one
}

// Lease notes when the kubelet of a node renewed its lease.
func (w *Witnesses) Lease(node string, at time.Time) {
	kubelet := kubeletOf(node)
	kubelet.at = at
	w.note(kubelet)
}

// Table notes the time of the newest row that the collector of a table of the cluster wrote.
func (w *Witnesses) Table(at time.Time) {
	w.note(witness{clock: "table", says: "the newest row of Container Insights", at: at})
}

// File notes when a file was written, which is unknown where an archive or a file system has no time:
// programs write the epoch then, or a time before Kubernetes existed.
func (w *Witnesses) File(name string, at time.Time) {
	if at.Year() >= firstYear && at.After(w.file.at) {
		w.file = witness{clock: "file", says: "the time of the file " + name, at: at}
	}
}

// Newest returns the newest time of all objects, of whatever clock; zero for none.
func (w *Witnesses) Newest() time.Time {
	if len(w.newest) == 0 {
		return time.Time{}
	}
	return w.newest[0].at
}

func (w *Witnesses) note(one witness) {
	if w.saw(one.at) {
		w.newest = insert(w.newest, one)
	}
}

// saw counts a time, and reports whether it can be among the newest. Most are not, and need no witness.
func (w *Witnesses) saw(at time.Time) bool {
	if at.IsZero() {
		return false
	}
	w.count++
	if w.oldest.IsZero() || at.Before(w.oldest) {
		w.oldest = at
	}
	return len(w.newest) < keptWitnesses || at.After(w.newest[keptWitnesses-1].at)
}

// insert puts a witness among the newest, newest first, one for each clock.
func insert(all []witness, one witness) []witness {
	i := slices.IndexFunc(all, func(w witness) bool { return w.clock == one.clock })
	switch {
	case i >= 0 && !one.at.After(all[i].at):
		return all
	case i >= 0:
		all = slices.Delete(all, i, i+1)
	case len(all) == keptWitnesses && !one.at.After(all[keptWitnesses-1].at):
		return all
	case len(all) == keptWitnesses:
		all = all[:keptWitnesses-1]
	}
	at, _ := slices.BinarySearchFunc(all, one, func(a, b witness) int { return b.at.Compare(a.at) })
	return slices.Insert(all, at, one)
}

// supported returns the newest time that several clocks have reached, with the time of one that is
// alone ahead of it; the same witness where there are too few to know.
func (w *Witnesses) supported() (agreed, newest witness) {
	if len(w.newest) == 0 {
		return witness{}, witness{}
	}
	need := 2
	if len(w.newest) < enoughClocks {
		need = 1
	}
	if w.count >= manyWitnesses {
		need = 3
	}
	return w.newest[min(need, len(w.newest))-1], w.newest[0]
}
