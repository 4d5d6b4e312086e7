package knowledge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The rows in which kubectl shows conditions and events; a diagnosis writes Type=Status.
// White space may be anything, since rows are pasted from terminals and chats that wrap lines.
var (
	conditionRow = lazy.Pattern(`(?:^|\s)([A-Z][A-Za-z]+)(?:\s+|=)(True|False|Unknown)(?:\s|$)`)
	eventRow     = lazy.Pattern(`(?:^|\s)(?:Normal|Warning)\s+([A-Z][A-Za-z]+)(?:\s|$)`)
	camelWord    = lazy.Pattern(`\b[A-Z]+[a-z]+(?:[A-Z]+[a-z]*)+\b`)
)

// signalEntries returns the entries of the conditions and events that a text shows, in its order,
// each once. A row of kubectl is read with its status, so that a healthy condition has
// no entry. Outside of rows only reasons and messages that are unambiguous count. Entries of
// severity info are left out when there are others.
func (t *Table) signalEntries(text string) []*Entry {
	found := t.conditionRows(text)
	rest := []byte(text)
	for _, f := range found {
		blank(rest, f.start, f.end)
	}
	events := t.eventRows(string(rest))
	for _, f := range events {
		blank(rest, f.start, f.end)
	}
	found = append(found, events...)
	for f := range t.signs().find(string(rest)) {
		found = append(found, signalHit{f.start, f.start, f.literal.entry})
	}
	slices.SortStableFunc(found, func(a, b signalHit) int { return a.start - b.start })
	return entriesOf(found)
}

// signalHit is the place of a condition or an event in a text, and its entry, or nil.
type signalHit struct {
	start, end int
	entry      *Entry
}

func blank(text []byte, start, end int) {
	for i := start; i < end; i++ {
		text[i] = ' '
	}
}

// conditionRows reads the rows of known conditions. The reason is the first word in
// camel case; the hit ends with it, and what follows is the message.
func (t *Table) conditionRows(text string) []signalHit {
	var found []signalHit
	rows := conditionRow().FindAllStringSubmatchIndex(text, -1)
	for i, row := range rows {
		end := len(text)
		if i+1 < len(rows) {
			end = rows[i+1][0]
		}
		kind, status, message := text[row[2]:row[3]], text[row[4]:row[5]], text[row[5]:end]
		if !t.KnowsCondition(kind) {
			continue
		}
		reason, read := "", row[5]
		if span := camelWord().FindStringIndex(message); span != nil {
			reason, read = message[span[0]:span[1]], row[5]+span[1]
		}
		found = append(found, signalHit{row[2], read, t.Condition(kind, status, reason, message)})
	}
	return found
}

// eventRows reads the rows of known events, up to the reason.
func (t *Table) eventRows(text string) []signalHit {
	var found []signalHit
	for _, row := range eventRow().FindAllStringSubmatchIndex(text, -1) {
		message, _, _ := strings.Cut(text[row[3]:], "\n")
		if e := t.Event(text[row[2]:row[3]], message); e != nil {
			found = append(found, signalHit{row[2], row[3], e})
		}
	}
	return found
}

// entriesOf returns the entries of hits, each once.
func entriesOf(found []signalHit) []*Entry {
	var all, bad []*Entry
	for _, f := range found {
		if f.entry == nil || slices.Contains(all, f.entry) {
			continue
		}
		all = append(all, f.entry)
		if f.entry.Severity != SeverityInfo {
			bad = append(bad, f.entry)
		}
	}
	if len(bad) > 0 {
		return bad
	}
	return all
}

// newSigns finds reasons and messages in prose. Reasons that are not in camel case are
// ordinary words, and a reason that is also a type of a condition is in healthy rows too.
func newSigns(entries []*Entry) *finder {
	types := map[string]bool{}
	for _, e := range entries {
		for _, p := range e.Conditions {
			types[fold(p.Type)] = true
		}
	}
	f := &finder{}
	reason := func(e *Entry, text string) {
		if camelWord().FindString(text) == text && !types[fold(text)] {
			f.add(e, text)
		}
	}
	for _, e := range entries {
		for _, p := range e.Conditions {
			reason(e, p.Reason)
			f.add(e, p.Message)
		}
		for _, p := range e.Events {
			reason(e, p.Reason)
			f.add(e, p.Message)
		}
	}
	f.sort()
	return f
}
