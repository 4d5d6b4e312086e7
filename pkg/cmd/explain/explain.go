// Package explain answers what the command of that name is asked: a code, a number, a name or a text
// that was pasted. It connects the table, the pages of package paste and the printer.
package explain

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/paste"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// maxText is how much of a text that is no page is explained: an event is at most 64 kB.
const maxText = 1 << 20

// Explainer explains with one table, for one terminal.
type Explainer struct {
	// ErrOut takes the note on what is not known.
	ErrOut io.Writer
	Table  *knowledge.Table
	Style  printer.Style
	Now    func() time.Time
	// System leaves out the exit codes of the other operating system; empty leaves out none.
	System knowledge.Platform
	// Details prints everything instead of the answer on one screen.
	Details bool
}

// Text gives a page that was pasted its verdict, and explains other text. It returns an error for
// text of which nothing is known, for a page that does not show enough, and that of the writer.
func (x Explainer) Text(ctx context.Context, w io.Writer, what string) error {
	out := &paste.Counter{W: w}
	pasted, err := paste.Reader{Out: out, Table: x.Table, Style: x.Style, Now: x.Now, Details: x.Details}.Read(ctx, what)
	if err != nil {
		return fmt.Errorf("writing the verdict: %w", err)
	}
	explanation := x.Table.Explain(strings.ToValidUTF8(pasted.Text[:min(len(pasted.Text), maxText)], ""))
	entries := slices.DeleteFunc(explanation.Entries, func(e *knowledge.Entry) bool { return !e.FitsOS(x.System) })
	switch {
	case len(entries) > 0 && pasted.Page:
		fmt.Fprintln(out)
	case len(entries) > 0:
	case pasted.Incomplete != nil:
		return pasted.Incomplete
	case pasted.Judged:
	case pasted.Page:
		_, err = fmt.Fprintln(out, pasted.Quiet)
		return err
	default:
		return missed(explanation, what)
	}
	if err := x.entries(out, entries, pasted); err != nil {
		return fmt.Errorf("writing the explanation: %w", err)
	}
	if unknown := explanation.Unknown; len(unknown) > 0 {
		_, err := fmt.Fprintf(x.ErrOut, "note: the text also names %s, of which nothing is known here\n",
			printer.Clean(strings.Join(unknown, ", ")))
		return err
	}
	return nil
}

// entries prints the entries that a text leads to, with the values that it has for their commands.
func (x Explainer) entries(out *paste.Counter, entries []*knowledge.Entry, pasted paste.Outcome) error {
	if len(entries) == 0 {
		return nil
	}
	paste.ByWeight(entries)
	entries, general := knowledge.SplitGeneral(entries)
	explained := make([]printer.Explained, len(entries))
	for i, entry := range entries {
		filled, commands := paste.Filled(entry, x.Table, pasted.Values)
		explained[i] = printer.Explained{Entry: filled, Setup: x.Table.Setup(commands, pasted.Values)}
	}
	if !x.Details {
		return printer.ShortEntries(out, explained, general, printer.Below{Lines: out.Lines, Verdict: pasted.Shown}, x.Table.Says, x.Style) //nolint:wrapcheck // the caller says what was written
	}
	for i, e := range explained {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if err := printer.Entry(out, e.Entry, e.Setup, x.Table.Says, x.Style); err != nil {
			return err //nolint:wrapcheck // the caller says what was written
		}
	}
	for _, entry := range general {
		if _, err := fmt.Fprintf(out, "\nIn general: %s (kubectl autorepair explain %s)\n", printer.Clean(entry.Title), printer.Clean(entry.Code)); err != nil {
			return err //nolint:wrapcheck // the caller says what was written
		}
	}
	return nil
}

// missed says that nothing is known, what is near, and how to search.
func missed(explanation knowledge.Explanation, what string) error {
	near, unknown := explanation.Suggest(), explanation.Unknown
	const shown = 80
	if what = strings.TrimSpace(what); len(what) > shown {
		what = strings.ToValidUTF8(what[:shown], "") + "..."
	}
	subject := fmt.Sprintf("%q", what)
	if named := strings.Join(unknown, ", "); len(unknown) > 0 && named != what {
		subject = fmt.Sprintf("%s, named in %s", printer.Clean(named), subject)
	}
	if len(near) == 0 {
		return fmt.Errorf("nothing is known about %s; search by a word of its text: kubectl autorepair explain --list WORD", subject)
	}
	return fmt.Errorf("nothing is known about %s; the nearest: %s", subject, strings.Join(near, ", "))
}
