package history

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// output writes a history. Again is the command that prints all of it.
type output func(w io.Writer, h *diagnosis.History, again string) error

// forPeople says whether the format is text that is read, not data.
func (f *Flags) forPeople() bool {
	return slices.Contains([]string{"", "table", "markdown", "html"}, f.format)
}

// output chooses how a history is written.
func (f *Flags) output(host *Host) (output, error) {
	style, err := host.Style(f.color)
	if err != nil {
		return nil, err
	}
	if f.details && f.format != "" && f.format != "table" {
		return nil, fmt.Errorf("--details is for tables: -o %s has everything", f.format)
	}
	style.NoHeaders = f.noHeaders
	switch f.format {
	case "", "table":
		return func(w io.Writer, h *diagnosis.History, again string) error {
			write := func(w io.Writer) error { return printer.History(w, h, style, f.details, again) }
			if !f.details {
				return write(w)
			}
			return host.Paged(w, f.noPager, write)
		}, nil
	case "markdown":
		return func(w io.Writer, h *diagnosis.History, _ string) error { return printer.HistoryMarkdown(w, h) }, nil
	case "html":
		return func(w io.Writer, h *diagnosis.History, _ string) error { return printer.HistoryHTML(w, h) }, nil
	}
	p, err := f.data.ToPrinter(f.format)
	if err != nil {
		return nil, fmt.Errorf("-o is %q: write one of %s", f.format, strings.Join(f.Formats(), ", "))
	}
	return func(w io.Writer, h *diagnosis.History, _ string) error {
		return printer.Machine(w, p, h, strings.ToLower(f.format), false)
	}, nil
}
