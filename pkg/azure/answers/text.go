package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// valueStart begins a JSON value on a line of its own; memberStart is a member of an object whose
// beginning is missing.
var (
	memberStart = lazy.Pattern(`^"[A-Za-z]+"\s*:\s*[\[{"]`)
	fenceLine   = lazy.Pattern("^(?:```\\S*|~~~\\S*)$")
)

// maxCandidates is how many values are tried. Without a bound the time would grow with the square of a
// text whose every line begins one.
const maxCandidates = 10_000

// maxFragments is how many of them may lack their beginning.
const maxFragments = 100

// splitter goes through the lines of a text.
type splitter struct {
	text string
	rest strings.Builder
	// pending are lines that belong to the answer that follows, if one does.
	pending strings.Builder
	command command
	found   []*reading
	tried   int
	// lost is true where the text ends within a value that is not recognised.
	lost bool
}

// split returns the answers in a text and what is around them, line by line.
func split(text string) (found []*reading, rest string, lost bool) {
	s := &splitter{text: unquote(text)}
	for pos := 0; pos < len(s.text); {
		pos = s.line(pos)
	}
	s.release()
	return s.found, s.rest.String(), s.lost
}

// line reads what begins with the line at a place, and returns the place behind it.
func (s *splitter) line(pos int) int {
	end := len(s.text)
	if i := strings.IndexByte(s.text[pos:], '\n'); i >= 0 {
		end = pos + i + 1
	}
	line := strings.TrimSpace(s.text[pos:end])
	line = strings.TrimPrefix(line, "\ufeff")
	switch {
	case line == "":
		s.pending.WriteString("\n")
		return end
	case fenceLine().MatchString(line):
		s.pending.WriteString(s.text[pos:end])
		return end
	case s.readCommand(&end, line):
		return end
	case s.tried < maxCandidates && (line[0] == '{' || line[0] == '['):
		begin := pos + strings.IndexByte(s.text[pos:], line[0])
		return s.value(begin, begin, "")
	case s.tried < maxFragments && memberStart().MatchString(line):
		begin := pos + strings.IndexByte(s.text[pos:], '"')
		return s.value(begin, begin, "{")
	}
	s.release()
	s.rest.WriteString(s.text[pos:end])
	return end
}

// readCommand reads a command line of az with the lines that continue it.
func (s *splitter) readCommand(end *int, line string) bool {
	joined := line
	for strings.HasSuffix(joined, `\`) && *end < len(s.text) {
		next := len(s.text)
		if i := strings.IndexByte(s.text[*end:], '\n'); i >= 0 {
			next = *end + i + 1
		}
		joined, *end = strings.TrimSuffix(joined, `\`)+" "+strings.TrimSpace(s.text[*end:next]), next
	}
	c, ok := parseCommand(joined)
	if !ok {
		return false
	}
	s.release()
	s.command = c
	s.pending.WriteString(joined + "\n")
	return true
}

// value reads the JSON value at a place, to which a beginning that is missing is added. What is no answer of
// Azure goes to the rest of the text.
func (s *splitter) value(line, begin int, missing string) int {
	s.tried++
	r, length, cut := readValue(missing+s.text[begin:], s.command)
	end := min(begin+max(length-len(missing), 1), len(s.text))
	if r == nil {
		s.lost = s.lost || cut && end == len(s.text)
		s.release()
		s.rest.WriteString(s.text[line:end])
		return end
	}
	r.cut = r.cut || missing != ""
	s.found = append(s.found, r)
	s.pending.Reset()
	s.command = command{}
	if closing := strings.TrimLeft(s.text[end:], " \t\r\n"); fenceLine().MatchString(firstLine(closing)) {
		end = len(s.text) - len(closing) + len(firstLine(closing))
	}
	return end
}

// release gives lines back to the rest of the text: no answer followed them.
func (s *splitter) release() {
	s.rest.WriteString(s.pending.String())
	s.pending.Reset()
	s.command = command{}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimSpace(line)
}

// unquote removes the ">" that mail and Markdown put before each line of a quotation.
func unquote(text string) string {
	if !strings.HasPrefix(strings.TrimLeft(text, " \n"), ">") {
		return text
	}
	lines := strings.Split(text, "\n")
	for _, line := range lines {
		if line != "" && !strings.HasPrefix(line, ">") {
			return text
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return strings.Join(lines, "\n")
}
