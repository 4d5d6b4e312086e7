package wording

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestEveryStateHasAPhrase(t *testing.T) {
	for _, s := range []diagnosis.State{
		diagnosis.NotAttempted, diagnosis.Suppressed, diagnosis.InProgress, diagnosis.Failed, diagnosis.Exhausted,
		diagnosis.CompletedStillNotReady, diagnosis.NoOutcome, diagnosis.NotVisible, diagnosis.Recovered, diagnosis.Removed,
	} {
		if State(s) == string(s) {
			t.Errorf("%s has no phrase", s)
		}
	}
	if State("Invented") != "Invented" {
		t.Error("a state that is not known has no name")
	}
}

func TestWhatToFixFirstHasAReason(t *testing.T) {
	group := func(id int, scope knowledge.Scope, nodes ...string) diagnosis.Group {
		return diagnosis.Group{ID: id, State: diagnosis.Failed, Severity: knowledge.SeverityError, Scope: scope, Nodes: nodes}
	}
	running := group(2, knowledge.ScopeNode, "c")
	running.State = diagnosis.InProgress
	system := []diagnosis.Finding{{Group: 1, Mode: "system"}, {Group: 2}}
	for _, test := range []struct {
		about    string
		groups   []diagnosis.Group
		findings []diagnosis.Finding
		first    *diagnosis.FixFirst
		want     string
	}{
		{"a rule", []diagnosis.Group{group(1, "node", "a"), group(2, "node", "b")}, nil, &diagnosis.FixFirst{Group: 2, Text: "AKS gets no token"}, "Fix 2 first: AKS gets no token."},
		{"scope", []diagnosis.Group{group(1, "network", "a"), group(2, "node", "b", "c")}, nil, nil, "Fix 1 first: it concerns all nodes of a subnet or of a way out."},
		{"a system pool", []diagnosis.Group{group(1, "node", "a"), group(2, "node", "b", "c")}, system, nil, "Fix 1 first: it is in a system node pool."},
		{"nodes", []diagnosis.Group{group(1, "node", "a", "b"), group(2, "node", "c")}, nil, nil, "Fix 1 first: it has the most nodes."},
		{"not the most nodes", []diagnosis.Group{group(1, "pool", "a", "b"), group(2, "pool", "c"), group(3, "node", "d", "e", "f")}, nil, nil, ""},
		{"one that runs", []diagnosis.Group{group(1, "node", "a"), running}, nil, nil, "Fix 1 first: nothing is to be done for the others."},
		{"alike", []diagnosis.Group{group(1, "node", "a"), group(2, "node", "b")}, nil, nil, ""},
		{"one problem", []diagnosis.Group{group(1, "cluster", "a")}, nil, nil, ""},
	} {
		d := &diagnosis.Diagnosis{Groups: test.groups, Findings: test.findings, FixFirst: test.first}
		if got := Begin(d); got != test.want {
			t.Errorf("%s: %q, want %q", test.about, got, test.want)
		}
	}
}

func TestAHeadlineIsNotSaidAgain(t *testing.T) {
	a := &diagnosis.Answer{
		Text: "The kubelet stopped posting node status", Causes: []diagnosis.JudgedCause{{Text: "The VM is stopped.", Verdict: diagnosis.Open}},
		Evidence: []diagnosis.Proof{{Source: "condition", Name: "Ready=Unknown", Message: "Kubelet stopped posting node status."}},
	}
	if got := AnswerBeside(a.Text, a); got != "" {
		t.Errorf("beside its own text an answer is %q", got)
	}
	if got := AnswerBeside("Another", a); got != a.Text+"." {
		t.Errorf("beside another headline it is %q", got)
	}
	if got := Evidence(a); got != "condition Ready=Unknown" {
		t.Errorf("evidence that repeats the answer is %q", got)
	}
	if got := CauseOf(a); got != "Likely: The VM is stopped." {
		t.Errorf("the first open cause is %q", got)
	}
	a.Causes[0].Verdict, a.Causes[0].Evidence = diagnosis.Confirmed, []diagnosis.Proof{{Says: "Azure says so", Verdict: diagnosis.Confirmed}}
	if got := CauseOf(a) + " " + Proofs(a); got != "Confirmed: The VM is stopped. Azure says so" {
		t.Errorf("a cause that is confirmed is %q", got)
	}
}

func TestWithoutOtherEvidenceTheMarksOfTheNodeAreShown(t *testing.T) {
	f := &diagnosis.Finding{
		Condition: diagnosis.Condition{Status: "Unknown", Message: "Kubelet stopped posting node status."},
		Taints:    []string{"node.kubernetes.io/unreachable:NoExecute", "node.cloudprovider.kubernetes.io/shutdown:NoSchedule"},
	}
	want := "condition Ready=Unknown: Kubelet stopped posting node status; taint node.cloudprovider.kubernetes.io/shutdown:NoSchedule"
	if got := strings.Join(Marks(f), "; "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
