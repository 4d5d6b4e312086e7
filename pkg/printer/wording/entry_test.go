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
