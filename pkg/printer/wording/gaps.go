package wording

import (
	"math"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// NotSeen says what could not be seen, why, and what to do about it, a text for each
// reason. The texts are not clean.
func NotSeen(gaps []diagnosis.Gap) []string { return NotSeenUpTo(gaps, math.MaxInt) }

// NotSeenUpTo is NotSeen with at most so many characters of what is missing.
func NotSeenUpTo(gaps []diagnosis.Gap, limit int) []string {
	var merged []diagnosis.Gap
	for _, g := range gaps {
		same := slices.IndexFunc(merged, func(m diagnosis.Gap) bool { return m.Reason == g.Reason && m.Action == g.Action })
		if same < 0 {
			merged = append(merged, g)
			continue
		}
		merged[same].Subjects = slices.Concat(merged[same].Subjects, g.Subjects)
	}
	texts := make([]string, 0, len(merged))
	for _, g := range merged {
		texts = append(texts, strings.TrimSpace(clean.Bound(g.Subject(), limit)+": "+Sentence(g.Reason)+" "+Sentence(g.Action)))
	}
	return texts
}
