package redact

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Nothing of a cluster is left in the evidence of a history: every string of it has the canary somewhere.
func TestNoNameIsLeftInTheEvidenceOfAHistory(t *testing.T) {
	const node = "aks-canarypool-12345678-vmss000001"
	at := time.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC)
	e := &history.Evidence{
		Origin: snapshot.Origin{Files: []string{"canary.json"}}, Since: at.Add(-time.Hour), Until: at, Nodes: []string{node},
		Sources: []history.Source{{Name: history.KubeEvents, State: history.Collected, From: at, To: at, Rows: 3, Normal: 1}},
		Events: []*corev1.Event{{
			ObjectMeta: metav1.ObjectMeta{Name: "canary.1", Namespace: "default"}, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node},
			Reason: "NodeRebootError", Message: "Node auto-repair reboot action failed due to an operation failure: canary " + node, LastTimestamp: metav1.NewTime(at),
		}},
		Inventory:  []history.Span{{Node: node, Pool: "canarypool", From: at, LastSample: at, Samples: 3, NodeCreated: at}},
		Operations: []snapshot.Fact{{Node: node, Source: "azure-activity-log", Type: "Restart", Status: "Failed", Reason: "AllocationFailed", Message: "canary", Actor: "AKS", Time: at}},
		Changes:    []snapshot.Fact{{Source: "azure-activity-log", Type: "Delete", Reason: "Microsoft.Network/networkSecurityGroups", Message: "canary-nsg/rule", Actor: "Person", Time: at}},
		Gaps:       []snapshot.Gap{{Source: snapshot.SourceFiles, Subjects: []string{"canary.json"}, Reason: "canary is broken.", Action: "Look at canary."}},
	}
	r, err := New(strings.NewReader(strings.Repeat("k", keySize)), "failed operation reboot action node repair network rule azure-activity-log Restart Person AllocationFailed")
	if err != nil {
		t.Fatal(err)
	}
	hidden := r.History(e)
	data, err := json.Marshal(hidden)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(string(data)), "canary") || strings.Contains(string(data), "nsg") {
		t.Errorf("a name is left: %s", data)
	}
	name := hidden.Events[0].InvolvedObject.Name
	if hidden.Inventory[0].Node != name || hidden.Operations[0].Node != name || hidden.Nodes[0] != name || snapshot.PoolOf(name) != hidden.Inventory[0].Pool {
		t.Errorf("one node has several names: %s", data)
	}
	if hidden.Sources[0] != e.Sources[0] || !hidden.Until.Equal(at) || hidden.Inventory[0].Samples != 3 || len(hidden.Changes) != 1 || hidden.Changes[0].Actor != "Person" || hidden.Changes[0].Reason != "Microsoft.Network/networkSecurityGroups" {
		t.Errorf("more is gone than names: %s", data)
	}
}
