package printer

import (
	"math"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// allNotSeen says what could not be seen, why, and what to do about it, a text for each
// reason. The texts are not clean.
func allNotSeen(gaps []diagnosis.Gap) []string { return notSeen(gaps, math.MaxInt) }

// notSeen is allNotSeen with at most so many characters of what is missing.
func notSeen(gaps []diagnosis.Gap, limit int) []string {
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
		texts = append(texts, strings.TrimSpace(bound(g.Subject(), limit)+": "+sentence(g.Reason)+" "+sentence(g.Action)))
	}
	return texts
}
