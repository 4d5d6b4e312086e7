package knowledge

import (
	"fmt"
	"testing"
)

// withoutOrigin returns what is said to be documented without saying where: of an entry with one
// reference it is that one, of one with several each documented cause names its own.
func withoutOrigin(entries []*Entry) []string {
	var faults []string
	for _, e := range entries {
		for _, c := range e.Causes {
			if c.Confidence == Documented && c.Reference == "" && len(e.References) > 1 {
				faults = append(faults, fmt.Sprintf("%s: in which of %d references was it read? %s", e.Code, len(e.References), c.Text))
			}
		}
	}
	return faults
}

func TestEveryDocumentedCauseSaysWhereItWasRead(t *testing.T) {
	for _, fault := range withoutOrigin(builtin(t).Entries()) {
		t.Error(fault)
	}
	const a, b = "https://a.example", "https://b.example"
	got := withoutOrigin([]*Entry{
		{Code: "One", Causes: []Cause{{Confidence: Documented}}, References: []string{a}},
		{Code: "Two", Causes: []Cause{{Text: "x", Confidence: Documented}, {Confidence: Inferred}, {Confidence: Documented, Reference: b}}, References: []string{a, b}},
	})
	if len(got) != 1 || got[0] != "Two: in which of 2 references was it read? x" {
		t.Errorf("reported %q", got)
	}
}
