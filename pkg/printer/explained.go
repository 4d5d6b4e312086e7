package printer

import (
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// Explained is an entry with the lines that set the variables of its commands.
type Explained struct {
	Entry *knowledge.Entry
	Setup []string
}

// Below is what stands above an answer: so many lines, which are a verdict or not.
type Below struct {
	Lines   int
	Verdict bool
}

// ShortEntries prints the answer to a code or to a pasted text on one screen, of which Entry has the
// details. The most specific entry comes first; general are those that say less. Below is what the screen
// has already. It returns the error of the writer.
func ShortEntries(w io.Writer, entries []Explained, general []*knowledge.Entry, below Below, says Says, s Style) error {
	x := brief.Explanation{General: clean.Copy(general, nil), Used: below.Lines, Beside: below.Verdict}
	for _, e := range entries {
		admitted := clean.Copy(*e.Entry, nil)
		one := brief.Entry{Entry: &admitted, Setup: clean.Copy(e.Setup, nil)}
		for _, c := range e.Entry.Causes {
			one.Signs = append(one.Signs, brief.Signs{Confirm: clean.Copy(says(c.ConfirmedBy), nil), RuleOut: clean.Copy(says(c.RuledOutBy), nil)})
		}
		x.Entries = append(x.Entries, one)
	}
	return brief.Explain(w, x, s)
}

// Kinds prints how many entries of each kind there are, and how to find one. It returns the error
// of the writer.
func Kinds(w io.Writer, entries []*knowledge.Entry, s Style) error {
	list := make([]brief.Listed, len(entries))
	for i, e := range entries {
		list[i] = brief.Listed{Code: e.Code, Kind: e.Kind}
	}
	return brief.Kinds(w, clean.Copy(list, nil), s)
}

// Wrapped returns clean text in lines of at most width columns, each line of the text under its own
// indentation; 0 is no limit.
func Wrapped(text string, width int) string {
	return strings.Join(layout.WrapBlock(clean.Block(text), width), "\n")
}
