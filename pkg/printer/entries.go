package printer

import (
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// codeWidth is the widest code that has its title on the same line.
const codeWidth = 32

// listed is what a list shows of an entry.
type listed struct {
	Code, Title string
	Kind        knowledge.Kind
}

// Entries lists entries by kind, each with its code and title, in the order given. It
// returns the error of the writer.
func Entries(w io.Writer, entries []*knowledge.Entry, s Style) error {
	list := make([]listed, len(entries))
	for i, e := range entries {
		list[i] = listed{e.Code, e.Title, e.Kind}
	}
	list = clean.Copy(list, nil)
	p := newPage(s)
	width := 0
	for _, e := range list {
		if n := clean.Width(e.Code); n <= codeWidth {
			width = max(width, n)
		}
	}
	for _, known := range wording.Kinds {
		p.listed(known.List, list, width, func(k knowledge.Kind) bool { return k == known.Kind })
	}
	p.listed("Others", list, width, func(k knowledge.Kind) bool {
		return !slices.ContainsFunc(wording.Kinds, func(known wording.KindText) bool { return known.Kind == k })
	})
	if len(list) > 0 && !p.NoHeaders {
		p.Blank()
		p.Prose(layout.Plain, "", "One entry in full:")
		p.Command(2, "kubectl autorepair explain "+wording.ShellWord(list[0].Code))
	}
	return p.Flush(w)
}

// listed adds the entries of one kind. A code that is too long for the column has its title
// on the next line.
func (p *page) listed(title string, entries []listed, width int, belongs func(knowledge.Kind) bool) {
	first := true
	for _, e := range entries {
		if !belongs(e.Kind) {
			continue
		}
		if first && !p.NoHeaders {
			p.Heading(title)
		}
		first = false
		if clean.Width(e.Code) > width {
			p.Put(layout.Plain, "  "+e.Code)
			p.Prose(layout.Plain, layout.Spaces(2+width+layout.Gutter), e.Title)
			continue
		}
		p.Prose(layout.Plain, "  "+layout.Pad(e.Code, width+layout.Gutter), e.Title)
	}
}
