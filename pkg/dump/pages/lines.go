package pages

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// maxLine is how many bytes of a line are looked at. An event's message has at most 1 KiB.
const maxLine = 64 << 10

// escapeSequence is a colour or a movement of the cursor that a terminal was copied with.
var escapeSequence = lazy.Pattern(`\x1b\[[0-9;?]*[A-Za-z]`)

// blanks are white space that web pages and chats put in place of a blank.
var blanks = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2003", " ", "\ufeff", "", "\u200b", "")

// splitLines returns the lines of a text without line ends, quoting, escape sequences and the
// indentation that all of them share.
func splitLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(escapeSequence().ReplaceAllString(blanks.Replace(text), ""), "\n")
	for i, line := range lines {
		if len(line) > maxLine {
			line = strings.ToValidUTF8(line[:maxLine], "")
		}
		lines[i] = strings.TrimRight(line, " \t")
	}
	return dedent(unquote(lines))
}

// unquote removes the ">" that mail and Markdown put before each line of a quotation.
func unquote(lines []string) []string {
	quoted, filled := 0, 0
	for _, line := range lines {
		if line == "" {
			continue
		}
		filled++
		if strings.HasPrefix(line, ">") {
			quoted++
		}
	}
	if filled < 2 || quoted < filled {
		return lines
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
	}
	return lines
}

// dedent removes the indentation that all lines share.
func dedent(lines []string) []string {
	shared := -1
	for _, line := range lines {
		if line == "" {
			continue
		}
		if n := indentOf(line); shared < 0 || n < shared {
			shared = n
		}
	}
	if shared <= 0 {
		return lines
	}
	for i, line := range lines {
		lines[i] = line[min(shared, len(line)):]
	}
	return lines
}

// maxWrapped is how long a text becomes by the lines that continue it.
const maxWrapped = 16 << 10

// joinWrapped joins a text with a line that continues it.
func joinWrapped(text, line string) string {
	if len(text) > maxWrapped {
		return text
	}
	return strings.TrimSpace(text + " " + strings.TrimSpace(line))
}

// indentOf returns how many bytes of white space a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// promptLine is a command that was pasted with what it printed, behind a prompt or without one.
var promptLine = lazy.Pattern(`^(?:\S*[^\s\w"'(:]\s+|[^:"'{]{0,80}[$#>%❯]\s*)?(?:sudo\s+)?(kubectl|kubecolor|k|oc|az)(?:\.exe)?\s+(?:-\S+(?:[ =]\S+)?\s+)*(get|describe|events|vmss|vm|aks|monitor|autorepair|logs)\b`)

// invokeLine is what az aks command invoke prints above the output of a command.
var invokeLine = lazy.Pattern(`^command started at .{10,80} finished at .{10,80} with exitcode=\d+$`)

// isPrompt says whether a line is such a command.
func isPrompt(line string) bool {
	return promptLine().MatchString(line) || invokeLine().MatchString(line)
}

// fence is the mark around a block of code in Markdown, or the end of a cut output.
var fence = lazy.Pattern("^\\s*(```\\S*|~~~\\S*|\\.\\.\\.|…|<snip>|\\[\\.\\.\\.\\])\\s*$")
