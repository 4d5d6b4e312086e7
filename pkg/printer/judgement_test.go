package printer

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// sayNames says of checks only their names.
func sayNames(names []string) []string { return names }

func TestACauseThatTheEvidenceSettlesHasTheWordAndTheEvidence(t *testing.T) {
	at := metav1.NewTime(time.Date(2026, 5, 19, 21, 30, 5, 0, time.UTC))
	scaleDown := diagnosis.Proof{Says: "The cluster autoscaler removes the node", Source: "event", Reason: "ScaleDown", Time: &at, Verdict: diagnosis.Confirmed}
	running := diagnosis.Proof{Says: "Azure finds the VM", Source: "azure-vm", Verdict: diagnosis.RuledOut}
	cause := diagnosis.JudgedCause{Text: "The VM was deleted.", Confidence: "inferred", Verdict: diagnosis.Open}
	for _, test := range []struct {
		verdict  diagnosis.Verdict
		evidence []diagnosis.Proof
		want     string
	}{
		{diagnosis.Open, nil, "The VM was deleted. (inferred)"},
		{diagnosis.Confirmed, []diagnosis.Proof{scaleDown}, "Confirmed: The VM was deleted. The cluster autoscaler removes the node (event ScaleDown, 21:30:05)."},
		{diagnosis.RuledOut, []diagnosis.Proof{running}, "Ruled out: The VM was deleted. Azure finds the VM (azure-vm)."},
		{diagnosis.Open, []diagnosis.Proof{scaleDown, running}, "The VM was deleted. (inferred) The evidence contradicts itself: " +
			"The cluster autoscaler removes the node (event ScaleDown, 21:30:05); Azure finds the VM (azure-vm)."},
	} {
		cause.Verdict, cause.Evidence = test.verdict, test.evidence
		if got := wording.JudgedCause(&cause); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestTheOverviewShowsWhatIsConfirmedAndCountsTheRest(t *testing.T) {
	g := diagnosis.Group{ID: 1, Title: "A title", Nodes: []string{"a", "b"}, Judged: []diagnosis.GroupCause{
		{Text: "First.", Confidence: "documented", Confirmed: 1, Open: 1, Evidence: []diagnosis.Proof{{Says: "It is seen", Verdict: diagnosis.Confirmed}}},
		{Text: "Second.", Confidence: "documented", Open: 2},
		{Text: "Third.", Confidence: "documented", RuledOut: 2},
	}}
	shown := document.NewOverview(&diagnosis.Diagnosis{Groups: []diagnosis.Group{g}}, Reach{}, false).Problems[0]
	if got := strings.Join(shown.Causes, "|"); got != "Confirmed on 1 of 2: First. It is seen." {
		t.Errorf("causes %q", got)
	}
	if shown.More != "1 more cause, 1 cause ruled out." {
		t.Errorf("the rest is %q", shown.More)
	}
}
