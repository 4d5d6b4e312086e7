package markdown

import (
	"fmt"
	"strings"
)

// escaped is the ASCII punctuation that has a meaning inside a line of Markdown. In text
// it gets a backslash, in a cell of a table it is written as an entity.
const escaped = "\\`*_[]<>|&~#$@"

// plainText is prose, which shows itself wherever it stands in a line or begins one.
func plainText(s string) string {
	s = flat(s)
	var out strings.Builder
	for i, r := range s {
		if strings.ContainsRune(escaped, r) || i == 0 && strings.ContainsRune("-+=:", r) || listNumber(s[:i], r) || linking(s[:i], s[i:]) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		if r == '@' || r == '#' {
			// Trackers look for people and tickets in what is shown, where the backslash is gone.
			out.WriteString("<!-- -->")
		}
	}
	return out.String()
}

// flat is text on one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// label returns the name of a fact, with a colon unless it is a question.
func label(s string) string {
	if strings.HasSuffix(s, "?") {
		return plainText(s)
	}
	return plainText(s) + ":"
}

// linking reports whether the first character of after makes an address of what stands before
// it, which readers of Markdown turn into a link by themselves.
func linking(before, after string) bool {
	return strings.HasPrefix(after, "://") || strings.HasPrefix(after, ".") && strings.HasSuffix(strings.ToLower(before), "www")
}

// listNumber reports whether r ends what would begin a numbered list.
func listNumber(before string, r rune) bool {
	return (r == '.' || r == ')') && before != "" && strings.Trim(before, "0123456789") == ""
}

// codeSpan returns a name or other text of the cluster as a span of code, in which nothing
// has a meaning: no link, no mention, no picture. Its fence is longer than any run of
// backticks in it.
func codeSpan(s string) string {
	s = flat(s)
	if s == "" {
		return ""
	}
	fence := fenceFor(s, 1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// codeCell is codeSpan in a table. Readers of Markdown disagree on a vertical bar in code, so
// that one is written in another way that all of them understand.
func codeCell(s string) string {
	if !strings.ContainsAny(s, "|\\") {
		return codeSpan(s)
	}
	return "<code>" + entities(flat(s)) + "</code>"
}

// entities is text whose every character beyond letters, digits and spaces is an entity.
func entities(s string) string { return encoded(s, " ") }

// encoded is text whose every character of ASCII beyond letters, digits and some that are kept is an entity.
func encoded(s, kept string) string {
	var out strings.Builder
	for _, r := range s {
		if r < 0x80 && !strings.ContainsRune(kept, r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			fmt.Fprintf(&out, "&#%d;", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// fenceFor returns a row of backticks longer than any in the text, and at least so long.
func fenceFor(s string, least int) string {
	longest, run := 0, 0
	for _, r := range s {
		run++
		if r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	if least == 1 && longest == 0 {
		return "`"
	}
	return strings.Repeat("`", max(longest+1, least))
}

// codeBlock returns a fenced block of code, indented as a part of a list.
func codeBlock(indent, language, text string) string {
	fence := fenceFor(text, 3)
	var out strings.Builder
	out.WriteString(indent + fence + language + "\n")
	for line := range strings.SplitSeq(text, "\n") {
		out.WriteString(strings.TrimRight(indent+line, " ") + "\n")
	}
	out.WriteString(indent + fence + "\n")
	return out.String()
}
