package knowledge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/message"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The entries for a failed repair without a code that the table knows.
const (
	// NoCode is the entry for an error event without details.
	NoCode = "NoCode"
	// UnknownCode is the entry for details in which the table knows no code.
	UnknownCode = "UnknownCode"
)

// codePrefix is what people and documents put in front of a code.
var codePrefix = lazy.Pattern(`(?i)^(?:arm\s+)?(?:error\s*)?code\s*[:=]\s*`)

// Explanation is what the table knows about a text that a person asks about.
type Explanation struct {
	// Entries answer the text, the most specific first. There are none on a miss.
	Entries []*Entry
	// Unknown are the codes that the text names in code fields and that the table does not
	// know, innermost first.
	Unknown []string

	table *Table
	text  string
}

// Explain finds what a person asks for: a code or alias in any case, with a prefix such as
// "ARM ErrorCode:" and with quotes or punctuation around it, or a pasted text that holds a
// signature: an event, a line of kubectl get events, a block of kubectl describe, an Azure
// error. A failed repair's message leads to the entry of its innermost code and then to
// the refinements; one without a code to NoCode, one with a code that the table does not
// know to UnknownCode. Several messages in one text are answered in turn, each entry once.
// A bare number is an exit code of every system, or a code of Entra ID from five digits on;
// NAME=NUMBER is looked up by both.
// A text without a failed repair leads to the conditions and events that it shows as well.
// Prose without a signature is a miss.
func (t *Table) Explain(text string) Explanation {
	x := t.explain(text)
	complete(x.Entries...)
	return x
}

func (t *Table) explain(text string) Explanation {
	x := Explanation{Entries: t.named(text), table: t, text: text}
	if x.Entries != nil {
		return x
	}
	messages := message.Repairs(text)
	if len(messages) == 0 {
		m := t.Match(text)
		x.Entries, x.Unknown = preciseFirst(merge(m.entries(), t.signalEntries(text))), m.Unknown
		return x
	}
	x.Entries, x.Unknown = t.repairs(messages), t.Match(text).Unknown
	return x
}

// Lookup returns the entries of Explain.
func (t *Table) Lookup(text string) []*Entry { return t.Explain(text).Entries }

// named returns the entries of a text that is nothing but a name of them, nil when it is
// more or no entry has the name.
func (t *Table) named(text string) []*Entry {
	for _, name := range []string{text, bare(text)} {
		if e := t.Entry(name); e != nil {
			return []*Entry{e}
		}
	}
	if entries := t.number(bare(text)); entries != nil {
		return entries
	}
	if entries := t.assigned(bare(text)); entries != nil {
		return entries
	}
	return t.headline(text)
}

// assigned returns the entries of a name with its number, as a script defines it:
// ERR_OUTBOUND_CONN_FAIL=50. The name comes first, because numbers change; where the table does
// not know it, its form can still show the operating system.
func (t *Table) assigned(what string) []*Entry {
	name, number, _ := strings.Cut(what, "=")
	if name == "" || digits().FindString(number) != number || number == "" || strings.ContainsFunc(name, func(r rune) bool { return !isWord(r) }) {
		return nil
	}
	entries := slices.Clone(t.number(number))
	if system := systemOf(name, nil); system != "" {
		entries = slices.DeleteFunc(entries, func(e *Entry) bool { return !e.FitsOS(system) })
	}
	e := t.Entry(name)
	switch {
	case e == nil:
		return entries
	case slices.Contains(entries, e):
		return []*Entry{e}
	default:
		return append([]*Entry{e}, entries...)
	}
}

// repairs returns the entries of the messages of failed repairs.
func (t *Table) repairs(messages []string) []*Entry {
	var entries []*Entry
	without := NoCode
	for _, m := range messages {
		details, ok := Details(m)
		if ok {
			without = UnknownCode
		}
		entries = merge(entries, t.Match(details).entries())
	}
	if e := t.Entry(without); len(entries) == 0 && e != nil {
		entries = []*Entry{e}
	}
	return entries
}

// headline reads what a diagnosis prints over a problem, "State: Reason: Code", from the
// most specific part, which is the last; nil when a part is not in the table.
func (t *Table) headline(what string) []*Entry {
	parts := strings.Split(strings.Join(strings.Fields(what), " "), ": ")
	if len(parts) < 2 {
		return nil
	}
	entries := t.Find(parts)
	if len(entries) != len(parts) {
		return nil
	}
	slices.Reverse(entries)
	return merge(nil, entries)
}

// entries returns the entry and its refinements.
func (m Match) entries() []*Entry {
	if m.Entry == nil {
		return m.Refinements
	}
	return append([]*Entry{m.Entry}, m.Refinements...)
}

// merge appends the entries that are not there yet.
func merge(entries, more []*Entry) []*Entry {
	for _, e := range more {
		if !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	return entries
}

// preciseFirst puts an entry before those whose events it makes more precise: a sandbox that gets
// no IP address before a sandbox that fails.
func preciseFirst(entries []*Entry) []*Entry {
	for i, e := range entries {
		if general := slices.IndexFunc(entries[:i], e.makesPrecise); general >= 0 {
			entries = slices.Insert(slices.Delete(entries, i, i+1), general, e)
		}
	}
	return entries
}

// makesPrecise reports whether the entry is about an event of the other one with a certain message.
func (e *Entry) makesPrecise(general *Entry) bool {
	return slices.ContainsFunc(e.Events, func(p pattern.Event) bool {
		return p.Message != "" && slices.Contains(general.Events, pattern.Event{Reason: p.Reason})
	})
}

// bare strips what surrounds a code when it is quoted from somewhere.
func bare(what string) string {
	const around = " \t\r\n\"'`()[]{}<>.,;:!?"
	what = strings.Trim(what, around)
	return strings.Trim(codePrefix().ReplaceAllString(what, ""), around)
}

// Details returns the error inside the message of a failed repair, as message.Details does.
func Details(text string) (details string, ok bool) { return message.Details(text) }
