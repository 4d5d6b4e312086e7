package printer

import (
	"io"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Transition prints one line: when it happened (RFC 3339, UTC), the node, and what. It does
// not wrap, so that lines can be searched. It returns the error of the writer.
func Transition(w io.Writer, t diagnosis.Transition, s Style) error {
	p := newPage(s)
	text, tone := wording.Transition(t)
	// A transition is not copied clean as a whole, so its text is cleaned here.
	line := clean.Copy(strings.Join(strings.Fields(text), " "), nil)
	p.Put(layout.Plain, t.Time.UTC().Format(time.RFC3339)+" "+clean.Line(t.Node)+" "+p.Paint(inks[tone], line))
	return p.Flush(w)
}
