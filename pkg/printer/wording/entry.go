package wording

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// EntryFacts returns what every entry says besides its meaning.
func EntryFacts(e *knowledge.Entry) []Fact {
	sure := string(e.Confidence)
	if e.Verified != "" {
		sure += "; sources read " + e.Verified
	}
	return append([]Fact{{Label: "Do first:", Text: e.DoFirst}}, AdviceFacts(e.Owner, e.Retry, sure)...)
}

// AdviceFacts say who can act, whether waiting helps, and how well that is known.
func AdviceFacts(o knowledge.Owner, retry, sure string) []Fact {
	return []Fact{
		{Label: "Who can fix it:", Text: Owner(o)},
		{Label: "Will AKS retry?", Text: retry},
		{Label: "How sure:", Text: sure},
	}
}

// Owner says who can fix something.
func Owner(o knowledge.Owner) string {
	switch o {
	case knowledge.OwnerCustomer:
		return "the cluster's own team"
	case knowledge.OwnerAzure:
		return "Azure"
	case knowledge.OwnerEither:
		return "the cluster's own team or Azure: the details decide"
	case knowledge.OwnerNone:
		return "nobody has to act by hand"
	default:
		return string(o)
	}
}

// WhoActs says in a few words who has to act on a problem now; empty where the table does not know it.
func WhoActs(g *diagnosis.Group) string {
	switch {
	case g.State == diagnosis.InProgress && g.Owner == knowledge.OwnerNone:
		return "AKS: a repair is running"
	case g.Owner == knowledge.OwnerEither:
		return "the cluster's own team or Azure"
	case g.Owner == knowledge.OwnerNone:
		return "nobody"
	default:
		return Owner(g.Owner)
	}
}

// EntryOrigin says where an entry comes from when it is not shipped with the tool.
func EntryOrigin(e *knowledge.Entry) []Fact {
	if e.Source == "" || e.Source == knowledge.BuiltIn {
		return nil
	}
	return []Fact{{Label: "Source:", Text: e.Source}}
}

// ExitNames returns the exit codes that an entry is about, with their names.
func ExitNames(exits []knowledge.ExitCode) []string {
	names := make([]string, len(exits))
	for i, exit := range exits {
		names[i] = strconv.Itoa(exit.Number)
		if exit.Name != "" {
			names[i] += " " + exit.Name
		}
	}
	return names
}

// Cause marks a cause that no document confirms.
func Cause(c knowledge.Cause) string {
	if c.Confidence == "" || c.Confidence == knowledge.Documented {
		return c.Text
	}
	return c.Text + " (" + string(c.Confidence) + ")"
}

// SameAdvice returns the ID of the earlier group that has the same causes and steps, or 0.
func SameAdvice(earlier []diagnosis.Group, g *diagnosis.Group) int {
	for _, e := range earlier {
		if len(g.Steps) > 0 && e.Entry == g.Entry && reflect.DeepEqual(e.Causes, g.Causes) && reflect.DeepEqual(e.Steps, g.Steps) {
			return e.ID
		}
	}
	return 0
}

// ProvenCause returns a cause with how sure it is and, by number, in which of the references it
// was read: "A quota is full. (documented [1])".
func ProvenCause(c knowledge.Cause, references []string) string {
	proof := string(c.Confidence)
	switch i := slices.Index(references, c.Reference); {
	case i >= 0:
		proof += " " + ReferenceNumber(i)
	case c.Confidence == knowledge.Documented && len(references) == 1:
		proof += " " + ReferenceNumber(0) // documented is what was read in a reference of the entry
	}
	if proof == "" {
		return c.Text
	}
	return c.Text + " (" + proof + ")"
}

// ReferenceNumber is how causes name the reference at a position of the entry's list.
func ReferenceNumber(i int) string { return "[" + strconv.Itoa(i+1) + "]" }
