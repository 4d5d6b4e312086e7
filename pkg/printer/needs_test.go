package printer

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestEveryWriterSaysWhatACommandNeeds(t *testing.T) {
	const want = "Look. (Azure CLI 2.85 or newer, extension aks-preview)"
	d, f := broken(), failedNode()
	f.Steps = []diagnosis.Step{{Text: "Look.", Command: "az aks operation show-latest", AzureCLI: "2.85", Extensions: []string{"aks-preview"}}}
	d.Findings = []diagnosis.Finding{*f}
	var page bytes.Buffer
	if err := Node(&page, d, f, nil, Reach{}, Style{Width: 120}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"page": page.String(), "Markdown": markdownOf(t, alone(d)), "HTML": pageOf(t, alone(d))} {
		if !strings.Contains(strings.ReplaceAll(text, `\-`, "-"), want) {
			t.Errorf("the %s does not say %q:\n%s", name, want, text)
		}
	}
}

func TestEveryWriterMarksAChangeWithoutACommand(t *testing.T) {
	d, f := broken(), failedNode()
	f.Steps = []diagnosis.Step{{Text: "Open the port.", Mutates: true, Warning: "Opens it."}}
	d.Findings = []diagnosis.Finding{*f}
	var page bytes.Buffer
	if err := Node(&page, d, f, nil, Reach{}, Style{Width: 120}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"page": page.String(), "Markdown": markdownOf(t, alone(d)), "HTML": pageOf(t, alone(d))} {
		for _, want := range []string{"makes a change", "Open the port.", "Opens it."} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s does not say %q:\n%s", name, want, text)
			}
		}
	}
}
