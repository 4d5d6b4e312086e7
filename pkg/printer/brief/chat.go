package brief

import (
	"fmt"
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// chatLines is how many lines a summary for a chat has at most, chatWidth their width in columns.
	chatLines, chatWidth = 10, 78
	// chatBare, chatTodo and chatAll are how many lines a problem has, with what to do from chatTodo on.
	chatBare, chatTodo, chatAll = 1, 2, 4
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

// chatCluster is a single cluster, at the most detail that has room: with long texts over two lines, then
// those of the problems alone, then none, then with less of each problem.
func (s screen) chatCluster(h *document.Head) block {
	var above, below block
	for lines := chatAll; lines >= chatTodo; lines-- {
		for _, wrap := range []struct{ around, problems int }{{2, 2}, {1, 2}, {1, 1}} {
			s.wrap = wrap.around
			above, below = s.chatAbove(h), s.chatLine("", h.Impact)
			s.wrap = wrap.problems
			if problems := s.chatProblems(h.Lines, lines); len(above)+len(problems)+len(below) <= chatLines {
				return slices.Concat(above, problems, below)
			}
		}
	}
	return slices.Concat(above, s.chatUrgent(h.Lines, chatLines-len(above)-len(below)), below)
}

// chatUrgent are many problems in so many lines: the first ones with what to do, the others without, and
// a count of those that have no line.
func (s screen) chatUrgent(lines []document.Line, room int) block {
	var more block
	shown := len(lines)
	if shown >= room { // one line is for what to do about the first
		shown = max(room-chatTodo, 0)
		more = s.chatLine("", wording.Count(len(lines)-shown, "more problem")+".")
	}
	todo := max(room-shown-len(more), 0)
	return slices.Concat(s.chatProblems(lines[:min(todo, shown)], chatTodo), s.chatProblems(lines[min(todo, shown):shown], chatBare), more)
}

// chatAbove is what comes before the problems.
func (s screen) chatAbove(h *document.Head) block {
	out := slices.Concat(
		s.chatLine("", h.Cluster+": "+h.Counts), s.chatLine("", h.AsOf), s.chatLine("", h.NotFound), s.chatFirst("Not seen: ", "more thing", h.NotSeen),
	)
	if len(h.CommonCauses) > 0 {
		out = slices.Concat(out, s.chatLine("", h.CommonCauses[0].Text), s.chatLine("Next: ", h.CommonCauses[0].Next))
	}
	return slices.Concat(out, s.chatFirst("In Azure: ", "more report", h.Reports), s.chatLine("", h.Begin))
}

// chatProblems are problems in so many lines each, more where a text wraps.
func (s screen) chatProblems(problems []document.Line, lines int) block {
	var out block
	for i := range problems {
		out = append(out, s.chatProblem(&problems[i], lines)...)
	}
	return out
}

// chatProblem is a problem in so many lines: what and on how many nodes, with what to do first, with
// the first node, and with the cause.
func (s screen) chatProblem(l *document.Line, lines int) block {
	number := fmt.Sprintf("%d. ", l.ID)
	indent, count := layout.Spaces(len(number)), l.Count()
	if lines <= chatTodo {
		if lines == chatBare {
			count = wording.Count(l.Nodes, "node")
		}
		count = ": " + count
		out := block{number + cut(l.Title, chatWidth-clean.Width(number+count)) + count}
		if lines == chatTodo {
			out = append(out, s.chatNext(indent, l)...)
		}
		return out
	}
	if l.First != "" {
		count += " (" + l.First + l.Others() + ")"
	}
	out := append(s.chatLine(number, named(l.Title, l.Code)), s.chatLine(indent, count)...)
	if lines == chatAll {
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

// chatClusters are those clusters of a list in which there is something to say.
func (s screen) chatClusters(doc *document.Document) block {
	var lines block
	for _, s.wrap = range []int{2, 1} {
		lines = s.chatLine("", doc.Verdict)
		for _, e := range doc.Unread {
			lines = append(lines, s.chatLine("Not seen: ", "context "+e.Context+": "+e.Message)...)
		}
		for i := range doc.Chapters {
			if h := &doc.Chapters[i].Head; h.Tone != wording.ToneGood {
				lines = append(lines, s.chatLine("", h.Cluster+": "+h.Counts)...)
				lines = append(lines, s.chatProblems(h.Lines[:min(s.wrap-1, len(h.Lines))], chatTodo)...)
			}
		}
		if len(lines) <= chatLines {
			return lines
		}
	}
	more := len(lines) - chatLines + 1
	return append(lines[:chatLines-1], s.chatLine("", wording.Count(more, "more cluster")+".")...)
}

// chatFirst is the first of several texts, with how many more there are.
func (s screen) chatFirst(prefix, what string, texts []string) block {
	if len(texts) == 0 {
		return nil
	}
	if more := len(texts) - 1; more > 0 {
		prefix = prefix[:len(prefix)-len(": ")] + " (" + wording.Count(more, what) + "): "
	}
	return s.chatLine(prefix, texts[0])
}

// chatLine is a text in one line or, where that is allowed, two; there is none without a text.
func (s screen) chatLine(prefix, text string) block {
	lines := hang("", text, chatWidth-len(prefix), s.wrap)
	for i := range lines {
		if i > 0 {
			prefix = layout.Spaces(len(prefix))
		}
		lines[i] = prefix + lines[i]
	}
	return lines
}
