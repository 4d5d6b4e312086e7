package wording

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestGuessesAreMarked(t *testing.T) {
	for want, c := range map[string]knowledge.Confidence{
		"so": knowledge.Documented, "so (inferred)": knowledge.Inferred, "so (unverified)": knowledge.Unverified,
	} {
		if got := Cause(knowledge.Cause{Text: "so", Confidence: c}); got != want {
			t.Errorf("a cause that is %s reads %q", c, got)
		}
	}
}

func TestACauseSaysWhereItWasRead(t *testing.T) {
	const a, b = "https://a.example", "https://b.example"
	for want, test := range map[string]struct {
		cause      knowledge.Cause
		references []string
	}{
		"x (documented [2])": {knowledge.Cause{Text: "x", Confidence: knowledge.Documented, Reference: b}, []string{a, b}},
		"x (documented)":     {knowledge.Cause{Text: "x", Confidence: knowledge.Documented}, []string{a, b}},
		"x (documented [1])": {knowledge.Cause{Text: "x", Confidence: knowledge.Documented}, []string{a}},
		"x (inferred)":       {knowledge.Cause{Text: "x", Confidence: knowledge.Inferred}, []string{a}},
		"x":                  {knowledge.Cause{Text: "x"}, []string{a}},
	} {
		if got := ProvenCause(test.cause, test.references); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
