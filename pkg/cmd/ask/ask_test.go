package ask

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// parse reads arguments as the command does.
func parse(t *testing.T, variable string, live bool, args ...string) (a *Azure, asks int, err error) {
	t.Helper()
	var f Flags
	c := &cobra.Command{RunE: func(*cobra.Command, []string) error { return nil }}
	f.Add(c)
	if err := c.ParseFlags(args); err != nil {
		return nil, 0, err
	}
	a, all, err := f.Azure(func(name string) string { return map[string]string{Environment: variable}[name] }, live, true)
	return a, len(all), err
}

func TestWhenAzureIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		variable  string
		file      bool
		args      []string
		asks, err bool
	}{
		"by default":              {},
		"flag":                    {args: []string{"--azure"}, asks: true},
		"required":                {args: []string{"--azure=required"}, asks: true},
		"variable":                {variable: "1", asks: true},
		"variable against flag":   {variable: "required", args: []string{"--azure=false"}},
		"variable that is off":    {variable: "0"},
		"variable and a file":     {variable: "1", file: true},
		"flag and a file":         {args: []string{"--azure"}, file: true, err: true},
		"off and a file":          {args: []string{"--azure=false"}, file: true},
		"unknown":                 {args: []string{"--azure=maybe"}, err: true},
		"unknown variable":        {variable: "maybe", err: true},
		"without time":            {args: []string{"--azure", "--azure-timeout=0"}, err: true},
		"serial logs":             {args: []string{"--azure", "--azure-console"}, asks: true},
		"serial logs, variable":   {variable: "1", args: []string{"--azure-console"}, asks: true},
		"serial logs alone":       {args: []string{"--azure-console"}, err: true},
		"serial logs and a file":  {variable: "1", args: []string{"--azure-console"}, file: true, err: true},
		"the next word is a node": {args: []string{"--azure", "required"}, asks: true},
	} {
		t.Run(name, func(t *testing.T) {
			_, asks, err := parse(t, c.variable, !c.file, c.args...)
			if (err != nil) != c.err || asks > 0 != c.asks {
				t.Errorf("%d sources, %v", asks, err)
			}
		})
	}
}

// Serial logs are read of nodes that are named, and of no others.
func TestSerialLogsAreOfNamedNodes(t *testing.T) {
	var f Flags
	c := &cobra.Command{}
	f.Add(c)
	if err := c.ParseFlags([]string{"--azure", "--azure-console"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Azure(func(string) string { return "" }, true, false); err == nil || !strings.Contains(err.Error(), "give the name of a node") {
		t.Errorf("without a name: %v", err)
	}
	_, asks, err := f.Azure(func(string) string { return "" }, true, true)
	if err != nil || len(asks) != 1 || !asks[0].(*azure.Enricher).Console || slices.Contains(f.Rerun(), "--azure-console") {
		t.Errorf("with a name: %v, %v, %q", asks, err, f.Rerun())
	}
}

// A printed command asks as the one that printed it.
func TestAPrintedCommandAsksToo(t *testing.T) {
	for args, want := range map[string]string{
		"": "", "--azure": "--azure", "--azure=required --azure-timeout=30s": "--azure=required --azure-timeout=30s", "--azure=false": "", "--azure-timeout=30s": "",
	} {
		var f Flags
		c := &cobra.Command{RunE: func(*cobra.Command, []string) error { return nil }}
		f.Add(c)
		if err := c.ParseFlags(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(f.Rerun(), " "); got != want {
			t.Errorf("%q: %q, want %q", args, got, want)
		}
	}
	if (&Flags{}).Rerun() != nil {
		t.Error("flags that no command has ask")
	}
}

func TestWhatWasAskedIsSaid(t *testing.T) {
	a, _, err := parse(t, "", true, "--azure")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, names := range []bool{true, false} {
		a.report(azure.Asked{Requests: 9, Credential: "Azure CLI", Subscription: "zebra"})
		a.report(azure.Asked{Requests: 1, Credential: "environment", Subscription: "ape"})
		a.report(azure.Asked{Subscription: "without a credential"})
		a.Say(&text, names)
	}
	want := "note: asked Azure: 1 request as environment for subscription ape\nnote: asked Azure: 9 requests as Azure CLI for subscription zebra\n" +
		"note: asked Azure: 1 request as environment\nnote: asked Azure: 9 requests as Azure CLI\n"
	Note(&text, azure.Asked{Requests: 2, Queries: 3, Credential: "Azure CLI", Subscription: "zebra", Cluster: "shop"}, true)
	Note(&text, azure.Asked{Requests: 2, Queries: 1, Credential: "Azure CLI", Subscription: "zebra", Cluster: "shop"}, false)
	want += "note: asked Azure: 2 requests and 3 queries of Log Analytics as Azure CLI for cluster shop in subscription zebra\n" +
		"note: asked Azure: 2 requests and 1 query of Log Analytics as Azure CLI\n"
	if text.String() != want {
		t.Errorf("it says\n%s", text.String())
	}
}

func TestAGapOfAzureIsAFailureOnlyIfItIsRequired(t *testing.T) {
	l := diagnosis.NewList()
	l.Add("", &diagnosis.Diagnosis{Gaps: []diagnosis.Gap{{Source: snapshot.SourceAzure}}})
	optional, _, _ := parse(t, "", true, "--azure")
	required, _, _ := parse(t, "required", true)
	if !l.Complete() || optional.Lacks(l) || !required.Lacks(l) {
		t.Errorf("complete %t, lacks %t and %t", l.Complete(), optional.Lacks(l), required.Lacks(l))
	}
	l.Items[0].Gaps[0].Source = snapshot.SourceEvents
	if l.Complete() || required.Lacks(l) {
		t.Error("a gap of the cluster is one of Azure")
	}
}

func TestTheHint(t *testing.T) {
	open := &diagnosis.Diagnosis{Findings: []diagnosis.Finding{{State: diagnosis.NotAttempted}}}
	settled := &diagnosis.Diagnosis{Findings: []diagnosis.Finding{{State: diagnosis.Failed, Code: "AllocationFailed"}}}
	for name, c := range map[string]struct {
		args           []string
		live, terminal bool
		d              *diagnosis.Diagnosis
		want           bool
	}{
		"open":          {nil, true, true, open, true},
		"no code":       {nil, true, true, &diagnosis.Diagnosis{Findings: []diagnosis.Finding{{State: diagnosis.Failed, Code: "NoCode"}}}, true},
		"settled":       {nil, true, true, settled, false},
		"asked":         {[]string{"--azure"}, true, true, open, false},
		"not a cluster": {nil, false, true, open, false},
		"for a program": {nil, true, false, open, false},
	} {
		a, _, err := parse(t, "", c.live, c.args...)
		if err != nil {
			t.Fatal(err)
		}
		l := diagnosis.NewList()
		l.Add("", c.d)
		var text bytes.Buffer
		a.Hint(&text, func(any) (int, bool) { return 80, c.terminal }, l)
		if strings.Contains(text.String(), "--azure reads") != c.want {
			t.Errorf("%s: %q", name, text.String())
		}
	}
}

// The checks of the causes of an entry say what is asked about beside the VMs.
func TestWhatProblemsDependOn(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC)
	for code, want := range map[string][3]bool{ // network, quotas, sizes
		"OutboundConnectivityNotEnabledOnVMSS": {true, false, false}, "QuotaExceeded": {false, true, false}, "AllocationFailed": {false, false, true},
		"ZonalAllocationFailed": {false, false, true}, "OverconstrainedAllocationRequest": {false, false, true}, "SkuNotAvailable": {false, false, true},
		"OperationNotAllowed": {}, "VMRedeploymentFailed": {}, "TooManyVMRedeploymentRequests": {},
		`Code="OperationNotAllowed" Message="Operation could not be completed as it results in exceeding approved Total Regional Cores quota."`: {false, true, false},
	} {
		s := &snapshot.Snapshot{TakenAt: at, NodesListed: true, EventsListed: true, Nodes: []corev1.Node{{
			ObjectMeta: metav1.ObjectMeta{Name: "a", CreationTimestamp: metav1.NewTime(at.Add(-24 * time.Hour))},
			Status:     corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: metav1.NewTime(at.Add(-time.Hour))}}},
		}}}
		s.Scan = snapshot.Statuses(s.Nodes)
		for reason, message := range map[string]string{"NodeRedeployStart": "", "NodeRedeployError": "Node auto-repair redeploy action failed due to an operation failure: " + code} {
			s.Events = append(s.Events, corev1.Event{InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "a"}, Reason: reason, Message: message, LastTimestamp: metav1.NewTime(at.Add(-30 * time.Minute))})
		}
		a := &Azure{}
		a.Use(table, repair.Options{})
		sources := a.depends(s)
		for i, source := range []string{answers.SourceNetwork, answers.SourceQuota, answers.SourceSize} {
			if slices.Contains(sources, source) != want[i] {
				t.Errorf("%s: %s is asked about: %t", code, source, !want[i])
			}
		}
	}
}
