// Package near finds names that are near to a mistyped one.
package near

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// shortestPart is how long a part of a name must be to count as a hint at it.
const shortestPart = 4

// Names returns the names, at most so many, of those keys that are near to something wanted, the
// nearest first. Keys and what is wanted are lower case.
func Names(wanted []string, names map[string]string, most int) []string {
	best := map[string]int{}
	for key, name := range names {
		for _, w := range wanted {
			if far, near := distance(w, key); near {
				if old, ok := best[name]; !ok || far < old {
					best[name] = far
				}
			}
		}
	}
	found := slices.SortedFunc(maps.Keys(best), func(a, b string) int { return cmp.Or(cmp.Compare(best[a], best[b]), cmp.Compare(a, b)) })
	return found[:min(len(found), most)]
}

// distance returns how far a wanted text is from a name, both folded: 0 when one is a part of
// the other, else the number of single edits. It is near when at most a third of the
// wanted text would have to change.
func distance(wanted, name string) (far int, near bool) {
	if len(wanted) >= shortestPart && strings.Contains(name, wanted) {
		return 0, true
	}
	if len(name) >= shortestPart && !strings.Contains(wanted, " ") && strings.Contains(wanted, name) {
		return 0, true
	}
	allowed := len(wanted) / 3
	if allowed == 0 || max(len(wanted)-len(name), len(name)-len(wanted)) > allowed {
		return 0, false
	}
	far = levenshtein.ComputeDistance(wanted, name)
	return far, far <= allowed
}
