package printer

import (
	"cmp"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Tone says by one word how a thing is. Each writer shows it in its own way, and never
// alone: the words beside it say the same.
type Tone string

// The tones. Most things have none.
const (
	toneBad  Tone = "bad"
	toneWarn Tone = "warn"
	toneGood Tone = "good"
	toneNote Tone = "note"
)

// Fact is a label with its text. An empty text leaves the fact out.
type Fact struct {
	Label, Text string
	Tone        Tone
}

// severityTone is the tone of what has a severity.
func severityTone(s knowledge.Severity) Tone {
	return cmp.Or(map[knowledge.Severity]Tone{knowledge.SeverityError: toneBad, knowledge.SeverityWarning: toneWarn}[s], toneNote)
}

// tone is that of a whole diagnosis. Nodes that are down outweigh what was not seen.
func tone(d *diagnosis.Diagnosis) Tone {
	s := d.Summary
	switch {
	case s.Listed+s.Unread+s.Removed > 0:
		return toneBad
	case len(d.Gaps) > 0 || s.Total < 0:
		return toneWarn
	default:
		return toneGood
	}
}

func listTone(l *diagnosis.DiagnosisList) Tone {
	switch t := tallyOf(l); {
	case t.broken > 0:
		return toneBad
	case !l.Complete():
		return toneWarn
	default:
		return toneGood
	}
}
