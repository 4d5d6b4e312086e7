package knowledge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/signals"
)

// signalIndex are the patterns of all entries by what they match.
type signalIndex struct{ conditions, events, facts signals.Index[*Entry] }

func newSignals(entries []*Entry) *signalIndex {
	var conditions, events, facts []signals.Signal[*Entry]
	for _, e := range entries {
		for _, p := range e.Conditions {
			conditions = append(conditions, signals.Signal[*Entry]{Fields: signals.Fields{"", p.Type, p.Status, p.Reason}, Text: strings.ToLower(p.Message), Leads: e})
		}
		for _, p := range e.Events {
			events = append(events, signals.Signal[*Entry]{Fields: signals.Fields{signals.Reason: p.Reason}, Text: strings.ToLower(p.Message), Leads: e})
		}
		for _, p := range e.Facts {
			facts = append(facts, signals.Signal[*Entry]{Fields: signals.Fields{p.Source, p.Type, p.Status, p.Reason}, Text: strings.ToLower(p.Message), Leads: e})
		}
	}
	return &signalIndex{signals.New(signals.Type, conditions), signals.New(signals.Reason, events), signals.New(signals.Type, facts)}
}

// Condition returns the entry that a node condition leads to: that of the most specific
// pattern, which is the one with most fields set and then the longest message literal.
// It is nil when there is none, as for every healthy condition.
func (t *Table) Condition(conditionType, status, reason, message string) *Entry {
	e, _ := t.signals().conditions.Find(signals.Fields{"", conditionType, status, reason}, message)
	return e.whole()
}

// KnowsCondition reports whether the table knows conditions of this type. One that it knows
// and that has no entry is healthy; one that it does not know cannot be judged.
func (t *Table) KnowsCondition(conditionType string) bool {
	return t.signals().conditions.Knows(conditionType, 0, "")
}

// Event returns the entry that an event about a node leads to, chosen as by Condition; nil
// when there is none.
func (t *Table) Event(reason, message string) *Entry {
	e, _ := t.signals().events.Find(signals.Fields{signals.Reason: reason}, message)
	return e.whole()
}

// Fact returns the entry that a report of another API leads to, chosen as by Condition; nil
// when there is none.
func (t *Table) Fact(source, factType, status, reason, message string) *Entry {
	e, _ := t.signals().facts.Find(signals.Fields{source, factType, status, reason}, message)
	return e.whole()
}

// KnowsFact reports whether an entry or a check of the table is about reports of this source and
// type; see KnowsCondition.
func (t *Table) KnowsFact(source, factType string) bool {
	for _, c := range t.checks() {
		if c.AboutFact(source, factType) {
			return true
		}
	}
	return t.signals().facts.Knows(factType, signals.Source, source)
}

// Suppressions returns the entries of the reasons why AKS does not act, in their order.
func (t *Table) Suppressions() []Suppression { return t.suppressions() }

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
