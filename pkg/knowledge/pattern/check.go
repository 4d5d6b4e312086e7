package pattern

import (
	"slices"
	"strings"
)

// Check is a question that the evidence on a node can answer. It holds where one of its patterns
// matches, or all of them with All; with Absent where none does and what would show them was read whole.
type Check struct {
	// Name is the check's unique name, in lower case with hyphens.
	Name string `json:"name"`
	// Says is what is known when the check holds, as a sentence without a full stop: the evidence
	// itself, its source and its time are shown beside it.
	Says   string `json:"says"`
	Absent bool   `json:"absent,omitempty"`
	All    bool   `json:"all,omitempty"`
	Evidence
	// Examples are evidence for which the check must hold, CounterExamples such for which it
	// must not. They are the tests of the check.
	Examples        []Evidence `json:"examples,omitempty"`
	CounterExamples []Evidence `json:"counterExamples,omitempty"`
}

// Answer is what a check concludes.
type Answer int

// The answers. The zero value is Unknown.
const (
	Unknown Answer = iota
	Holds
	Fails // the evidence shows that it does not hold
)

// Known is the evidence on one node. It is not safe for concurrent use.
type Known struct {
	items map[string][]Item // by source, in lower case
	whole func(source string) bool
}

// Set makes it the evidence on another node: what a list of items shows, which is its own until the next Set. The
// function reports whether everything was read of a source that there is about the node in the time in question: what
// is not among the items of such a source did not happen.
func (k *Known) Set(whole func(source string) bool, items []Item) {
	if k.items == nil {
		k.items = map[string][]Item{}
	}
	clear(k.items)
	k.whole = whole
	for len(items) > 0 {
		// Items of one source follow one another, so that few lists have to be put together.
		n := 1
		for n < len(items) && items[n].Source == items[0].Source {
			n++
		}
		k.add(items[:n:n])
		items = items[n:]
	}
}

// add adds items of one source.
func (k *Known) add(run []Item) {
	source := strings.ToLower(run[0].Source)
	if known := k.items[source]; len(known) > 0 {
		run = append(known, run...)
	}
	k.items[source] = run
}

// Compiled is a check with its patterns ready to match the evidence on many nodes. It does not
// change and is safe for concurrent use.
type Compiled struct {
	*Check
	patterns []want
}

// Compile prepares the check, which must not be changed afterwards.
func (c *Check) Compile() *Compiled { return &Compiled{c, c.wants()} }

// Judge returns what the check concludes, and the items that it rests on, in their order.
func (c *Compiled) Judge(k *Known) (Answer, []*Item) {
	var found []*Item
	matched, refuted := 0, 0
	for i := range c.patterns {
		items, answer := c.patterns[i].judge(k)
		switch answer {
		case Holds:
			matched++
			found = append(found, items...)
		case Fails:
			refuted++
		}
	}
	return c.conclude(matched, refuted, len(c.patterns)), found
}

// conclude counts how many of the patterns were matched and how many are known not to match.
func (c *Check) conclude(matched, refuted, patterns int) Answer {
	switch {
	case c.Absent && matched > 0:
		return Fails
	case c.Absent && refuted == patterns:
		return Holds
	case c.Absent:
		return Unknown
	case c.All && matched == patterns, !c.All && matched > 0:
		return Holds
	case c.All && refuted > 0, !c.All && refuted == patterns:
		return Fails
	default:
		return Unknown
	}
}

// judge returns the items that a pattern matches, or whether there is known to be none.
func (w *want) judge(k *Known) ([]*Item, Answer) {
	var found []*Item
	decided := false
	items := k.items[w.list]
	for i := range items {
		item := &items[i]
		if w.matches(item) {
			found = append(found, item)
		}
		decided = decided || w.decides(item)
	}
	switch whole := decided || k.whole(w.Source); {
	case w.not && len(found) == 0 && whole:
		return nil, Holds
	case w.not && len(found) > 0, !w.not && len(found) == 0 && whole:
		return nil, Fails
	case w.not || len(found) == 0:
		return nil, Unknown
	default:
		return found, Holds
	}
}

// decides reports whether an item answers the pattern by itself: it is the one that there is of
// the source and type, and does not say that nobody knows.
func (w *want) decides(i *Item) bool {
	return w.Type != "" && !w.prefix && oneOfItsType(w.Source) && same(w.Type, i.Type) &&
		i.Status != "" && !same("Unknown", i.Status)
}

// oneOfItsType reports whether a source has one item of a type for a node, which holds until
// another follows. A log has many.
func oneOfItsType(source string) bool {
	switch source {
	case SourceEvent, SourceError, SourceTaint, SourceLabel, SourceAnnotation, SourceProviderID, "azure-activity-log", "azure-scheduled-event", "azure-lock", "azure-security-group":
		return false
	default:
		return true
	}
}

// Source returns the source that the check looks at, empty where it looks at several.
func (c *Compiled) Source() string {
	source := ""
	for i := range c.patterns {
		if i > 0 && c.patterns[i].Source != source {
			return ""
		}
		source = c.patterns[i].Source
	}
	return source
}

// AboutFact reports whether the check looks at facts of this source and type.
func (c *Check) AboutFact(source, factType string) bool {
	return slices.ContainsFunc(c.Facts, func(f Fact) bool {
		return strings.EqualFold(f.Source, source) && strings.EqualFold(f.Type, factType)
	})
}
