package wording

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// transitionDetails bounds the raw text of an error on the line of a transition.
const transitionDetails = 160

// Transition says in words what happened to a node, with its tone. The words are not clean.
func Transition(t diagnosis.Transition) (string, Tone) {
	step := fmt.Sprintf("%s %%s (round %d)", strings.ToLower(string(t.Action)), t.Round)
	switch t.Change {
	case diagnosis.NodeDown:
		if t.State == "" {
			return "NotReady" + lasted(" for ", t) + ", seen only afterwards", ToneWarn
		}
		return "NotReady" + lasted(" for ", t) + ": " + transitionLabel(t), ToneWarn
	case diagnosis.NodeRecovered:
		return "Ready again" + lasted(" after ", t), ToneGood
	case diagnosis.NodeRemoved:
		return "removed" + lasted(", NotReady for ", t) + codeOf(t), ToneWarn
	case diagnosis.AttemptStarted:
		return fmt.Sprintf(step, "started"), ""
	case diagnosis.AttemptEnded:
		return fmt.Sprintf(step, "ended"), ""
	case diagnosis.AttemptFailed:
		return fmt.Sprintf(step, "failed") + codeOf(t), ToneWarn
	default:
		return "is now " + transitionLabel(t) + " (before: " + string(t.Before) + ")", ToneWarn
	}
}

func transitionLabel(t diagnosis.Transition) string {
	return strings.Join(Label(&diagnosis.Group{State: t.State, Reason: t.Reason, Code: t.Code}), " ")
}

// lasted is how long the outage lasted, after some words.
func lasted(words string, t diagnosis.Transition) string {
	switch {
	case t.NotReadyFor == nil:
		return ""
	case t.AtLeast:
		words += ">="
	}
	return words + age(t.NotReadyFor.Duration)
}

// codeOf returns the code of an error, or the raw text where the table does not know the code.
func codeOf(t diagnosis.Transition) string {
	switch t.Code {
	case "":
		return ""
	case knowledge.UnknownCode:
		return ": unknown code: " + clean.Bound(cmp.Or(t.Details, t.Code), transitionDetails)
	case knowledge.NoCode:
		return ", no code in the event"
	default:
		return ": " + t.Code
	}
}
