package printer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// nodeOf prints the page of the first node of a diagnosis with all details.
func nodeOf(t *testing.T, d *diagnosis.Diagnosis, s Style) string {
	t.Helper()
	var out bytes.Buffer
	f := &d.Findings[0]
	if err := Node(&out, d, f, find(f.Entries), Reach{}, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEveryWriterSaysTheSameOfANode(t *testing.T) {
	d, f := broken(), unknownNode()
	f.Entries = append(f.Entries, "Failed", credentialEntry().Code)
	f.Settled = []diagnosis.JudgedCause{{
		Entry: credentialEntry().Code, Text: "The secret has expired.", Verdict: diagnosis.Confirmed,
		Evidence: []diagnosis.Proof{{Says: "Entra ID refused it", Verdict: diagnosis.Confirmed}},
	}}
	f.Down = &diagnosis.Answer{Text: "The kubelet is silent"}
	f.Repair = &diagnosis.Answer{Text: "The reimage failed"}
	f.Signals = []diagnosis.Signal{
		{Source: "condition", Name: "OddPressure=True"},
		{Source: "azure-vm", Name: "PowerState=deallocated"},
		{Source: "event", Name: "OutOfMemory", Entry: "OutOfMemory"},
	}
	f.Next = &diagnosis.Expectation{Action: diagnosis.Redeploy, Round: 1, About: *before(0), Confidence: "inferred"}
	d.Findings = []diagnosis.Finding{*f}
	page := nodeOf(t, d, Style{})
	plain := strings.NewReplacer(`\`, "", "**", "", "`", "")
	for name, text := range map[string]string{"page": page, "Markdown": plain.Replace(markdownOf(t, alone(d))), "HTML": pageOf(t, alone(d))} {
		for _, want := range []string{
			"The kubelet is silent.", "The reimage failed.", "Why down", "Not repaired", "a redeploy, round 1",
			"Seen on the node, causes before symptoms", "OutOfMemory (event)", "What Azure reports", "PowerState=deallocated (azure-vm)",
			"Conditions that are not known here, and not judged", "OddPressure=True (condition)",
			"Further codes in the details", "Around it", "OperationNotAllowed, ClientSecretCredential authentication failed", "Not known",
			"Error details, as the event has them", "Error details of the earlier reboot, round 1", "Also", "an older error",
			"Confirmed: The secret has expired. Entra ID refused it.",
		} {
			if name == "HTML" && want == "Also" {
				want = "What else applies"
			}
			if !strings.Contains(text, want) {
				t.Errorf("the %s does not say %q:\n%s", name, want, text)
			}
		}
	}
	seen, azure, odd := strings.Index(page, "OutOfMemory ("), strings.Index(page, "PowerState"), strings.Index(page, "OddPressure")
	if seen > azure || azure > odd {
		t.Errorf("what is not known stands before what is:\n%s", page)
	}
}

func TestTextsOfErrorsThatAreLeftOutAreCounted(t *testing.T) {
	d, f := broken(), unknownNode()
	f.Attempts = nil
	for i := range 14 {
		f.Attempts = append(f.Attempts, diagnosis.Attempt{Action: diagnosis.Reboot, Round: 1, Error: before(0), Details: fmt.Sprintf("error %c.", 'a'+i)})
	}
	d.Findings = []diagnosis.Finding{*f}
	page := nodeOf(t, d, Style{Width: 80})
	if want := "5 earlier texts of an error: see -o wide."; !strings.Contains(page, want) || strings.Contains(page, "error e.") || !strings.Contains(page, "error f.") {
		t.Errorf("no %q after the ten newest texts:\n%s", want, page)
	}
	if page = nodeOf(t, d, Style{Width: 80, Wide: true}); !strings.Contains(page, "error a.") || strings.Contains(page, "see -o wide") {
		t.Errorf("-o wide leaves texts out:\n%s", page)
	}
}

func TestAnOverviewCountsWhatItLeavesOut(t *testing.T) {
	d := broken()
	for len(d.Groups) < 45 {
		g := groupOf(len(d.Groups)+1, diagnosis.Failed, "", redeployEntry())
		g.Nodes = []string{"node"}
		d.Groups, d.Findings = append(d.Groups, g), append(d.Findings, *failedNode())
	}
	d.CommonCauses = []diagnosis.CommonCause{{Dimension: "pool", Value: "user", Down: 45, Total: 46, Entry: "PoolDown", Title: "A node pool went down at once"}}
	rest := []string{"5 more problems; -o wide lists all of them.", fmt.Sprintf("%d more nodes; -o wide lists all of them.", len(d.Findings)-10)}
	for _, s := range []Style{{Width: 80}, {Width: 80, Wide: true}} {
		var out bytes.Buffer
		if err := Overview(&out, d, Reach{}, s); err != nil {
			t.Fatal(err)
		}
		for _, want := range rest {
			if strings.Contains(out.String(), want) == s.Wide {
				t.Errorf("wide is %v, %q:\n%s", s.Wide, want, out.String())
			}
		}
	}
}

func TestAnOverviewDoesNotReadThePagesOfItsNodes(t *testing.T) {
	d := broken()
	cost := func() float64 {
		return testing.AllocsPerRun(5, func() { document.NewOverview(d, Reach{}, true) })
	}
	before := cost()
	for i := range d.Findings {
		d.Findings[i].Timeline = make([]diagnosis.Moment, 100)
		for j := range d.Findings[i].Timeline {
			d.Findings[i].Timeline[j].Reason = evil
		}
	}
	if after := cost(); after > before+1 {
		t.Errorf("an overview takes %.0f allocations, with long timelines %.0f", before, after)
	}
}
