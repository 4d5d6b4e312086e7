package printer

import (
	"cmp"

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
