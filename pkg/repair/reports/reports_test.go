package reports_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var began = time.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return began.Add(time.Duration(minutes) * time.Minute) }

func event(reason, message string, minute int) corev1.Event {
	when := metav1.NewTime(at(minute))
	return corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Name: "a" + reason, Namespace: "default"}, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "a"},
		Reason: reason, Message: message, FirstTimestamp: when, LastTimestamp: when, Count: 1,
	}
}

func operation(node, action, status string, from, to int, message string) snapshot.Fact {
	return snapshot.Fact{Node: node, Source: "azure-activity-log", Type: action, Status: status, Actor: "AKS", Message: message, Time: at(from), Until: at(to)}
}

const noCode = "Node auto-repair redeploy action failed due to an operation failure. Learn more: aka.ms/aks/node-auto-repair-errors"

func builtin(t *testing.T) *knowledge.Table {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// examine returns the finding on the only node.
func examine(t *testing.T, s *snapshot.Snapshot) *diagnosis.Finding {
	t.Helper()
	s.TakenAt, s.EventsListed, s.Origin.PagesOnly = at(600), true, true
	d := repair.Examine(s, builtin(t), repair.Options{}).Diagnosis()
	if len(d.Findings) != 1 || d.Events.Events != len(s.Events) {
		t.Fatalf("%d findings, %d events: %+v", len(d.Findings), d.Events.Events, d.Findings)
	}
	return &d.Findings[0]
}

// The error of an event that has none is that of the operation in the log.
func TestTheLogHasTheCodeThatAnEventHasNot(t *testing.T) {
	allocation, lock := `{"error":{"code":"AllocationFailed","message":"x"}}`, `{"error":{"code":"ScopeLocked","message":"x"}}`
	for name, c := range map[string]struct {
		facts []snapshot.Fact
		want  string
	}{
		"at its time":              {[]snapshot.Fact{operation("a", "Redeploy", "Failed", 9, 12, allocation), operation("a", "Redeploy", "Failed", 40, 45, lock)}, "AllocationFailed"},
		"the only one near":        {[]snapshot.Fact{operation("a", "Redeploy", "Failed", 40, 45, lock)}, "ScopeLocked"},
		"one of several near":      {[]snapshot.Fact{operation("a", "Redeploy", "Failed", 30, 35, allocation), operation("a", "Redeploy", "Failed", 40, 45, lock)}, "NoCode"},
		"of another action":        {[]snapshot.Fact{operation("a", "Reimage", "Failed", 9, 12, allocation)}, "NoCode"},
		"of another node":          {[]snapshot.Fact{operation("b", "Redeploy", "Failed", 9, 12, allocation)}, "NoCode"},
		"of somebody else":         {[]snapshot.Fact{{Node: "a", Source: "azure-activity-log", Type: "Redeploy", Status: "Failed", Actor: "Person", Message: allocation, Time: at(9), Until: at(12)}}, "NoCode"},
		"hours later":              {[]snapshot.Fact{operation("a", "Redeploy", "Failed", 300, 305, allocation)}, "NoCode"},
		"without an error, at its": {[]snapshot.Fact{operation("a", "Redeploy", "Succeeded", 9, 12, "")}, "NoCode"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &snapshot.Snapshot{Events: []corev1.Event{event("NodeRedeployStart", "", 10), event("NodeRedeployError", noCode, 13)}, Facts: c.facts}
			s.Selection.Names = []string{"a"}
			f := examine(t, s)
			if f.Code != c.want || len(f.Attempts) != 1 {
				t.Errorf("the code of %d attempts is %s, want %s", len(f.Attempts), f.Code, c.want)
			}
			if s.Events[1].Message != noCode {
				t.Error("the event itself was changed")
			}
		})
	}
}

// An attempt has the operation in the log that it is, with what a support request names; two attempts never have the same one.
func TestAttemptsHaveTheirOperations(t *testing.T) {
	logged := operation("a", "Redeploy", "Failed", 9, 12, `{"error":{"code":"AllocationFailed","message":"x"}}`)
	logged.CorrelationID = "c1"
	again := operation("a", "Redeploy", "Accepted", 40, 0, "")
	again.CorrelationID, again.Until = "c2", time.Time{}
	foreign := operation("b", "Redeploy", "Failed", 9, 12, "")
	person := operation("a", "Redeploy", "Succeeded", 10, 11, "")
	person.Actor = "Person"
	for name, c := range map[string]struct {
		events []corev1.Event
		facts  []snapshot.Fact
		want   string
	}{
		"by its start":         {[]corev1.Event{event("NodeRedeployStart", "", 10), event("NodeRedeployError", noCode, 13)}, []snapshot.Fact{again, logged}, "c1 Failed 3m0s"},
		"by its error alone":   {[]corev1.Event{event("NodeRedeployError", noCode, 16)}, []snapshot.Fact{logged, again}, "c1 Failed 3m0s"},
		"two":                  {[]corev1.Event{event("NodeRedeployStart", "", 10), event("NodeRedeployError", noCode, 13), event("NodeRedeployStart", "", 41)}, []snapshot.Fact{again, logged}, "c1 Failed 3m0s; c2 Accepted open"},
		"one of two":           {[]corev1.Event{event("NodeRedeployStart", "", 10), event("NodeRedeployEnd", "", 10), event("NodeRedeployStart", "", 11)}, []snapshot.Fact{logged}, "c1 Failed 3m0s; none"},
		"of another action":    {[]corev1.Event{event("NodeReimageStart", "", 10)}, []snapshot.Fact{logged}, "none"},
		"too far":              {[]corev1.Event{event("NodeRedeployStart", "", 13)}, []snapshot.Fact{logged}, "none"},
		"of others":            {[]corev1.Event{event("NodeRedeployStart", "", 10)}, []snapshot.Fact{foreign, person}, "none"},
		"that is all there is": {nil, []snapshot.Fact{logged}, "c1 Failed 3m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &snapshot.Snapshot{Events: slices.Clone(c.events), Facts: c.facts}
			s.Selection.Names = []string{"a"}
			for i := range s.Events { // each is an object of its own
				s.Events[i].Name = strconv.Itoa(i)
			}
			var got []string
			for _, a := range examine(t, s).Attempts {
				switch o := a.Operation; {
				case o == nil:
					got = append(got, "none")
				case o.End == nil:
					got = append(got, o.CorrelationID+" "+o.Status+" open")
				default:
					got = append(got, fmt.Sprint(o.CorrelationID, " ", o.Status, " ", o.End.Sub(o.Start.Time)))
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("the operations are %v, want %s", got, c.want)
			}
		})
	}
}

// A code that an event has stands, whatever the log says.
func TestTheCodeOfAnEventStands(t *testing.T) {
	s := &snapshot.Snapshot{
		Events: []corev1.Event{event("NodeRedeployError", strings.Replace(noCode, "failure.", "failure: TooManyVMRedeploymentRequests.", 1), 13)},
		Facts:  []snapshot.Fact{operation("a", "Redeploy", "Failed", 9, 12, "AllocationFailed")},
	}
	if f := examine(t, s); f.Code != "TooManyVMRedeploymentRequests" {
		t.Errorf("the code is %s", f.Code)
	}
}

// Repairs whose events have expired, or were never written, are attempts.
func TestRepairsThatOnlyTheLogShowsAreAttempts(t *testing.T) {
	for name, c := range map[string]struct {
		facts    []snapshot.Fact
		state    diagnosis.State
		attempts int
		code     string
	}{
		"failed": {[]snapshot.Fact{
			operation("a", "Restart", "Succeeded", 10, 12, ""), operation("a", "Reimage", "Failed", 15, 18, "VMExtensionProvisioningError"),
			operation("a", "Redeploy", "Failed", 20, 22, `{"error":{"code":"VMRedeploymentFailed"}}`),
		}, diagnosis.Failed, 3, "VMRedeploymentFailed"},
		"without an end":   {[]snapshot.Fact{{Node: "a", Source: "azure-activity-log", Type: "Reimage", Status: "Accepted", Actor: "AKS", Time: at(10)}}, diagnosis.NoOutcome, 1, ""},
		"ended":            {[]snapshot.Fact{operation("a", "Restart", "Succeeded", 10, 12, "")}, diagnosis.NotVisible, 1, ""}, // whether it helped is not known
		"of somebody else": {[]snapshot.Fact{{Node: "a", Source: "azure-activity-log", Type: "Restart", Status: "Failed", Actor: "Person", Time: at(10), Until: at(12)}}, diagnosis.NotVisible, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := examine(t, &snapshot.Snapshot{Facts: c.facts})
			if f.State != c.state || len(f.Attempts) != c.attempts || f.Code != c.code {
				t.Errorf("%s with %d attempts and code %q, want %s, %d, %q", f.State, len(f.Attempts), f.Code, c.state, c.attempts, c.code)
			}
		})
	}
}

// The log has the repairs of many days: those of an earlier outage are none of this one.
func TestRepairsOfAnEarlierOutageAreNoAttempts(t *testing.T) {
	yesterday := []snapshot.Fact{operation("a", "Restart", "Succeeded", -1500, -1498, ""), operation("a", "Reimage", "Failed", -1490, -1488, "x")}
	now := operation("a", "Restart", "Failed", 10, 12, "AllocationFailed")
	node := func(status corev1.ConditionStatus, since int) corev1.Node {
		c := corev1.NodeCondition{Type: corev1.NodeReady, Status: status, LastTransitionTime: metav1.NewTime(at(since)), LastHeartbeatTime: metav1.NewTime(at(since))}
		return corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "a", CreationTimestamp: metav1.NewTime(at(-9000))}, Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{c}}}
	}
	for name, c := range map[string]struct {
		nodes    []corev1.Node
		facts    []snapshot.Fact
		attempts int
	}{
		"a node that is not shown":     {nil, append(yesterday, now), 1},
		"only of yesterday":            {nil, yesterday, 2}, // when the outage began is not known
		"down since today":             {[]corev1.Node{node(corev1.ConditionUnknown, 0)}, append(yesterday, now), 1},
		"down since today, none today": {[]corev1.Node{node(corev1.ConditionUnknown, 0)}, yesterday, 0},
		"its condition changed since":  {[]corev1.Node{node(corev1.ConditionUnknown, 30)}, []snapshot.Fact{now}, 1},
		"down since before yesterday":  {[]corev1.Node{node(corev1.ConditionUnknown, -1600)}, yesterday, 2},
		"Ready":                        {[]corev1.Node{node(corev1.ConditionTrue, -1400)}, yesterday, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := &snapshot.Snapshot{Nodes: c.nodes, Scan: snapshot.Statuses(c.nodes), NodesListed: true, Facts: c.facts}
			s.Selection.Names = []string{"a"}
			f := examine(t, s)
			if len(f.Attempts) != c.attempts {
				t.Errorf("%d attempts, want %d: %+v", len(f.Attempts), c.attempts, f.Attempts)
			}
			if f.NotReadySince != nil && f.NotReadySince.Time.Before(at(-1600)) {
				t.Errorf("down since %v", f.NotReadySince)
			}
		})
	}
}

// A report that something failed or stopped leads to the entry of its code.
func TestReportsLeadToEntries(t *testing.T) {
	table := builtin(t)
	for name, c := range map[string]struct {
		fact    snapshot.Fact
		entry   string
		role    knowledge.Role
		notable bool
	}{
		"deallocated":               {snapshot.Fact{Source: "azure-vm", Type: "PowerState", Status: "deallocated"}, "StoppedVM", knowledge.RoleCause, true},
		"running":                   {snapshot.Fact{Source: "azure-vm", Type: "PowerState", Status: "running"}, "", "", false},
		"allocation":                {snapshot.Fact{Source: "azure-vm", Type: "ProvisioningState", Status: "failed", Reason: "AllocationFailed"}, "AllocationFailed", knowledge.RoleCause, true},
		"bootstrap":                 {snapshot.Fact{Source: "azure-vm", Type: "BootstrapExtension", Status: "failed", Reason: "vmssCSE:50"}, "vmssCSE:50", knowledge.RoleCause, true},
		"another extension":         {snapshot.Fact{Source: "azure-vm", Type: "Extension", Status: "failed", Reason: "MDE.Linux", Message: "VMExtensionProvisioningError"}, "OtherVMExtensionFailed", knowledge.RoleCause, true},
		"agent":                     {snapshot.Fact{Source: "azure-vm", Type: "Agent", Status: "NotReady"}, "VMAgentStatusCommunicationError", knowledge.RoleSymptom, true},
		"gone":                      {snapshot.Fact{Source: "azure-vm", Type: "Exists", Status: "False"}, "VMDeleted", knowledge.RoleCause, true},
		"there":                     {snapshot.Fact{Source: "azure-vm", Type: "Exists", Status: "True"}, "", "", false},
		"unavailable":               {snapshot.Fact{Source: "azure-resource-health", Type: "Availability", Status: "Unavailable"}, "VMUnavailable", knowledge.RoleCause, true},
		"available":                 {snapshot.Fact{Source: "azure-resource-health", Type: "Availability", Status: "Available"}, "", "", false},
		"maintenance":               {snapshot.Fact{Source: "azure-scheduled-event", Type: "Redeploy", Status: "Scheduled"}, "RedeployScheduled", knowledge.RoleCause, true},
		"stopped by somebody":       {snapshot.Fact{Source: "azure-activity-log", Type: "Deallocate", Status: "Succeeded"}, "StoppedVM", knowledge.RoleCause, true},
		"not stopped after all":     {snapshot.Fact{Source: "azure-activity-log", Type: "Deallocate", Status: "Failed"}, "", "", true},
		"a repair that failed":      {snapshot.Fact{Source: "azure-activity-log", Type: "Redeploy", Status: "Failed", Reason: "AllocationFailed"}, "", "", true},
		"a pool that was stopped":   {snapshot.Fact{Source: "azure-pool", Type: "PowerState", Status: "Stopped"}, "StoppedVM", knowledge.RoleCause, true},
		"a pool that failed":        {snapshot.Fact{Source: "azure-pool", Type: "ProvisioningState", Status: "Failed", Reason: "QuotaExceeded"}, "", "", true},
		"a lock":                    {snapshot.Fact{Source: "azure-lock", Type: "Lock", Status: "ReadOnly"}, "", "", true},
		"a lock against deletion":   {snapshot.Fact{Source: "azure-lock", Type: "Lock", Status: "CanNotDelete"}, "", "", false},
		"something that is unknown": {snapshot.Fact{Source: "weather", Type: "Rain"}, "", "", true},
		"a heartbeat":               {snapshot.Fact{Source: snapshot.LeaseSource, Type: snapshot.Heartbeat}, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			code, role := "", knowledge.Role("")
			if e, r := reports.Entry(&c.fact, table); e != nil {
				code, role = e.Code, r
			}
			if code != c.entry || role != c.role || reports.Notable(&c.fact, table) != c.notable {
				t.Errorf("it leads to %q as a %q and is notable %t, want %q, %q, %t", code, role, reports.Notable(&c.fact, table), c.entry, c.role, c.notable)
			}
		})
	}
}
