package printer

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"

// page is a result for a terminal.
type page struct{ *Page }

func newPage(s Style) *page { return &page{NewPage(s)} }

// inks are the colours of the tones.
var inks = map[Tone]Ink{toneBad: inkBad, toneWarn: inkWarn, toneGood: inkGood, toneNote: inkHead}

// facts adds labels with their texts one under the other.
func (p *page) facts(indent int, list []Fact) {
	fields := make([]field, len(list))
	for i, f := range list {
		fields[i] = field{f.Label, f.Text, inks[f.Tone]}
	}
	p.fields(indent, fields)
}

// toned is a cell of one line in the colour of a tone.
func toned(text string, t Tone) cell { return one(text, inks[t]) }

// severityInk is the colour of what has a severity.
func severityInk(s knowledge.Severity) Ink { return inks[severityTone(s)] }
