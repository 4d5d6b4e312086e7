package printer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
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
	f.Entries = append(f.Entries, "Failed")
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
