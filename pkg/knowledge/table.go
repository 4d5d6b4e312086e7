package knowledge

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// Table is the loaded knowledge. It does not change after Load and is safe for
// concurrent use. Callers must not modify what its methods return.
type Table struct {
	entries   []*Entry
	variables []Variable
	checks    func() map[string]*pattern.Check
	names     map[string]*Entry // by folded code and alias

	// What texts and evidence are matched with is built when it is first asked for: explain of
	// a code needs none of it.
	finder  func() *finder
	signs   func() *finder // reasons and messages of conditions and events
	signals func() *signalIndex
	// suppressions are in their order.
	suppressions func() []Suppression
	exits        map[exitKey]*Entry
	exitNames    map[exitName]*Entry

	lines sync.Map // command → shellLine, for Fill
}

// newTable indexes the entries. Of entries that share a name the first keeps it.
func newTable(entries []*Entry, variables []Variable) *Table {
	t := &Table{entries: entries, variables: variables, checks: func() map[string]*pattern.Check { return nil }, names: make(map[string]*Entry, 4*len(entries)), exits: map[exitKey]*Entry{}, exitNames: map[exitName]*Entry{}}
	for _, e := range entries {
		t.name(e, e.Code)
		for _, alias := range e.Aliases {
			t.name(e, alias)
			t.addExitName(e, alias)
		}
		for _, exit := range e.Exits {
			t.exit(e, exit)
		}
	}
	for _, e := range entries {
		t.reasons(e)
	}
	t.finder = sync.OnceValue(func() *finder { return newFinder(entries) })
	t.signs = sync.OnceValue(func() *finder { return newSigns(entries) })
	t.signals = sync.OnceValue(func() *signalIndex { return newSignals(entries) })
	t.suppressions = sync.OnceValue(func() []Suppression { return suppressionsOf(entries) })
	return t
}

// Prepare makes what a diagnosis needs, and what is else made where it is needed first.
func (t *Table) Prepare() { t.finder(); t.signs(); t.signals(); t.suppressions(); t.checks() }

// Suppression is the entry of a reason why AKS does not act.
type Suppression struct {
	*Entry
	check *pattern.Compiled
}

// Marked reports whether a node has all of the entry's marks, of which there is one at least.
func (s Suppression) Marked(known *pattern.Known) bool {
	if len(s.Marks) == 0 {
		return false
	}
	answer, _ := s.check.Judge(known)
	return answer == pattern.Holds
}

// suppressionsOf returns the entries that have an order, in that order.
func suppressionsOf(entries []*Entry) []Suppression {
	var found []Suppression
	for _, e := range entries {
		if e.Kind == KindSuppression && e.Order > 0 {
			check := &pattern.Check{All: true, Evidence: pattern.Evidence{Marks: e.Marks}}
			found = append(found, Suppression{e.whole(), check.Compile()})
		}
	}
	slices.SortStableFunc(found, func(a, b Suppression) int { return cmp.Compare(a.Order, b.Order) })
	return found
}

func (t *Table) name(e *Entry, name string) {
	key := fold(name)
	if _, taken := t.names[key]; !taken && key != "" {
		t.names[key] = e
	}
}

// exitKey is an exit code without its name.
type exitKey struct {
	number int
	os     Platform
}

// exit makes an exit code known by its number and by its names.
func (t *Table) exit(e *Entry, exit ExitCode) {
	key := exitKey{exit.Number, exit.OS}
	if t.exits[key] == nil {
		t.exits[key] = e
	}
	t.name(e, exit.String())
	t.name(e, exit.Name)
	t.addExitName(e, exit.Name)
}

// reasons makes the reasons of patterns that hold for every message names of the entry;
// codes and aliases come first.
func (t *Table) reasons(e *Entry) {
	for _, p := range e.Conditions {
		if p.Message == "" {
			t.name(e, p.Reason)
		}
	}
	for _, p := range e.Events {
		if p.Message == "" {
			t.name(e, p.Reason)
		}
	}
	for _, p := range e.Facts {
		if p.Message == "" {
			t.name(e, p.Type)
			t.name(e, p.Reason)
		}
	}
}

// byName returns checks by their names.
func byName(checks []*pattern.Check) map[string]*pattern.Check {
	named := make(map[string]*pattern.Check, len(checks))
	for _, c := range checks {
		named[c.Name] = c
	}
	return named
}

// Check returns the check with this name, nil when there is none.
func (t *Table) Check(name string) *pattern.Check { return t.checks()[name] }

// Checks returns all checks in the order of their names.
func (t *Table) Checks() []*pattern.Check {
	return slices.SortedFunc(maps.Values(t.checks()), func(a, b *pattern.Check) int { return cmp.Compare(a.Name, b.Name) })
}

// Says returns what is known when checks hold.
func (t *Table) Says(names []string) []string {
	says := make([]string, len(names))
	for i, name := range names {
		says[i] = t.Check(name).Says
	}
	return says
}

// Listed returns all entries with what they are found by; texts of some were not read yet.
func (t *Table) Listed() []*Entry { return t.entries }

// Entries returns all entries in the order of the files and of the lines in them.
func (t *Table) Entries() []*Entry { return complete(t.entries...) }

// Entry returns the entry with this code or alias, in any case and with any white space
// between words, or of the exit code with this name in any form; nil when there is none.
func (t *Table) Entry(code string) *Entry {
	if e := t.names[fold(code)]; e != nil {
		return e.whole()
	}
	return t.byExitName(code).whole()
}

// Find returns the entries with these codes, in their order; a code without one is left out.
func (t *Table) Find(codes []string) []*Entry {
	var entries []*Entry
	for _, code := range codes {
		if e := t.Entry(code); e != nil {
			entries = append(entries, e)
		}
	}
	return entries
}

// Variables returns the names that commands may use, in the order in which they can be set.
func (t *Table) Variables() []Variable { return t.variables }

// fold makes names comparable: lower case, words separated by one space.
func fold(s string) string {
	if strings.ContainsFunc(s, unicode.IsSpace) { // few names have any, and all of them are folded at each start
		s = strings.Join(strings.Fields(s), " ")
	}
	return strings.ToLower(s)
}
