package attempts

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Matcher matches the details of errors, each text once: nodes that fail together have the same error.
type Matcher struct {
	table *knowledge.Table
	known map[string]knowledge.Match
}

// NewMatcher returns a Matcher of a table.
func NewMatcher(t *knowledge.Table) *Matcher { return &Matcher{t, map[string]knowledge.Match{}} }

func (m *Matcher) match(details string) knowledge.Match {
	found, ok := m.known[details]
	if !ok {
		found = m.table.Match(details)
		m.known[details] = found
	}
	return found
}

// readError finds the code in an error event's message.
func (a *Attempt) readError(message string, m *Matcher) {
	details, ok := knowledge.Details(message)
	if !ok {
		a.Code = knowledge.NoCode
		return
	}
	a.Details, a.Code = details, knowledge.UnknownCode
	a.Match = m.match(details)
	if a.Match.Entry != nil {
		a.Code = a.Match.Entry.Code
	}
}

// UnknownCodes returns the codes in the details that the table does not know. Details of one word
// are such a code even without a field around it, unless no code is as long.
func (a Attempt) UnknownCodes() []string {
	words := strings.Fields(a.Details)
	if a.Code == knowledge.UnknownCode && len(a.Match.Unknown) == 0 && len(words) == 1 && len(words[0]) <= knowledge.LongestCode {
		return words
	}
	return a.Match.Unknown
}
