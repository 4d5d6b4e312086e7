package redact

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// watched makes snapshots of a cluster as a watch does: the number of a node changes with it and its events.
type watched struct {
	snapshot.Snapshot
	made int
}

func newWatched() *watched {
	w := &watched{}
	w.Changes = map[string]int{}
	return w
}

// note numbers a change of a name.
func (w *watched) note(name string) {
	w.made++
	w.Changes[name] = w.made
}

func (w *watched) event(node, message string) {
	w.note(node)
	w.Events = append(w.Events, corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: fmt.Sprint("event-", w.made)}, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node}, Message: message,
	})
}

func (w *watched) node(n corev1.Node) {
	w.note(n.Name)
	w.Nodes = slices.DeleteFunc(slices.Clone(w.Nodes), func(old corev1.Node) bool { return old.Name == n.Name })
	w.Nodes = append(w.Nodes, n)
	w.Scan = snapshot.Statuses(w.Nodes)
}

// next returns what is shown of the cluster as it is now.
func (w *watched) next(r *Redactor) *snapshot.Snapshot {
	s := w.Snapshot
	s.Changes = maps.Clone(w.Changes)
	return r.Snapshot(&s)
}

// messages returns those of the events.
func messages(s *snapshot.Snapshot) string {
	var all []string
	for i := range s.Events {
		all = append(all, s.Events[i].Message)
	}
	return strings.Join(all, "; ")
}

// "kube-system" is a harmless word, until a node or a pool, a group, a cluster or a context is called so.
func TestWhatWasHarmlessIsReplacedOnceItIsAName(t *testing.T) {
	const name = "kube-system"
	provider := "azure:///subscriptions/s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachineScaleSets/%s/virtualMachines/1"
	for what, learn := range map[string]func(*watched){
		"a line of the scan": func(w *watched) { w.Scan = append(w.Scan, snapshot.NodeStatus{Name: name}) },
		"a pool of a line":   func(w *watched) { w.Scan = append(w.Scan, snapshot.NodeStatus{Name: "x", Pool: name}) },
		"an event":           func(w *watched) { w.event(name, "") },
		"a fact":             func(w *watched) { w.Facts = append(w.Facts, snapshot.Fact{Node: name}) },
		"a node":             func(w *watched) { w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}) },
		"a label": func(w *watched) {
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "x", Labels: map[string]string{snapshot.LabelPool: name}}})
		},
		"a group": func(w *watched) {
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "x"}, Spec: corev1.NodeSpec{ProviderID: fmt.Sprintf(provider, name, "y")}})
		},
		"a cluster": func(w *watched) {
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "x", Labels: map[string]string{snapshot.LabelCluster: "MC_a_" + name + "_b"}}})
		},
		"a scale set": func(w *watched) {
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "x"}, Spec: corev1.NodeSpec{ProviderID: fmt.Sprintf(provider, "y", name)}})
		},
		"a context": func(w *watched) { w.Origin.Context = name },
	} {
		t.Run(what, func(t *testing.T) {
			r, w := redactor(t), newWatched()
			w.event("a", "the namespace kube-system")
			w.event("b", "the server answers")
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "c"}, Status: corev1.NodeStatus{NodeInfo: corev1.NodeSystemInfo{OSImage: "the namespace kube-system", KubeletVersion: "kube-system"}}})
			first := w.next(r)
			if got := messages(first); got != "the namespace kube-system; the server answers" {
				t.Fatalf("at first: %s", got)
			}
			learn(w)
			second := w.next(r)
			if left := everythingOf(t, second); strings.Contains(strings.ReplaceAll(left, `"namespace":"kube-system"`, ""), "kube-system") {
				t.Errorf("left in %s", left)
			}
			for _, node := range []string{"a", "c"} {
				if hidden := r.nodeName(node); first.Changes[hidden] == second.Changes[hidden] {
					t.Errorf("%s has the number %d before and after", node, first.Changes[hidden])
				}
			}
			third := w.next(r)
			if !maps.Equal(second.Changes, third.Changes) {
				t.Errorf("nothing has changed: %v and %v", second.Changes, third.Changes)
			}
		})
	}
}

func everythingOf(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	text, err := json.Marshal([]any{s, s.Nodes, s.Events, s.Facts})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A new node, whose name no text has, costs nothing but itself; and neither do names that stand for several things.
func TestOnlyWhatCanBeAnotherTextIsRedactedAgain(t *testing.T) {
	r, w := redactor(t), newWatched()
	w.Origin.Context = "aks"
	labels := map[string]string{snapshot.LabelCluster: "MC_aks_aks_uksouth", snapshot.LabelPool: "aks-a-12345678-vmss000000"}
	for _, name := range []string{"aks-a-12345678-vmss000000", "b"} {
		w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}})
		w.event(name, "the node "+name+" of the cluster aks failed")
	}
	before := w.next(r)
	w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "aks-c-12345678-vmss000000", Labels: labels}})
	w.event("b", "the node failed")
	after := w.next(r)
	if name := r.nodeName("aks-a-12345678-vmss000000"); before.Changes[name] != after.Changes[name] {
		t.Errorf("a has the numbers %v and then %v", before.Changes, after.Changes)
	}
	if name := r.nodeName("b"); before.Changes[name] == after.Changes[name] || len(after.Changes) != 3 {
		t.Errorf("b has the numbers %v and then %v", before.Changes, after.Changes)
	}
	for i, kept := range []bool{true, false} {
		first, second := reflect.ValueOf(before.Nodes[i].Labels), reflect.ValueOf(after.Nodes[i].Labels)
		if (first.Pointer() == second.Pointer()) != kept {
			t.Errorf("node %d: want the same labels: %t", i, kept)
		}
	}
	if before.Events[0].Message != after.Events[0].Message {
		t.Errorf("the event says %q and then %q", before.Events[0].Message, after.Events[0].Message)
	}
}

// Letters of both cases are the same to a token: what is about "A" and about "a" is then about one node.
func TestTwoNamesThatBecomeOneAlwaysChange(t *testing.T) {
	r, w := redactor(t), newWatched()
	w.event("Web-1", "")
	w.event("web-1", "")
	w.event("x-1", "")
	first, second := w.next(r).Changes, w.next(r).Changes
	if hidden := r.nodeName("web-1"); len(first) != 2 || first[hidden] == second[hidden] || first[r.nodeName("x-1")] != second[r.nodeName("x-1")] {
		t.Errorf("the numbers are %v and then %v", first, second)
	}
}

// alone returns a Redactor that knows the same names and tokens, and keeps nothing that was redacted.
func (r *Redactor) alone() *Redactor {
	fresh := newNames()
	fresh.tokens = maps.Clone(r.names.tokens)
	return &Redactor{key: r.key, vocabulary: r.vocabulary, names: fresh, tokenOf: maps.Clone(r.tokenOf), valueOf: maps.Clone(r.valueOf), cache: map[string]string{}}
}

// TestAMemoryChangesNothing changes clusters at random, in which texts have names that come later, and compares what is
// shown with what a Redactor shows that has the same names and no memory. Where few words that were looked up are
// remembered, ages end also in the midst of a text.
func TestAMemoryChangesNothing(t *testing.T) {
	kept, other := 0, redactor(t)
	for seed := range uint64(1500) {
		random := rand.New(rand.NewPCG(seed, 1))
		r, w := redactor(t), newWatched()
		r.names.bound = []int{maxAsked, 1, 3, 10, 30}[random.IntN(5)]
		name := func() string {
			all := []string{"kube-system", "kube-public", "v1beta1", "NodeReady", "zebra-1", "Web-1", "web-1", "aks-zebra-12345678-vmss000001", "aks-v1-12345678-vmss000001"}
			all = append(all, r.token("node", "zebra-1"), r.poolName("v1"))
			return all[random.IntN(len(all))]
		}
		text := func() string {
			return "the node " + name() + " in " + name() + ", resourceGroups/" + []string{"", "MC_b_c_"}[random.IntN(2)] + name() + " failed"
		}
		last := map[string]int{}
		for moment := range 8 {
			for range random.IntN(3) {
				switch random.IntN(6) {
				case 0:
					w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name(), Labels: map[string]string{snapshot.LabelPool: name(), snapshot.LabelCluster: "MC_" + name() + "_" + name() + "_" + name()}},
						Status: corev1.NodeStatus{NodeInfo: corev1.NodeSystemInfo{OSImage: text(), KubeletVersion: name()}}})
				case 1:
					w.Origin.Context = name()
				case 2:
					w.Facts = []snapshot.Fact{{Node: name(), Message: text()}}
				case 3: // a text whose token or name comes later
					w.event(name(), other.nodeName(name())+" of "+other.poolName(name()))
				default:
					w.event(name(), text())
				}
			}
			whole := w.Snapshot
			want := r.alone().Snapshot(&whole)
			s := w.next(r)
			if got, want := everythingOf(t, s), everythingOf(t, want); got != want {
				t.Fatalf("history %d, moment %d:\n%s\nwant\n%s", seed, moment, got, want)
			}
			for name, number := range s.Changes {
				if last[name] == number {
					kept++
				}
			}
			last = s.Changes
		}
	}
	if kept < 4000 {
		t.Errorf("only %d objects were kept: this compares nothing", kept)
	}
}
