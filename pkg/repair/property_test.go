package repair_test

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// everything returns one large snapshot of all situations that can stand side by side.
func everything(t testing.TB) *snapshot.Snapshot {
	all := &snapshot.Snapshot{TakenAt: clock(t, "22:00:00"), NodesListed: true, EventsListed: true}
	for name, s := range readSituations(t) {
		if len(s.Names)+len(s.Unseen) > 0 || s.Selector != "" {
			continue
		}
		one := s.snapshot(t)
		for _, n := range one.Nodes {
			n.Name = name + n.Name
			all.Nodes = append(all.Nodes, n)
			all.Scan = append(all.Scan, snapshot.NodeStatus{Name: n.Name, Ready: snapshot.Ready(&n)})
		}
		for _, e := range one.Events {
			e.Name = name + e.Name
			e.InvolvedObject.Name = name + e.InvolvedObject.Name
			all.Events = append(all.Events, e)
		}
		for _, f := range one.Facts {
			if f.Node != "" {
				f.Node = name + f.Node
				all.Facts = append(all.Facts, f)
			}
		}
	}
	return all
}

func TestOrderOfNodesEventsAndFactsChangesNothing(t *testing.T) {
	table, snap, r := table(t), everything(t), rand.New(rand.NewPCG(1, 2))
	o := repair.Options{NotReadyFor: 5 * time.Minute}
	want := asJSON(t, repair.Examine(snap, table, o).Diagnosis())
	for range 20 {
		r.Shuffle(len(snap.Nodes), func(i, j int) { snap.Nodes[i], snap.Nodes[j] = snap.Nodes[j], snap.Nodes[i] })
		r.Shuffle(len(snap.Scan), func(i, j int) { snap.Scan[i], snap.Scan[j] = snap.Scan[j], snap.Scan[i] })
		r.Shuffle(len(snap.Events), func(i, j int) { snap.Events[i], snap.Events[j] = snap.Events[j], snap.Events[i] })
		r.Shuffle(len(snap.Facts), func(i, j int) { snap.Facts[i], snap.Facts[j] = snap.Facts[j], snap.Facts[i] })
		if got := asJSON(t, repair.Examine(snap, table, o).Diagnosis()); got != want {
			t.Fatal("the diagnosis depends on the order of its input")
		}
	}
}

func TestHealthyNodeChangesOnlyTheCounts(t *testing.T) {
	table, snap := table(t), everything(t)
	o := repair.Options{NotReadyFor: 5 * time.Minute}
	// One healthy node is there from the start: the first one ends "all nodes are down".
	snap.Scan = append(snap.Scan, snapshot.NodeStatus{Name: "healthy-1", Ready: true})
	before := repair.Examine(snap, table, o).Diagnosis()
	snap.Scan = append(snap.Scan, snapshot.NodeStatus{Name: "healthy-2", Ready: true})
	after := repair.Examine(snap, table, o).Diagnosis()
	if after.Summary.Total != before.Summary.Total+1 || after.Summary.Ready != before.Summary.Ready+1 {
		t.Errorf("counts %+v after %+v", after.Summary, before.Summary)
	}
	after.Summary = before.Summary
	for i := range after.CommonCauses {
		after.CommonCauses[i].Total--
	}
	if asJSON(t, before) != asJSON(t, after) {
		t.Error("a healthy node changed more than the counts")
	}
}

func TestEveryPrefixOfATimelineIsLegal(t *testing.T) {
	table := table(t)
	states := []diagnosis.State{
		diagnosis.NotAttempted, diagnosis.Suppressed, diagnosis.InProgress, diagnosis.Failed, diagnosis.Exhausted, diagnosis.CompletedStillNotReady,
		diagnosis.NoOutcome, diagnosis.NotVisible, diagnosis.Recovered, diagnosis.Healthy, diagnosis.Removed,
	}
	for name, s := range readSituations(t) {
		snap := s.snapshot(t)
		events := snap.Events
		slices.SortFunc(events, func(a, b corev1.Event) int { return snapshot.LastSeen(&a).Compare(snapshot.LastSeen(&b)) })
		for n := range events {
			snap.Events = events[:n]
			snap.TakenAt = snapshot.LastSeen(&events[n])
			d := repair.Examine(snap, table, s.options(t)).Diagnosis()
			checkInvariants(t, d, table)
			for _, f := range d.Findings {
				if !slices.Contains(states, f.State) {
					t.Errorf("%s, %d events: state %q", name, n, f.State)
				}
			}
		}
	}
}

func TestDuplicateEventsCountOnce(t *testing.T) {
	table, snap := table(t), everything(t)
	o := repair.Options{NotReadyFor: 5 * time.Minute}
	want := asJSON(t, repair.Examine(snap, table, o).Diagnosis())
	snap.Events = append(snap.Events, slices.Clone(snap.Events)...)
	if asJSON(t, repair.Examine(snap, table, o).Diagnosis()) != want {
		t.Error("an event that is there twice counts twice")
	}
}

func TestEmptySnapshot(t *testing.T) {
	d := repair.Examine(&snapshot.Snapshot{NodesListed: true, EventsListed: true}, table(t), repair.Options{}).Diagnosis()
	if d.Summary.Total != 0 || d.Findings == nil || d.Groups == nil || d.Gaps == nil {
		t.Errorf("an empty snapshot gives %s", asJSON(t, d))
	}
}

func TestCommandsCarryTheNodesOwnNames(t *testing.T) {
	region := map[string]string{"topology.kubernetes.io/region": "uksouth", "kubernetes.azure.com/agentpool": "user"}
	s := situation{
		Now: "22:00:00", Ready: 3,
		Nodes:  []nodeLine{{Name: "aks-user-15776247-vmss000007", Ready: "Unknown", Since: "21:20:00", Labels: region}},
		Events: []eventLine{{Node: "aks-user-15776247-vmss000007", Reason: "NodeRebootError", At: "21:34:00", Message: "operation failure: VMRedeploymentFailed"}},
	}
	f := repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis().Findings[0]
	var all strings.Builder
	for _, step := range f.Steps {
		all.WriteString(step.Command + "\n")
	}
	for _, want := range []string{"-g MC_shop_prod_uksouth", "-n aks-user-15776247-vmss", "aks-user-15776247-vmss000007", "--instance-id 7 "} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no command has %q:\n%s", want, all.String())
		}
	}
	if len(f.Setup) > 0 {
		t.Errorf("setup %q", f.Setup)
	}
	if left := regexp.MustCompile(`\$\{?[A-Z_]+`).FindAllString(all.String(), -1); left != nil {
		t.Errorf("variables %q are left although the node has their values:\n%s", left, all.String())
	}
}

func TestUntrustedProviderIDNeverReachesACommand(t *testing.T) {
	hostile := "azure:///subscriptions/s/resourceGroups/$(reboot)/providers/Microsoft.Compute/virtualMachineScaleSets/a;b/virtualMachines/`x`"
	s := situation{
		Now: "22:00:00", Ready: 3,
		Nodes:  []nodeLine{{Name: "a", Ready: "Unknown", Since: "21:20:00", ProviderID: &hostile}},
		Events: []eventLine{{Node: "a", Reason: "NodeRebootError", At: "21:34:00", Message: "operation failure: VMRedeploymentFailed"}},
	}
	f := repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis().Findings[0]
	for _, step := range f.Steps {
		for _, bad := range []string{"$(reboot)", "a;b", "`x`"} {
			if strings.Contains(step.Command, bad) {
				t.Errorf("%q is in the command %q", bad, step.Command)
			}
		}
	}
	if len(f.Setup) == 0 {
		t.Error("nothing sets the variables that the hostile parts could not fill")
	}
}

func TestStepsFitTheNode(t *testing.T) {
	vm := "azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/aks-vmpool-1-vms1"
	for _, test := range []struct {
		name         string
		providerID   *string
		want, reject knowledge.Platform
	}{
		{"an instance of a scale set", nil, knowledge.ScaleSet, knowledge.VM},
		{"a virtual machine", &vm, knowledge.VM, knowledge.ScaleSet},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := situation{
				Now: "22:00:00", Ready: 3,
				Nodes:  []nodeLine{{Name: "a", Ready: "Unknown", Since: "21:20:00", ProviderID: test.providerID}},
				Events: []eventLine{{Node: "a", Reason: "NodeRebootError", At: "21:34:00", Message: "operation failure: VMRedeploymentFailed"}},
			}
			table := table(t)
			f := repair.Examine(s.snapshot(t), table, s.options(t)).Diagnosis().Findings[0]
			var texts []string
			for _, step := range f.Steps {
				texts = append(texts, step.Text)
			}
			for _, step := range table.Entry("VMRedeploymentFailed").NextSteps {
				if slices.Contains(step.For, test.want) && !slices.Contains(texts, step.Text) {
					t.Errorf("the step %q is missing", step.Text)
				}
				if slices.Contains(step.For, test.reject) && !slices.Contains(step.For, test.want) && slices.Contains(texts, step.Text) {
					t.Errorf("the step %q is for another kind of node", step.Text)
				}
			}
		})
	}
}
