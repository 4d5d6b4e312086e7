package wording

import (
	"math"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// NotSeen says what could not be seen, why, and what to do about it, a text for each
// reason. The texts are not clean.
func NotSeen(gaps []diagnosis.Gap) []string { return notSeen(gaps, math.MaxInt) }

// missingShown is how many characters of what is missing a terminal has: it can be thousands of nodes.
const missingShown = 600

// NotSeenShort is NotSeen with what is missing as far as a person reads it.
func NotSeenShort(gaps []diagnosis.Gap) []string { return notSeen(gaps, missingShown) }

func notSeen(gaps []diagnosis.Gap, limit int) []string {
	var merged []diagnosis.Gap
	for _, g := range gaps {
		g.Source, g.Key = "", "" // one sentence for what has one reason, whatever part it is in
		merged = g.AddTo(merged)
	}
	texts := make([]string, 0, len(merged))
	for _, g := range merged {
		texts = append(texts, strings.TrimSpace(clean.Bound(g.Subject(), limit)+": "+Sentence(g.Reason)+" "+Sentence(g.Action)))
	}
	return texts
}
