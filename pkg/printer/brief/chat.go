package brief

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// chatLines is how many lines a summary for a chat has at most, chatWidth their width in columns.
	chatLines, chatWidth = 10, 78
	// chatDetail is how many lines a problem has where there is room, chatTwoLines how many have what to do.
	chatDetail, chatTwoLines = 4, 2
)

// Chat prints the heads of a document for a chat, always in at most ten lines: what was counted, each
// problem with the next step and who has to take it, and what could not be seen. It returns the
// error of the writer.
func Chat(w io.Writer, doc *document.Document) error {
	s := newScreen(layout.Style{Width: chatWidth})
	if doc.Several {
		return s.write(w, s.chatClusters(doc))
	}
	return s.write(w, s.chatCluster(&doc.Chapters[0].Head))
}

// chatCluster is a single cluster.
func (s screen) chatCluster(h *document.Head) block {
	top := append(s.chatLine("", h.Cluster+": "+h.Counts), s.chatLine("", h.Taken)...)
	top = append(top, s.chatLine("", h.NotFound)...)
	top = append(top, s.chatSome("Not seen: ", "more thing", h.NotSeen, 1)...)
	for _, c := range h.CommonCauses[:min(1, len(h.CommonCauses))] {
		top = append(top, s.chatLine("", c.Text)...)
		top = append(top, s.chatLine("Next: ", c.Next)...)
	}
	top = append(top, s.chatSome("In Azure: ", "more report", h.Reports, 1)...)
	if len(h.Lines) > 1 {
		top = append(top, s.chatLine("", h.Begin)...)
	}
	bottom := s.chatLine("", h.Impact)
	room := chatLines - len(top) - len(bottom)
	return append(append(top, s.chatProblems(h.Lines, room)...), bottom...)
}

// chatProblems are all problems at the most detail that has room; what has none is counted.
func (s screen) chatProblems(lines []document.Line, room int) block {
	for detail := chatDetail; detail > 0; detail-- {
		var out block
		for i := range lines {
			out = append(out, s.chatProblem(&lines[i], detail)...)
		}
		if len(out) <= room {
			return out
		}
	}
	var out block
	for i := range lines[:max(room-1, 0)] {
		out = append(out, s.chatProblem(&lines[i], 1)...)
	}
	return append(out, s.chatLine("", wording.Count(len(lines)-len(out), "more problem")+".")...)
}

// chatProblem is a problem in so many lines: what and on how many nodes, with what to do first, with
// the first node, and with the cause.
func (s screen) chatProblem(l *document.Line, lines int) block {
	number := fmt.Sprintf("%d. ", l.ID)
	indent, count := layout.Spaces(len(number)), l.Count()
	if lines == 1 {
		count = wording.Count(l.Nodes, "node")
	}
	if lines <= chatTwoLines {
		count = ": " + count
		out := block{number + cut(l.Title, chatWidth-clean.Width(number+count)) + count}
		if lines == chatTwoLines {
			out = append(out, s.chatNext(indent, l)...)
		}
		return out
	}
	out := s.chatLine(number, named(l.Title, l.Code))
	if l.First != "" {
		count += " (" + l.First + l.Others() + ")"
	}
	out = append(out, s.chatLine(indent, count)...)
	if lines == chatDetail {
		out = append(out, s.chatLine(indent, l.Cause)...)
	}
	return append(out, s.chatNext(indent, l)...)
}

// chatNext is what to do first, and who has to do it.
func (s screen) chatNext(indent string, l *document.Line) block {
	if l.Owner == "" {
		return s.chatLine(indent+"Next: ", l.Next)
	}
	return s.chatLine(indent, "Next ("+l.Owner+"): "+l.Next)
}

// chatClusters are the clusters of a list: those with something to say first.
func (s screen) chatClusters(doc *document.Document) block {
	top := s.chatLine("", doc.Verdict)
	var unread, bad []string
	for _, e := range doc.Unread {
		unread = append(unread, "context "+e.Context+": "+e.Message)
	}
	for i := range doc.Chapters {
		h := &doc.Chapters[i].Head
		if h.Tone == wording.ToneGood {
			continue
		}
		text := h.Cluster + ": " + h.Counts
		if len(h.Lines) > 0 {
			text += " " + h.Lines[0].Title + "."
		}
		bad = append(bad, text)
	}
	top = append(top, s.chatSome("Not seen: ", "more cluster", unread, 2)...)
	return append(top, s.chatSome("", "more cluster", bad, chatLines-len(top))...)
}

// chatSome are texts in at most n lines, of which the last counts those that have none.
func (s screen) chatSome(prefix, what string, texts []string, n int) block {
	var out block
	for i, text := range texts {
		if len(out) == n-1 && len(texts) > n {
			more := wording.Count(len(texts)-i, what)
			if n > 1 {
				return append(out, s.chatLine(prefix, more+".")...)
			}
			more = " (" + more + ")"
			return append(out, prefix+cut(text, chatWidth-len(prefix)-len(more))+more)
		}
		out = append(out, s.chatLine(prefix, text)...)
	}
	return out
}

// chatLine is a text in one line; there is none without a text.
func (s screen) chatLine(prefix, text string) block {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return block{prefix + cut(text, chatWidth-len(prefix))}
}
