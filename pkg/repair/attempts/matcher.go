package attempts

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Matcher reads the messages of errors, each text once: nodes that fail together have the same error.
type Matcher struct {
	table *knowledge.Table
	known map[string]known
}

// known is what a message says.
type known struct {
	details, code string
	match         knowledge.Match
}

// NewMatcher returns a Matcher of a table.
func NewMatcher(t *knowledge.Table) *Matcher { return &Matcher{t, map[string]known{}} }

// read finds the details and the code in an error event's message.
func (m *Matcher) read(message string) known {
	k, done := m.known[message]
	if done {
		return k
	}
	k.code = knowledge.NoCode
	if details, ok := knowledge.Details(message); ok {
		k = known{details, knowledge.UnknownCode, m.table.Match(details)}
		if k.match.Entry != nil {
			k.code = k.match.Entry.Code
		}
	}
	m.known[message] = k
	return k
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
