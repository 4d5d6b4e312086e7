package brief

import (
	"fmt"
	"io"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Listed is what a list shows of an entry.
type Listed struct {
	Code string
	Kind knowledge.Kind
}

// Kinds prints how many entries of each kind there are, with one of them, and how to find the one
// that is looked for. It returns the error of the writer.
func Kinds(w io.Writer, entries []Listed, style layout.Style) error {
	s := newScreen(style)
	count, first := map[knowledge.Kind]int{}, map[knowledge.Kind]string{}
	for _, e := range entries {
		if count[e.Kind]++; first[e.Kind] == "" {
			first[e.Kind] = e.Code
		}
	}
	width := clean.Width(strconv.Itoa(len(entries)))
	var kinds block
	for _, known := range wording.Kinds {
		if n := count[known.Kind]; n > 0 {
			kinds = append(kinds, s.prose(layout.Plain, fmt.Sprintf("  %*d  ", width, n), known.List+", such as "+first[known.Kind], 0)...)
			delete(count, known.Kind)
		}
	}
	others := 0
	for _, n := range count {
		others += n
	}
	if others > 0 {
		kinds = append(kinds, s.prose(layout.Plain, fmt.Sprintf("  %*d  ", width, others), "Others", 0)...)
	}
	head := s.prose(layout.Head, "", wording.Count(len(entries), "thing")+" can be explained, offline:", 0)
	return s.write(w, append(head, kinds...), s.search(entries))
}

// search says how to find an entry.
func (s screen) search(entries []Listed) block {
	if s.NoHeaders || len(entries) == 0 {
		return nil
	}
	var out block
	for _, way := range []wording.Fact{
		{Label: "One of them:    ", Text: "kubectl autorepair explain " + wording.ShellWord(entries[0].Code)},
		{Label: "By a word:      ", Text: "kubectl autorepair explain --list quota"},
		{Label: "A pasted error: ", Text: "kubectl get events -A | kubectl autorepair explain -"},
		{Label: "All of them:    ", Text: "kubectl autorepair explain --list"},
	} {
		out = append(out, s.prose(layout.Plain, way.Label, way.Text, 0)...)
	}
	return out
}
