package knowledge

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// hit is one place in a text that names an entry, or a code that no entry has.
type hit struct {
	start  int
	entry  *Entry // nil for a code that the table does not know
	code   string // the value of the field, set when entry is nil
	strong bool   // a code field or a phrase, not a single word of prose
	prose  bool   // found as a signature, outside of any code field
	braces int    // braces and brackets open at start
	depth  int    // braces, escapes, and one more for prose inside an object
}

// hits returns all hits in the order of the text, fields before signatures at one place.
func (t *Table) hits(text string) []hit {
	var hits []hit
	if e := t.Entry(text); e != nil {
		hits = append(hits, hit{entry: e, strong: true})
	}
	if e := t.Entry(firstWord(text)); e != nil && e.Kind == KindCode {
		hits = append(hits, hit{entry: e})
	}
	hits = append(hits, t.fieldHits(text)...)
	hits = append(hits, t.signatureHits(text)...)
	hits = append(hits, t.numberHits(text, hits)...)
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.start, b.start) })
	return hits
}

// signatureHits returns the signatures in a text. One of a condition or an event that begins inside
// another's is a part of that: "Memory cgroup out of memory" is not "Out of memory" of the node.
func (t *Table) signatureHits(text string) []hit {
	var hits []hit
	inside := 0 // where the last signature of a condition or an event ends
	for f := range t.finder().find(text) {
		if kind := f.literal.entry.Kind; kind == KindCondition || kind == KindEvent {
			if f.start < inside {
				continue
			}
			inside = f.end
		}
		hits = append(hits, hit{start: f.start, entry: f.literal.entry, strong: f.literal.phrase, prose: true})
	}
	return hits
}

// firstWord returns the word at the start of a text when a code can stand there, as in
// "Conflict: x". It is empty when the text continues as a sentence.
func firstWord(text string) string {
	text = strings.TrimLeft(text, " \t\r\n")
	end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
	if end < 0 || leadingSpace(text[end:]) > 0 {
		return ""
	}
	return text[:end]
}

// setDepths sets the depth of every hit in one pass over the text. Brackets are counted
// wherever they stand, in strings too: there they open escaped JSON. Closing brackets
// without an opening one are ignored, since the text may be a fragment.
func setDepths(text string, hits []hit) {
	braces, escapes, backslashes, next := 0, 0, 0, 0
	for i := 0; i < len(text) && next < len(hits); i++ {
		for next < len(hits) && hits[next].start == i {
			hits[next].setDepth(braces, escapes)
			next++
		}
		switch text[i] {
		case '{', '[':
			braces++
		case '}', ']':
			braces = max(braces-1, 0)
		case '"':
			// A quote at level n of quoting has 2^n - 1 backslashes before it.
			escapes = bits.Len(uint(backslashes))
		case '\\':
			backslashes++
			continue
		}
		backslashes = 0
	}
}

func (h *hit) setDepth(braces, escapes int) {
	h.braces, h.depth = braces, braces+escapes
	if h.prose && braces > 0 {
		h.depth++
	}
}
