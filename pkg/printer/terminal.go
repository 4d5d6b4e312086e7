package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// page is a result for a terminal.
type page struct{ *layout.Page }

func newPage(s Style) *page { return &page{layout.NewPage(s)} }

// inks are the colours of the tones.
var inks = brief.Inks

// facts adds labels with their texts one under the other.
func (p *page) facts(indent int, list []wording.Fact) {
	fields := make([]layout.Field, len(list))
	for i, f := range list {
		fields[i] = layout.Field{Label: f.Titled(), Text: f.Text, Ink: inks[f.Tone]}
	}
	p.Fields(indent, fields)
}

// plain returns a cell of one line without a colour.
func plain(text string) layout.Cell { return layout.OneLine(text, layout.Plain) }

// cellOf returns a cell of one line in the colour of a tone.
func cellOf(text string, t wording.Tone) layout.Cell { return layout.OneLine(text, inks[t]) }

// fixInk returns the colour of a problem, by who has to fix it.
func fixInk(s knowledge.Severity, o knowledge.Owner) layout.Ink { return inks[wording.FixTone(s, o)] }

// gaps adds what could not be seen, whatever else is left out.
func (p *page) gaps(texts []string) {
	p.Blank()
	for _, text := range texts {
		p.Prose(layout.Warn, "NOT SEEN: ", text)
	}
}
