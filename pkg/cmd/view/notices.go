package view

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Notices says what can no longer be read and what can be read again, from the gaps of two
// diagnoses.
func Notices(before, after []snapshot.Gap) []string {
	var out []string
	for _, line := range printer.NotSeen(gapsWithout(after, before)) {
		out = append(out, "warning: not seen: "+line)
	}
	for _, g := range gapsWithout(before, after) {
		out = append(out, "note: seen again: "+g.Subject())
	}
	return out
}

// gapsWithout returns the gaps that are not among others, by what is missing: the reason can change
// while it lasts.
func gapsWithout(gaps, others []snapshot.Gap) []snapshot.Gap {
	type missing struct {
		source snapshot.GapSource
		what   string
	}
	known := map[missing]bool{}
	for _, g := range others {
		known[missing{g.Source, g.Key}] = g.Key != ""
		for _, subject := range g.Subjects {
			known[missing{g.Source, subject}] = true
		}
	}
	var out []snapshot.Gap
	for _, g := range gaps {
		if g.Key != "" && known[missing{g.Source, g.Key}] {
			continue
		}
		g.Subjects = slices.DeleteFunc(slices.Clone(g.Subjects), func(subject string) bool { return known[missing{g.Source, subject}] })
		if len(g.Subjects) > 0 {
			out = append(out, g)
		}
	}
	return out
}
