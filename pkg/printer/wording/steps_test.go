package wording

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestPlatformMarksSayWhichNodesAStepIsFor(t *testing.T) {
	for want, list := range map[string][]knowledge.Platform{
		"":                               nil,
		"(scale set nodes)":              {knowledge.ScaleSet},
		"(single VM nodes)":              {knowledge.VM},
		"(Windows nodes)":                {knowledge.Windows},
		"(Linux scale set nodes)":        {knowledge.ScaleSet, knowledge.Linux},
		"(scale set or single VM nodes)": {knowledge.VM, knowledge.ScaleSet},
		"(Linux or Windows nodes)":       {knowledge.Linux, knowledge.Windows},
	} {
		if got := platform(list); got != want {
			t.Errorf("platform(%v) = %q, want %q", list, got, want)
		}
	}
}

func TestMarksSayWhetherACommandChangesTheClusterOrTheReaderHasTo(t *testing.T) {
	for want, s := range map[string]diagnosis.Step{
		"":                    {Text: "Read it.", Command: "ls", Warning: "Slow."},
		"changes the cluster": {Text: "Drop it.", Command: "rm", Mutates: true},
		"makes a change":      {Text: "Open the port.", Mutates: true},
	} {
		if got := (Step{Step: s}).Mark(); got != want {
			t.Errorf("%+v has the mark %q, want %q", s, got, want)
		}
	}
}
