package pages

import (
	"regexp"
	"strings"
)

// Looks says whether a text, of which this is the beginning, has lines of a page. It is false for a
// text that begins as JSON or as an object in YAML.
func Looks(head string) bool {
	start := strings.TrimLeft(head, " \t\r\n\ufeff")
	for strings.HasPrefix(start, "#") { // a comment of YAML
		_, start, _ = strings.Cut(start, "\n")
		start = strings.TrimLeft(start, " \t\r\n")
	}
	for _, structured := range []string{"{", "[", "apiVersion:", "kind:", "items:", "---"} {
		if strings.HasPrefix(start, structured) {
			return false
		}
	}
	for _, line := range splitLines(head) {
		if isRow(line) || isPrompt(line) || nodeSections[sectionName(sectionLine().FindStringSubmatch(line))] || yamlStart().MatchString(line) {
			return true
		}
	}
	return false
}

// isRow says whether a line is a row or the header of a table.
func isRow(line string) bool {
	for _, pattern := range rowPatterns {
		if pattern().MatchString(line) {
			return true
		}
	}
	return false
}

// rowPatterns match the rows and headers of all tables.
var rowPatterns = []func() *regexp.Regexp{
	nodesHeader, nodesRow, eventsHeader, eventsRow, conditionsHeader, conditionRow, describeHeader, describeRow,
}
