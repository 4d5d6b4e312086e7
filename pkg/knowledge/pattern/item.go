package pattern

import (
	"strings"
	"time"
)

// The sources of items that are no facts.
const (
	SourceCondition  = "condition"
	SourceEvent      = "event"
	SourceTaint      = "taint"
	SourceLabel      = "label"
	SourceAnnotation = "annotation"
	SourceProviderID = "providerID"
	SourceError      = "error"
)

// Item is one piece of evidence, or one pattern for it; a pattern's empty fields match anything.
type Item struct {
	// Source is one of the constants above, or the source of a fact.
	Source string
	// Type is the type of a condition or fact, and the key of a mark. Status is that of a condition
	// or fact, and the value of a mark. Reason is also that of an event, and the code of an error.
	Type, Status, Reason, Actor string
	// Message is the raw text; of a pattern, a literal that the text contains.
	Message string
	// Time is when it was so or happened; zero is not known.
	Time time.Time

	folded string // the message in lower case, once it was needed
}

// want is a pattern as an item.
type want struct {
	Item
	list   string // the source in lower case, under which Known has its items
	prefix bool   // the Type, or of a provider ID the Message, is how that begins
	not    bool   // holds for a node that has no such item
}

// wants returns the patterns of a set in one list.
func (e *Evidence) wants() []want {
	var all []want
	for _, p := range e.Conditions {
		all = append(all, want{Item: Item{Source: SourceCondition, Type: p.Type, Status: p.Status, Reason: p.Reason, Message: p.Message}})
	}
	for _, p := range e.Events {
		all = append(all, want{Item: Item{Source: SourceEvent, Reason: p.Reason, Message: p.Message}})
	}
	for _, p := range e.Facts {
		all = append(all, want{Item: Item{Source: p.Source, Type: p.Type, Status: p.Status, Reason: p.Reason, Message: p.Message, Actor: p.Actor}})
	}
	for _, p := range e.Marks {
		all = append(all, p.want())
	}
	for _, p := range e.Errors {
		all = append(all, want{Item: Item{Source: SourceError, Reason: p.Code, Message: p.Message}})
	}
	for i := range all {
		all[i].list, all[i].folded = strings.ToLower(all[i].Source), strings.ToLower(all[i].Message)
	}
	return all
}

func (m Mark) want() want {
	switch {
	case m.Taint != "":
		return want{Item: Item{Source: SourceTaint, Type: m.Taint, Status: m.Value}, not: m.Not}
	case m.ProviderID != "":
		return want{Item: Item{Source: SourceProviderID, Message: m.ProviderID}, prefix: true, not: m.Not}
	case m.Annotation != "":
		return want{Item: Item{Source: SourceAnnotation, Type: m.Annotation, Status: m.Value}, not: m.Not}
	default:
		return want{Item: Item{Source: SourceLabel, Type: m.Label, Status: m.Value}, prefix: strings.HasSuffix(m.Label, "/"), not: m.Not}
	}
}

// Of reports whether a mark of this source and key can be what the pattern asks for, whatever its value.
func (m Mark) Of(source, key string) bool {
	w := m.want()
	return w.Source == source && (w.Type == "" || same(w.Type, key) || w.prefix && hasPrefix(key, w.Type))
}

// Items returns what a set of patterns describes as evidence: an example of a check. Marks with
// Not are left out: they are what is not there.
func (e *Evidence) Items() []Item {
	var all []Item
	for _, w := range e.wants() {
		if !w.not {
			all = append(all, w.Item)
		}
	}
	return all
}

// matches reports whether an item of its source is what the pattern asks for.
func (w *want) matches(i *Item) bool {
	if w.prefix {
		return hasPrefix(i.Type, w.Type) && strings.HasPrefix(i.lower(), w.folded) && same(w.Status, i.Status)
	}
	return same(w.Type, i.Type) && same(w.Status, i.Status) && same(w.Reason, i.Reason) && same(w.Actor, i.Actor) &&
		(w.folded == "" || strings.Contains(i.lower(), w.folded))
}

// lower returns the message in lower case.
func (i *Item) lower() string {
	if i.folded == "" {
		i.folded = strings.ToLower(i.Message)
	}
	return i.folded
}

func same(wanted, have string) bool { return wanted == "" || strings.EqualFold(wanted, have) }

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
