package integration

import (
	"maps"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// What kubectl prints for people is read as what the server has.
func TestPagesOfKubectlShowWhatTheServerHas(t *testing.T) {
	c := shared.Cluster(t)
	marked := readyNode("aks-user-15776247-vmss000009")
	marked.Labels = map[string]string{"agentpool": "user", corev1.LabelOSStable: "linux", snapshot.LabelPool: "user", corev1.LabelTopologyZone: "westeurope-1"}
	marked.Annotations = map[string]string{"short": "x", "long": `{"a":"` + strings.Repeat("b", 200) + `"}`}
	marked.Spec.Taints = []corev1.Taint{{Key: "sku", Value: "gpu", Effect: corev1.TaintEffectNoSchedule}, {Key: "bare", Effect: corev1.TaintEffectNoExecute}}
	marked.Spec.ProviderID = "azure:///subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/v/virtualMachines/9"
	marked.Status.NodeInfo = corev1.NodeSystemInfo{KubeletVersion: "v1.30.7", OperatingSystem: "linux", OSImage: "Ubuntu 22.04.5 LTS", KernelVersion: "5.15.0-1073-azure", ContainerRuntimeVersion: "containerd://1.7.23-1"}
	load(t, c, []corev1.Node{marked}, nil)
	disaster(t, c, time.Now().Add(-time.Hour).Truncate(time.Second))
	k := newKubectl(t, c.Kubeconfig(t), "")
	nodes, _ := readDumped(t, k)
	for name, p := range map[string]struct {
		args      []string
		described bool
	}{
		"describe":    {[]string{"describe", "nodes"}, true},
		"get":         {[]string{"get", "nodes"}, false},
		"get, wide":   {[]string{"get", "nodes", "-o", "wide", "--no-headers"}, false},
		"get, labels": {[]string{"get", "nodes", "--show-labels", "-L", "agentpool"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := k.must(t, p.args...)
			page, ok := pages.Read(text, time.Now())
			if !ok || page.Rest != "" || len(page.Gaps) > 0 && p.described == false {
				t.Fatalf("a page: %v, gaps %v, rest %q of\n%s", ok, page.Gaps, page.Rest, text)
			}
			read := map[string]*corev1.Node{}
			for i := range page.Nodes {
				read[page.Nodes[i].Name] = &page.Nodes[i]
			}
			for i := range nodes {
				checkNode(t, &nodes[i], read[nodes[i].Name], p.described, strings.Contains(name, "labels"))
			}
		})
	}
}

// checkNode compares a node of a page with that of the server.
func checkNode(t *testing.T, want, got *corev1.Node, described, labelled bool) {
	t.Helper()
	if got == nil {
		if snapshot.ReadyCondition(want) != nil || !described {
			t.Errorf("the node %s is missing", want.Name)
		}
		return
	}
	if snapshot.Ready(want) != snapshot.Ready(got) {
		t.Errorf("node %s is Ready: %v, want %v", want.Name, snapshot.Ready(got), snapshot.Ready(want))
	}
	if (described || labelled) && !containsAll(got.Labels, want.Labels) {
		t.Errorf("node %s has the labels %v, want %v", want.Name, got.Labels, want.Labels)
	}
	if !described {
		return
	}
	if len(got.Spec.Taints) != len(want.Spec.Taints) || got.Spec.ProviderID != want.Spec.ProviderID || got.Status.NodeInfo.OSImage != want.Status.NodeInfo.OSImage ||
		!got.CreationTimestamp.Equal(&want.CreationTimestamp) || len(got.Status.Conditions) != len(want.Status.Conditions) || !maps.Equal(keysOf(got.Annotations), keysOf(want.Annotations)) {
		t.Errorf("node %s is\n%+v, want\n%+v", want.Name, got, want)
	}
	for i, w := range want.Status.Conditions {
		g := got.Status.Conditions[i]
		if g.Type != w.Type || g.Status != w.Status || g.Reason != w.Reason || g.Message != w.Message || !g.LastTransitionTime.Equal(&w.LastTransitionTime) {
			t.Errorf("node %s has the condition %+v, want %+v", want.Name, g, w)
		}
	}
}

func containsAll(all, some map[string]string) bool {
	for key, value := range some {
		if got, ok := all[key]; !ok || got != value {
			return false
		}
	}
	return true
}

func keysOf(m map[string]string) map[string]bool {
	keys := map[string]bool{}
	for key := range m {
		keys[key] = true
	}
	return keys
}

// The tables of events show each event about a node with its reason and object.
func TestTablesOfEventsShowTheEventsOfTheServer(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now().Add(-time.Hour).Truncate(time.Second))
	k := newKubectl(t, c.Kubeconfig(t), "")
	_, events := readDumped(t, k)
	want := map[string]int{}
	for i := range events {
		want[events[i].InvolvedObject.Name+" "+events[i].Reason+" "+events[i].Message]++
	}
	for _, args := range [][]string{{"get", "events", "-A"}, {"get", "events", "-A", "-o", "wide"}, {"events", "-A"}, {"get", "events", "-A", "--no-headers"}} {
		text := k.must(t, args...)
		page, _ := pages.Read(text, time.Now())
		got := map[string]int{}
		for i := range page.Events {
			e := &page.Events[i]
			got[e.InvolvedObject.Name+" "+e.Reason+" "+e.Message]++
		}
		if !maps.Equal(got, want) {
			t.Errorf("kubectl %v shows %v, want %v of\n%s", args, got, want, text)
		}
	}
}

// readDumped returns the nodes and the events about nodes that kubectl prints as data.
func readDumped(t *testing.T, k kubectl) ([]corev1.Node, []corev1.Event) {
	t.Helper()
	s, err := dump.Dump{Filenames: []string{writeDump(t, k, "json")}, At: time.Now(), Keep: true}.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Nodes, s.Events
}
