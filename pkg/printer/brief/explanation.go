package brief

import (
	"fmt"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Explanation is the answer to a code or to a text that was pasted.
type Explanation struct {
	// Entries are what it leads to, the most specific first, and General what says less than these.
	Entries []Entry
	General []*knowledge.Entry
	// Used is how many lines stand above. Beside is true where they are the verdict on a page that was
	// pasted: that is the answer then, and the entries are what else there is.
	Used   int
	Beside bool
}

const (
	// explanationLines is how many lines an explanation has at most, with what stands above it.
	explanationLines = 40
	// alsoLeast is how many lines the entries behind the first have at least.
	alsoLeast = 3
	// alsoMost is how many they have at most: more is a list that nobody reads.
	alsoMost = 12
)

// Explain prints the most specific entry on one screen, and the others in a line or two each. A pipe
// has each of them as if it were the only one. It returns the error of the writer.
func Explain(w io.Writer, x Explanation, style layout.Style) error {
	s := newScreen(style)
	if s.Height <= 0 {
		var blocks []block
		for i := range x.Entries {
			blocks = append(blocks, s.entry(&x.Entries[i], 0)...)
		}
		return s.write(w, append(blocks, s.general(x.General))...)
	}
	most := explanationLines
	if s.Width < tableWidth && !x.Beside {
		most = pageLines
	}
	room := min(s.room(), most) - x.Used
	if x.Beside {
		return s.write(w, s.also(x.Entries, x.General, max(explanationLines-x.Used, alsoLeast)))
	}
	s.tight = room <= lowest
	also := s.also(x.Entries[1:], x.General, max(room/4, alsoLeast))
	return s.write(w, append(s.entry(&x.Entries[0], room-height(also)-min(len(also), 1)), also)...)
}

// also lists entries in at most so many lines: each with what to do first, or without where
// that has no room. What has no line is counted.
func (s screen) also(entries []Entry, general []*knowledge.Entry, room int) block {
	if len(entries)+len(general) == 0 {
		return nil
	}
	var out block
	if len(entries) > 0 {
		out = s.prose(layout.Head, "", "Also, each with kubectl autorepair explain CODE:", 1)
	}
	last := s.general(general)
	room = min(room, alsoMost) - len(last)
	both := len(out)+2*len(entries) <= room
	for i := range entries {
		e := &entries[i]
		if left := len(entries) - i; left > 1 && len(out)+2 > room {
			out = append(out, s.prose(layout.Plain, "  ", fmt.Sprintf("and %d more", left), 1)...)
			break
		}
		out = append(out, s.prose(Inks[wording.FixTone(e.Severity, e.Owner)], "  ", e.Code+": "+wording.Sentence(e.Title), 1)...)
		if both {
			out = append(out, s.prose(layout.Plain, "    Do first: ", e.DoFirst, 1)...)
		}
	}
	return append(out, last...)
}

// general says what a text is in general, which a more precise entry explains.
func (s screen) general(entries []*knowledge.Entry) block {
	var out block
	for _, e := range entries {
		out = append(out, s.prose(layout.Plain, "", "In general: "+e.Title+" (kubectl autorepair explain "+wording.ShellWord(e.Code)+")", 0)...)
	}
	return out
}
