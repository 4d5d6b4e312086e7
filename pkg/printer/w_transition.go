package printer

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// transitionDetails bounds the raw text of an error on the line of a transition.
const transitionDetails = 160

// happened says it in words, with its tone.
func happened(t diagnosis.Transition) (string, Tone) {
	step := fmt.Sprintf("%s %%s (round %d)", strings.ToLower(string(t.Action)), t.Round)
	switch t.Change {
	case diagnosis.NodeDown:
		if t.State == "" {
			return "NotReady" + lasted(" for ", t) + ", seen only afterwards", toneBad
		}
		return "NotReady" + lasted(" for ", t) + ": " + transitionLabel(t), toneBad
	case diagnosis.NodeRecovered:
		return "Ready again" + lasted(" after ", t), toneGood
	case diagnosis.NodeRemoved:
		return "removed" + lasted(", NotReady for ", t) + codeOf(t), toneBad
	case diagnosis.AttemptStarted:
		return fmt.Sprintf(step, "started"), ""
	case diagnosis.AttemptEnded:
		return fmt.Sprintf(step, "ended"), ""
	case diagnosis.AttemptFailed:
		return fmt.Sprintf(step, "failed") + codeOf(t), toneBad
	default:
		return "is now " + transitionLabel(t) + " (before: " + string(t.Before) + ")", toneWarn
	}
}

func transitionLabel(t diagnosis.Transition) string {
	return strings.Join(label(&diagnosis.Group{State: t.State, Reason: t.Reason, Code: t.Code}), " ")
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

// codeOf is the code of an error, or where the table does not know it the raw text.
func codeOf(t diagnosis.Transition) string {
	switch t.Code {
	case "":
		return ""
	case knowledge.UnknownCode:
		return ": unknown code: " + bound(cmp.Or(t.Details, t.Code), transitionDetails)
	case knowledge.NoCode:
		return ", no code in the event"
	default:
		return ": " + t.Code
	}
}
