package past

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// verdict is the headline: what happened, as far as it can be seen.
func verdict(h *diagnosis.History) string {
	parts := []string{outagesText(h), repairsText(h)}
	if recurring := recurringNodes(h); recurring > 0 {
		parts = append(parts, wording.Count(recurring, "node")+" went down on three days or more.")
	}
	return strings.Join(parts, " ")
}

// outagesText counts outages.
func outagesText(h *diagnosis.History) string {
	switch n := len(h.Outages); {
	case n > 0:
		text := fmt.Sprintf("%s of %s", wording.Count(n, "outage"), wording.Count(len(h.Nodes), "node"))
		if h.Visible.Outages != diagnosis.SeesAll {
			text = "At least " + text
		}
		switch down := ending(h, diagnosis.EndNone); down {
		case 0:
		case 1:
			text += ", one not over: " + notOver(h)
		default:
			text += fmt.Sprintf(", %d not over", down)
		}
		return text + "."
	case h.Visible.Outages == diagnosis.SeesAll:
		return "No outage of a node."
	default:
		return "No outage is known, and not all of them can be seen."
	}
}

// notOver is the node of the first outage that is not over.
func notOver(h *diagnosis.History) string {
	for i := range h.Outages {
		if h.Outages[i].Ending == diagnosis.EndNone {
			return h.Outages[i].Node
		}
	}
	return ""
}

// repairsText counts repairs.
func repairsText(h *diagnosis.History) string {
	failed := 0
	for i := range h.Nodes {
		failed += h.Nodes[i].Failed
	}
	switch n := len(h.Repairs); {
	case n == 0 && h.Visible.Repairs == diagnosis.SeesAll:
		return "No repair by AKS."
	case n == 0 && h.Visible.Repairs == diagnosis.SeesNone:
		return "Repairs cannot be seen."
	case n == 0:
		return "No repair is known."
	case h.Visible.Repairs == diagnosis.SeesAll:
		return fmt.Sprintf("%s by AKS, %d with an error.", wording.Count(n, "repair"), failed)
	default:
		return fmt.Sprintf("At least %s by AKS, %d with an error.", wording.Count(n, "repair"), failed)
	}
}

// ending counts the outages that ended in a way.
func ending(h *diagnosis.History, how diagnosis.Ending) int {
	n := 0
	for i := range h.Outages {
		if h.Outages[i].Ending == how {
			n++
		}
	}
	return n
}

// recurringNodes counts the nodes that went down again and again.
func recurringNodes(h *diagnosis.History) int {
	n := 0
	for i := range h.Nodes {
		if h.Nodes[i].Recurring {
			n++
		}
	}
	return n
}

// tone is how bad it is.
func tone(h *diagnosis.History) wording.Tone {
	switch {
	case ending(h, diagnosis.EndNone) > 0:
		return wording.ToneBad
	case len(h.Outages) > 0, h.Visible.Outages != diagnosis.SeesAll, len(h.Gaps) > 0:
		return wording.ToneWarn
	default:
		return wording.ToneGood
	}
}
