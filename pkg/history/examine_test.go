package history_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// start is the first day of all samples, 30 days before their end.
var start = time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// at is a time on a day of the sample, by hours and minutes.
func at(days, hours, minutes int) time.Time {
	return start.Add(time.Duration(days)*day + time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
}

func event(node, reason, message string, when time.Time) *corev1.Event {
	e := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: fmt.Sprintf("%s.%s.%d", node, reason, when.Unix()), Namespace: "default", CreationTimestamp: metav1.NewTime(when)},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node}, Reason: reason, Message: message, Type: corev1.EventTypeNormal,
	}
	if strings.HasSuffix(reason, "Error") {
		e.Type = corev1.EventTypeWarning
	}
	return e
}

func span(node string, ready bool, from, last time.Time) history.Span {
	return history.Span{Node: node, Pool: "user", Ready: ready, From: from, LastSample: last, Samples: int(last.Sub(from)/time.Minute) + 1, NodeCreated: start.Add(-60 * day)}
}

func operation(node, action, status, actor string, from time.Time) snapshot.Fact {
	f := snapshot.Fact{Node: node, Source: "azure-activity-log", Type: action, Status: status, Actor: actor, Time: from, Until: from.Add(2 * time.Minute)}
	if status == "Failed" {
		f.Reason = "VMRedeploymentFailed"
	}
	return f
}

const (
	n1, n2       = "aks-user-12345678-vmss000001", "aks-user-12345678-vmss000002"
	failedReboot = "Node auto-repair reboot action failed due to an operation failure: VMRedeploymentFailed"
)

// collected is a source that has rows of the whole window.
func collected(name history.SourceName, normal int) history.Source {
	return history.Source{Name: name, State: history.Collected, From: start, To: at(30, 0, 0), Rows: 100, Normal: normal}
}

func builtin(t *testing.T) *knowledge.Table {
	t.Helper()
	table, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// loaded loads the table once.
var loaded = sync.OnceValues(knowledge.Builtin)

// examine examines evidence of thirty days.
func examine(t *testing.T, e history.Evidence) *diagnosis.History {
	t.Helper()
	e.Since, e.Until = start, at(30, 0, 0)
	return history.Examine(&e, builtin(t))
}

// line is an outage in short: when, how long, how it ended, with how many steps.
func line(o *diagnosis.Outage) string {
	parts := []string{o.Node[len(o.Node)-1:]}
	switch {
	case o.Start == nil:
		parts = append(parts, "?")
	case o.AtLeast:
		parts = append(parts, "<="+o.Start.UTC().Format("2 15:04"))
	default:
		parts = append(parts, o.Start.UTC().Format("2 15:04"))
	}
	if o.BeforeWindow {
		parts = append(parts, "before")
	}
	if o.DurationSeconds != nil {
		parts = append(parts, (time.Duration(*o.DurationSeconds) * time.Second).String())
	}
	if o.EndLatest {
		parts = append(parts, "latest")
	}
	parts = append(parts, string(o.Ending))
	if o.Back != "" {
		parts = append(parts, string(o.Back))
	}
	return strings.Join(append(parts, strconv.Itoa(o.Steps)), " ")
}

func outages(h *diagnosis.History) string {
	var all []string
	for i := range h.Outages {
		all = append(all, line(&h.Outages[i]))
	}
	return strings.Join(all, "; ")
}

// A code is the one that says most: of the log where the event has none.
func TestCodesOfRepairs(t *testing.T) {
	cse := `VMExtensionProvisioningError: extension 'vmssCSE'. Error message: "Enable failed: failed to execute command: command terminated with exit status=50"`
	h := examine(t, history.Evidence{
		Sources: []history.Source{collected(history.KubeEvents, 9), collected(history.ActivityLog, 0)},
		Events: []*corev1.Event{
			event(n1, "NodeNotReady", "", at(2, 0, 0)), event(n1, "NodeReimageStart", "", at(2, 0, 6)),
			event(n1, "NodeReimageError", "Node auto-repair reimage action failed due to an operation failure: "+cse, at(2, 0, 9)),
			event(n2, "NodeNotReady", "", at(4, 0, 0)), event(n2, "NodeRedeployStart", "", at(4, 0, 6)), event(n2, "NodeRedeployError", "Node auto-repair redeploy action failed due to an operation failure.", at(4, 0, 8)),
		},
		Operations: []snapshot.Fact{operation(n2, "Redeploy", "Failed", "AKS", at(4, 0, 6))},
		Changes: []snapshot.Fact{
			{Type: "Delete", Reason: "Microsoft.Network/networkSecurityGroups/securityRules", Message: "nsg/out", Status: "Succeeded", Actor: "Person", Time: at(1, 23, 30)},
			{Type: "Write", Reason: "Microsoft.Network/loadBalancers", Message: "too early", Time: at(1, 22, 59)},
			{Type: "Write", Reason: "Microsoft.Network/loadBalancers", Message: "too late", Time: at(2, 0, 1)},
		},
	})
	var got []string
	for i := range h.Codes {
		c := &h.Codes[i]
		got = append(got, fmt.Sprintf("%s in %s since %s: %d of %d nodes, %d repairs, %d changes before", c.Code, c.Pool, c.First.UTC().Format("2 15:04"), c.Nodes, c.NodesRepaired, c.Repairs, len(c.Before)))
	}
	want := "VMRedeploymentFailed in user since 24 00:06: 1 of 2 nodes, 1 repairs, 0 changes before; vmssCSE:50 in user since 22 00:06: 1 of 2 nodes, 1 repairs, 1 changes before"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("the codes are\n%s\nwant\n%s", text, want)
	}
	if h.Repairs[0].Code != "vmssCSE:50" || h.Codes[1].Title == "" {
		t.Errorf("the repair is %+v", h.Repairs[0])
	}
}

// A node that is down on three days comes back again and again.
func TestNodesThatFailAgainAndAgain(t *testing.T) {
	e := history.Evidence{Sources: []history.Source{collected(history.KubeEvents, 9)}}
	for d := range 3 {
		e.Events = append(e.Events, event(n1, "NodeNotReady", "", at(d, 3, 0)), event(n1, "NodeReady", "", at(d, 3, 10)))
		e.Events = append(e.Events, event(n2, "NodeNotReady", "", at(0, 5+d, 0)), event(n2, "NodeReady", "", at(0, 5+d, 10)))
	}
	h := examine(t, e)
	if len(h.Nodes) != 2 || !h.Nodes[0].Recurring || h.Nodes[1].Recurring || h.Nodes[0].Days != 3 || h.Nodes[1].Days != 1 || h.Pools[0].DownSeconds != 3600 {
		t.Errorf("%+v %+v", h.Nodes, h.Pools)
	}
}

func TestWhatSourcesShow(t *testing.T) {
	for name, c := range map[string]struct {
		sources []history.Source
		want    diagnosis.Visibility
	}{
		"none":           {nil, diagnosis.Visibility{Outages: "None", FailedRepairs: "None", Repairs: "None", Changes: "None"}},
		"missing":        {[]history.Source{{Name: history.KubeEvents, State: history.Missing}, {Name: history.NodeInventory, State: history.Refused}}, diagnosis.Visibility{Outages: "None", FailedRepairs: "None", Repairs: "None", Changes: "None"}},
		"empty events":   {[]history.Source{{Name: history.KubeEvents, State: history.Empty}}, diagnosis.Visibility{Outages: "None", FailedRepairs: "None", Repairs: "None", Changes: "None"}},
		"Normal dropped": {[]history.Source{collected(history.KubeEvents, 0)}, diagnosis.Visibility{Outages: "Some", FailedRepairs: "All", Repairs: "Some", Changes: "None"}},
		"all events":     {[]history.Source{collected(history.KubeEvents, 1)}, diagnosis.Visibility{Outages: "All", FailedRepairs: "All", Repairs: "All", Changes: "None"}},
		"inventory":      {[]history.Source{collected(history.NodeInventory, 0)}, diagnosis.Visibility{Outages: "All", FailedRepairs: "None", Repairs: "None", Changes: "None"}},
		"log":            {[]history.Source{{Name: history.ActivityLog, State: history.Empty}}, diagnosis.Visibility{Outages: "Some", FailedRepairs: "Some", Repairs: "Some", Changes: "Some"}},
	} {
		if h := examine(t, history.Evidence{Sources: c.sources}); h.Visible != c.want {
			t.Errorf("%s: %+v, want %+v", name, h.Visible, c.want)
		}
	}
}
