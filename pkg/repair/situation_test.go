package repair_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// situation is one file of testdata/situations: what a cluster holds, in short form, and
// what the diagnosis must say of it. All times are of one day.
type situation struct {
	About  string            `json:"about"`
	Now    string            `json:"now"`
	Ready  int               `json:"readyNodes"` // how many healthy nodes there are beside
	Others []otherLine       `json:"others"`     // further healthy nodes, by what they share
	Nodes  []nodeLine        `json:"nodes"`
	Leases map[string]string `json:"leases"` // by node, when they were renewed
	Events []eventLine       `json:"events"`
	Facts  []factLine        `json:"facts"`
	// Unseen is what could not be read: nodes, events.
	Unseen   []string   `json:"unseen"`
	Names    []string   `json:"names"`
	Selector string     `json:"selector"`
	Since    string     `json:"since"`
	Until    string     `json:"until"`
	Want     []wantLine `json:"want"`
	Below    int        `json:"below"`
	Flapping int        `json:"flapping"`
	Gaps     int        `json:"gaps"`
	NotFound []string   `json:"notFound"`
	// Mass are the mass failures, as "pool user 3/3".
	Mass []string `json:"mass"`
	// Recovered are the names the summary must have.
	Recovered []string `json:"recovered"`
	// Past is what is known of the time before, compared where given; see pastLines.
	Past []string `json:"past"`
}

type otherLine struct {
	Count   int    `json:"count"`
	Pool    string `json:"pool"`
	Zone    string `json:"zone"`
	Size    string `json:"size"`
	Version string `json:"version"`
}

type nodeLine struct {
	Name        string                 `json:"name"`
	Ready       corev1.ConditionStatus `json:"ready"` // empty: no Ready condition
	Since       string                 `json:"since"`
	Reason      string                 `json:"reason"`
	Message     string                 `json:"message"`
	Created     string                 `json:"created"` // default 00:00:00
	Deleted     string                 `json:"deleted"` // since when the object is being deleted
	Finalizers  []string               `json:"finalizers"`
	Taints      []string               `json:"taints"` // key, or key@time
	Labels      map[string]string      `json:"labels"`
	Annotations map[string]string      `json:"annotations"`
	ProviderID  *string                `json:"providerID"` // default: an instance of a scale set
	OS          string                 `json:"os"`
	Version     string                 `json:"version"`
	Conditions  []conditionLine        `json:"conditions"`
}

type conditionLine struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
	Since   string `json:"since"`
	// Heartbeat is when the kubelet last wrote it.
	Heartbeat string `json:"heartbeat"`
}

type eventLine struct {
	Node    string `json:"node"`
	Reason  string `json:"reason"`
	At      string `json:"at"`
	First   string `json:"first"` // of an event seen several times
	Count   int    `json:"count"`
	Message string `json:"message"`
	From    string `json:"from"`
	UID     string `json:"uid"`
}

type wantLine struct {
	Node      string   `json:"node"`
	State     string   `json:"state"`
	Reason    string   `json:"reason"`
	Code      string   `json:"code"`
	Since     string   `json:"since"`
	AtLeast   bool     `json:"atLeast"`
	Attempts  []string `json:"attempts"` // "1 Reboot SE": round, action, phases seen; "-" before one of an earlier outage
	Entries   []string `json:"entries"`  // checked as a prefix where given
	Cause     string   `json:"cause"`
	Unknown   string   `json:"unknown"`   // the first unknown code
	Next      string   `json:"next"`      // "Reimage 1 21:39:43", or none
	Signals   []string `json:"signals"`   // "cause condition KubeletProblem=True", in order, where given
	FirstStep string   `json:"firstStep"` // a part of the first step's text or command
}

func readSituations(t testing.TB) map[string]situation {
	t.Helper()
	files, err := filepath.Glob("testdata/situations/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no situations: %v", err)
	}
	all := map[string]situation{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, document := range strings.Split(string(data), "\n---\n") {
			var s situation
			if err := yaml.UnmarshalStrict([]byte(document), &s); err != nil {
				t.Fatalf("%s, document %d: %v", file, i+1, err)
			}
			all[fmt.Sprintf("%s/%s", strings.TrimSuffix(filepath.Base(file), ".yaml"), s.About)] = s
		}
	}
	return all
}

func (s situation) snapshot(t testing.TB) *snapshot.Snapshot {
	snap := &snapshot.Snapshot{
		TakenAt: clock(t, s.Now), Origin: snapshot.Origin{Text: "test"}, NodesListed: true, EventsListed: true,
		Selection: snapshot.Selection{Names: s.Names, Selector: s.Selector},
	}
	for _, line := range s.Nodes {
		snap.Nodes = append(snap.Nodes, line.node(t))
	}
	for i := range s.Ready {
		snap.Scan = append(snap.Scan, snapshot.NodeStatus{Name: fmt.Sprintf("healthy-%d", i), Ready: true})
	}
	for i, o := range s.Others {
		for j := range o.Count {
			snap.Scan = append(snap.Scan, snapshot.NodeStatus{
				Name: fmt.Sprintf("other-%d-%d", i, j), Ready: true, Pool: o.Pool, Zone: o.Zone, Size: o.Size, Version: o.Version,
			})
		}
	}
	for i := range snap.Nodes {
		n := &snap.Nodes[i]
		snap.Scan = append(snap.Scan, snapshot.NodeStatus{
			Name: n.Name, Ready: snapshot.Ready(n), Pool: n.Labels["kubernetes.azure.com/agentpool"], Zone: n.Labels[corev1.LabelTopologyZone],
			Size: n.Labels[corev1.LabelInstanceTypeStable], Version: n.Status.NodeInfo.KubeletVersion,
		})
	}
	for node, renewed := range s.Leases {
		snap.Facts = append(snap.Facts, snapshot.Fact{Node: node, Source: snapshot.LeaseSource, Type: snapshot.Heartbeat, Time: clock(t, renewed)})
	}
	for _, f := range s.Facts {
		snap.Facts = append(snap.Facts, snapshot.Fact{
			Node: f.Node, Source: f.Source, Type: f.Type, Status: f.Status, Reason: f.Reason, Actor: f.Actor, Message: f.Message, Time: clock(t, f.At),
		})
	}
	for i, line := range s.Events {
		snap.Events = append(snap.Events, line.event(t, i))
	}
	for _, what := range s.Unseen {
		snap.Gaps = append(snap.Gaps, snapshot.Gap{Subjects: []string{what}, Reason: "forbidden"})
		switch what {
		case "nodes":
			snap.NodesListed = false
		case "events":
			snap.EventsListed = false
		default:
			t.Fatalf("unseen: %q", what)
		}
	}
	return snap
}

func (l nodeLine) node(t testing.TB) corev1.Node {
	created := l.Created
	if created == "" {
		created = "00:00:00"
	}
	n := corev1.Node{ObjectMeta: metav1.ObjectMeta{
		Name: l.Name, CreationTimestamp: metav1.NewTime(clock(t, created)), Labels: l.Labels, Annotations: l.Annotations,
	}}
	if l.Deleted != "" {
		deleted := metav1.NewTime(clock(t, l.Deleted))
		n.DeletionTimestamp, n.Finalizers = &deleted, l.Finalizers
	}
	if _, other := l.Labels["not-of-aks"]; !other && l.Labels["kubernetes.azure.com/cluster"] == "" {
		n.Labels = maps.Clone(l.Labels)
		if n.Labels == nil {
			n.Labels = map[string]string{}
		}
		n.Labels["kubernetes.azure.com/cluster"] = "MC_shop_prod_uksouth"
	}
	n.Spec.ProviderID = "azure:///subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/MC_shop_prod_uksouth" +
		"/providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-15776247-vmss/virtualMachines/7"
	if l.ProviderID != nil {
		n.Spec.ProviderID = *l.ProviderID
	}
	n.Status.NodeInfo.OperatingSystem, n.Status.NodeInfo.KubeletVersion = l.OS, l.Version
	for _, taint := range l.Taints {
		key, at, timed := strings.Cut(taint, "@")
		added := corev1.Taint{Key: key, Effect: corev1.TaintEffectNoSchedule}
		if timed {
			added.TimeAdded = &metav1.Time{Time: clock(t, at)}
		}
		n.Spec.Taints = append(n.Spec.Taints, added)
	}
	conditions := l.Conditions
	if l.Ready != "" {
		conditions = append(conditions, conditionLine{Type: "Ready", Status: string(l.Ready), Reason: l.Reason, Message: l.Message, Since: l.Since})
	}
	for _, c := range conditions {
		n.Status.Conditions = append(n.Status.Conditions, corev1.NodeCondition{
			Type: corev1.NodeConditionType(c.Type), Status: corev1.ConditionStatus(c.Status), Reason: c.Reason, Message: c.Message,
			LastTransitionTime: metav1.NewTime(clock(t, c.Since)), LastHeartbeatTime: metav1.NewTime(clock(t, c.Heartbeat)),
		})
	}
	return n
}

// event is of the newer API, as auto-repair writes it, or of the legacy one where the line
// has a count or a first time.
func (l eventLine) event(t testing.TB, i int) corev1.Event {
	e := corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: fmt.Sprintf("%s.%d", l.Node, i)},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: l.Node},
		Reason:         l.Reason, Message: l.Message, ReportingController: l.From,
	}
	if l.Count > 0 || l.First != "" {
		e.LastTimestamp, e.FirstTimestamp, e.Count = metav1.NewTime(clock(t, l.At)), metav1.NewTime(clock(t, l.First)), int32(l.Count)
		return e
	}
	e.EventTime = metav1.NewMicroTime(clock(t, l.At))
	return e
}
