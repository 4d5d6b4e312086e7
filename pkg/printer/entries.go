package printer

import (
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
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
	list = admit(list, nil)
	p := newPage(s)
	width := 0
	for _, e := range list {
		if n := displayWidth(e.Code); n <= codeWidth {
			width = max(width, n)
		}
	}
	for _, known := range kinds {
		p.list(known.list, list, width, func(k knowledge.Kind) bool { return k == known.kind })
	}
	p.list("Others", list, width, func(k knowledge.Kind) bool {
		return !slices.ContainsFunc(kinds, func(known kindText) bool { return known.kind == k })
	})
	if len(list) > 0 && !p.NoHeaders {
		p.part()
		p.prose(inkPlain, "", "One entry in full:")
		p.command(2, "kubectl autorepair explain "+shellWord(list[0].Code))
	}
	return p.flush(w)
}

// list adds the entries of one kind. A code that is too long for the column has its title
// on the next line.
func (p *page) list(title string, entries []listed, width int, belongs func(knowledge.Kind) bool) {
	first := true
	for _, e := range entries {
		if !belongs(e.Kind) {
			continue
		}
		if first && !p.NoHeaders {
			p.heading(title)
		}
		first = false
		if displayWidth(e.Code) > width {
			p.put(inkPlain, "  "+e.Code)
			p.prose(inkPlain, spaces(2+width+gutter), e.Title)
			continue
		}
		p.prose(inkPlain, "  "+pad(e.Code, width+gutter), e.Title)
	}
}
