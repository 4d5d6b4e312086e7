package wording

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// states are what is said of a node in each state, in the words of AKS: the names of the states
// are ours.
var states = map[diagnosis.State]string{
	diagnosis.NotAttempted:           "no repair tried",
	diagnosis.Suppressed:             "AKS skips it",
	diagnosis.InProgress:             "repair is running",
	diagnosis.Failed:                 "last step failed",
	diagnosis.Exhausted:              "all 3 rounds failed",
	diagnosis.CompletedStillNotReady: "repair did not help",
	diagnosis.NoOutcome:              "end not seen",
	diagnosis.NotVisible:             "repairs not visible",
	diagnosis.Recovered:              "Ready after repair",
	diagnosis.Healthy:                "Ready",
	diagnosis.Removed:                "node removed",
}

// State says in a phrase what a state means; the name of one that is not known.
func State(s diagnosis.State) string {
	if text := states[s]; text != "" {
		return text
	}
	return string(s)
}

// StateSentence is State as a sentence.
func StateSentence(s diagnosis.State) string { return Sentence(Capital(State(s))) }

// Code is the most precise name by which a problem is looked up, empty where its title has none:
// the cause, the code that the table does not know, the code, or the reason.
func Code(g *diagnosis.Group) string {
	names := Label(g)
	if len(names) == 1 {
		return ""
	}
	return names[len(names)-1]
}

// Codes are all names by which a problem is looked up, the widest first.
func Codes(g *diagnosis.Group) string { return strings.Join(Label(g)[1:], " ") }

// NodeCodes is Codes for one node.
func NodeCodes(f *diagnosis.Finding) string { return Codes(groupOf(f)) }

// Tried is what AKS did to a node, in one sentence: how much, and the newest step with its time.
func Tried(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	if len(f.Attempts) == 0 {
		return ""
	}
	rows := Attempts(d, f)
	a, row := &f.Attempts[len(rows)-1], rows[len(rows)-1]
	at, how := row.Start, "began"
	switch LastPhase(a) {
	case diagnosis.Error:
		at, how = row.Error, "failed"
	case diagnosis.End:
		at, how = row.End, "ended"
	case diagnosis.Start:
	}
	text := fmt.Sprintf("%s, round %s, %s at %s UTC.", strings.ToLower(row.Action), row.Round, how, at)
	if len(rows) == 1 {
		return "AKS tried 1 step: " + text
	}
	return fmt.Sprintf("AKS tried %d steps, the last: %s", len(rows), text)
}
