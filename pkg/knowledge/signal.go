package knowledge

import (
	"cmp"
	"slices"
	"strings"
)

// signal is one pattern with all its fields, and the entry it leads to.
type signal struct {
	fields [4]string // source, type, status and reason; a condition has no source, an event only a reason
	text   string    // lower case
	entry  *Entry
}

// signals are the patterns of one kind, the most specific first.
type signals []signal

// signalIndex are the patterns of all entries by what they match.
type signalIndex struct{ conditions, events, facts signals }

func newSignals(entries []*Entry) signalIndex {
	var conditions, events, facts signals
	for _, e := range entries {
		for _, p := range e.Conditions {
			conditions = append(conditions, signal{[4]string{"", p.Type, p.Status, p.Reason}, strings.ToLower(p.Message), e})
		}
		for _, p := range e.Events {
			events = append(events, signal{[4]string{"", "", "", p.Reason}, strings.ToLower(p.Message), e})
		}
		for _, p := range e.Facts {
			facts = append(facts, signal{[4]string{p.Source, p.Type, p.Status, p.Reason}, strings.ToLower(p.Message), e})
		}
	}
	for _, all := range []signals{conditions, events, facts} {
		slices.SortStableFunc(all, moreSpecific)
	}
	return signalIndex{conditions, events, facts}
}

// moreSpecific orders patterns by the number of fields that are set and then by the
// length of the literal.
func moreSpecific(a, b signal) int {
	return cmp.Or(cmp.Compare(b.set(), a.set()), cmp.Compare(len(b.text), len(a.text)))
}

func (s signal) set() int {
	n := 0
	for _, f := range append(s.fields[:], s.text) {
		if f != "" {
			n++
		}
	}
	return n
}

// entry returns the entry of the most specific pattern that fits, or nil.
func (s signals) entry(fields [4]string, message string) *Entry {
	message = strings.ToLower(message)
	for _, p := range s {
		if p.fits(fields, message) {
			return p.entry
		}
	}
	return nil
}

func (s signal) fits(fields [4]string, message string) bool {
	for i, want := range s.fields {
		if want != "" && !strings.EqualFold(want, fields[i]) {
			return false
		}
	}
	return strings.Contains(message, s.text)
}

// Condition returns the entry that a node condition leads to: that of the most specific
// pattern, which is the one with most fields set and then the longest message literal.
// It is nil when there is none, as for every healthy condition.
func (t *Table) Condition(conditionType, status, reason, message string) *Entry {
	return t.signals().conditions.entry([4]string{"", conditionType, status, reason}, message).whole()
}

// KnowsCondition reports whether the table knows conditions of this type. One that it knows
// and that has no entry is healthy; one that it does not know cannot be judged.
func (t *Table) KnowsCondition(conditionType string) bool {
	return slices.ContainsFunc(t.signals().conditions, func(s signal) bool {
		return s.fields[1] != "" && strings.EqualFold(s.fields[1], conditionType)
	})
}

// Event returns the entry that an event about a node leads to, chosen as by Condition; nil
// when there is none.
func (t *Table) Event(reason, message string) *Entry {
	return t.signals().events.entry([4]string{"", "", "", reason}, message).whole()
}

// Fact returns the entry that a report of another API leads to, chosen as by Condition; nil
// when there is none.
func (t *Table) Fact(source, factType, status, reason, message string) *Entry {
	return t.signals().facts.entry([4]string{source, factType, status, reason}, message).whole()
}

// KnowsFact reports whether an entry or a check of the table is about reports of this source and
// type; see KnowsCondition.
func (t *Table) KnowsFact(source, factType string) bool {
	for _, c := range t.checks() {
		if c.AboutFact(source, factType) {
			return true
		}
	}
	return slices.ContainsFunc(t.signals().facts, func(s signal) bool {
		return strings.EqualFold(s.fields[0], source) && s.fields[1] != "" && strings.EqualFold(s.fields[1], factType)
	})
}

// Suppressions returns the entries of the reasons why AKS does not act, in their order.
func (t *Table) Suppressions() []*Entry { return complete(t.suppressions...) }

// ExitCodes returns the entries about an exit code of the bootstrap script on this system;
// with os "" those of every system, Linux first.
func (t *Table) ExitCodes(number int, os Platform) []*Entry {
	var found []*Entry
	for _, system := range []Platform{Linux, Windows} {
		if os != "" && os != system {
			continue
		}
		if e := t.exits[exitKey{number, system}]; e != nil {
			found = append(found, e.whole())
		}
	}
	return found
}

// FitsOS reports whether the entry can be about a node with this operating system. Only exit
// codes cannot; with os "" everything fits.
func (e *Entry) FitsOS(os Platform) bool {
	return os == "" || len(e.Exits) == 0 || slices.ContainsFunc(e.Exits, func(x ExitCode) bool { return x.OS == os })
}
