package markdown

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// headLines is how many lines come before the first fold at most, with the empty one before it.
const headLines = 15

// head adds the title, what was counted, what to know before all else, and a line for each problem; of
// more problems than there is room for the rest is counted.
func (m *writer) head(h *document.Head) {
	m.line("# " + codeSpan(h.Cluster) + ": " + plainText(h.Counts))
	m.line(plainText(h.Taken))
	var notes []string
	for i, c := range h.CommonCauses {
		if i == 0 {
			notes = append(notes, "**"+plainText(c.Text)+"** "+next(c.Next)+others(len(h.CommonCauses)-1, "more common cause"))
		}
	}
	if h.Begin != "" {
		notes = append(notes, "**"+plainText(h.Begin)+"**")
	}
	notes = append(notes, m.some("", h.Reports, "more report")...)
	if h.Impact != "" {
		notes = append(notes, plainText(h.Impact))
	}
	if h.NotFound != "" {
		notes = append(notes, plainText(h.NotFound))
	}
	notes = append(notes, m.some("**Not seen:** ", h.NotSeen, "more thing")...)
	m.list(append(notes, problemLines(h.Lines, headLines-strings.Count(m.out.String(), "\n")-len(notes)-1)...))
}

// some is the first of several texts of the cluster, and how many more there are.
func (m *writer) some(prefix string, texts []string, what string) []string {
	if len(texts) == 0 {
		return nil
	}
	return []string{prefix + codeSpan(texts[0]) + others(len(texts)-1, what)}
}

// others counts what has no line of its own here.
func others(n int, what string) string {
	if n == 0 {
		return ""
	}
	return " (" + wording.Count(n, what) + " below)"
}

func next(text string) string {
	if text == "" {
		return ""
	}
	return "Next: " + plainText(wording.Sentence(text))
}

// problemLines are a line for each problem, as many as have room; the last one counts the rest.
func problemLines(lines []document.Line, room int) []string {
	var out []string
	for i := range lines {
		if len(out) == room-1 && len(lines) > room {
			return append(out, wording.Count(len(lines)-i, "more problem")+" below.")
		}
		out = append(out, problemLine(&lines[i]))
	}
	return out
}

// problemLine is what an incident commander passes on: what, where, why, who, and what to do.
func problemLine(l *document.Line) string {
	text := fmt.Sprintf("**%d. %s**", l.ID, plainText(l.Title))
	if l.Code != "" {
		text += " (" + codeSpan(l.Code) + ")"
	}
	text += ": " + plainText(l.Count())
	if l.First != "" {
		text += " (" + codeSpan(l.First) + l.Others() + ")"
	}
	text += "."
	if l.Cause != "" {
		text += " " + plainText(wording.Sentence(l.Cause))
	}
	if l.Owner != "" {
		text += " To act: " + plainText(wording.Sentence(l.Owner))
	}
	text += " " + next(l.Next)
	if l.Impact != "" {
		text += " " + plainText(l.Impact)
	}
	return text
}

// clustersHead adds the sentence over several clusters and a line for each in which there is something to say.
func (m *writer) clustersHead(doc *document.Document) {
	m.line("# " + plainText(doc.Verdict))
	var lines []string
	for _, e := range doc.Unread {
		lines = append(lines, "**Not seen:** context "+codeSpan(e.Context)+": "+codeSpan(e.Message))
	}
	for i := range doc.Chapters {
		h := &doc.Chapters[i].Head
		if h.Tone == wording.ToneGood {
			continue
		}
		text := codeSpan(h.Cluster) + ": " + plainText(h.Counts)
		if len(h.Lines) > 0 {
			text += " " + problemLine(&h.Lines[0]) + others(len(h.Lines)-1, "more problem")
		}
		lines = append(lines, text)
	}
	room := headLines - strings.Count(m.out.String(), "\n") - 1
	if len(lines) > room {
		more := len(lines) - room + 1
		lines = append(lines[:room-1], wording.Count(more, "more cluster")+" below.")
	}
	m.list(lines)
}

// fold adds what is read when it is asked for. The summary is text of HTML.
func (m *writer) fold(summary string, write func()) {
	m.out.WriteString("<details>\n<summary>" + summary + "</summary>\n\n")
	write()
	m.out.WriteString("</details>\n\n")
}

// summaryText is prose in the summary of a fold, where Markdown is not read. Trackers look for people
// and tickets there too.
func summaryText(s string) string {
	return strings.NewReplacer("&#64;", "&#64;<!-- -->", "&#35;", "&#35;<!-- -->").Replace(encoded(flat(s), " ,.:;()-"))
}

// summaryCode is a name of a problem in the summary of a fold.
func summaryCode(s string) string {
	if s == "" {
		return ""
	}
	return " (<code>" + entities(flat(s)) + "</code>)"
}
