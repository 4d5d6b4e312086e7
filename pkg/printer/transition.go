package printer

import (
	"io"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Transition prints one line: when it happened (RFC 3339, UTC), the node, and what. It does
// not wrap, so that lines can be searched. It returns the error of the writer.
func Transition(w io.Writer, t diagnosis.Transition, s Style) error {
	p := newPage(s)
	text, tone := happened(t)
	// The text is cleaned here, for a transition is not copied clean as a whole.
	line := cleanLine(bound(strings.Join(strings.Fields(text), " "), fieldLimit))
	p.put(inkPlain, t.Time.UTC().Format(time.RFC3339)+" "+cleanLine(t.Node)+" "+p.paint(inks[tone], line))
	return p.flush(w)
}
