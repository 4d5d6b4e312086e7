// Package signals finds which pattern of a condition, an event or a fact fits best.
package signals

import (
	"cmp"
	"slices"
	"strings"
)

// The fields of a Signal.
const (
	Source = iota
	Type
	Status
	Reason
	fields
)

// Fields are what a pattern asks for, or what there is; a condition has no source, an event only a
// reason. An empty field of a pattern matches anything.
type Fields [fields]string

// Signal is one pattern, and what it leads to.
type Signal[E any] struct {
	Fields Fields
	// Text is a literal that the message has to contain, in lower case.
	Text  string
	Leads E
}

// Index are patterns of one kind, the most specific first: the one with most fields set, then the
// one with the longest text. They are grouped by one of their fields.
type Index[E any] struct {
	key   int
	named map[string][]Signal[E] // by the field in lower case
	// others are those without the field; they are among the named ones too.
	others []Signal[E]
}

// New returns an index of patterns, grouped by the field in which what they match differs most.
func New[E any](key int, all []Signal[E]) Index[E] {
	slices.SortStableFunc(all, func(a, b Signal[E]) int {
		return cmp.Or(cmp.Compare(b.set(), a.set()), cmp.Compare(len(b.Text), len(a.Text)))
	})
	x := Index[E]{key: key, named: map[string][]Signal[E]{}}
	for _, s := range all {
		if name := strings.ToLower(s.Fields[key]); name != "" {
			x.named[name] = nil
		}
	}
	for _, s := range all {
		if name := strings.ToLower(s.Fields[key]); name != "" {
			x.named[name] = append(x.named[name], s)
			continue
		}
		x.others = append(x.others, s)
		for name := range x.named {
			x.named[name] = append(x.named[name], s)
		}
	}
	return x
}

// Find returns what the most specific pattern that fits leads to; false when none fits.
func (x *Index[E]) Find(have Fields, message string) (leads E, found bool) {
	candidates, named := x.named[strings.ToLower(have[x.key])]
	if !named {
		candidates = x.others
	}
	lower := ""
	for i := range candidates {
		s := &candidates[i]
		if !s.fits(&have) {
			continue
		}
		if s.Text != "" && lower == "" {
			lower = strings.ToLower(message)
		}
		if strings.Contains(lower, s.Text) {
			return s.Leads, true
		}
	}
	return leads, false
}

// Knows reports whether a pattern names this value of the field that the index is grouped by and,
// where other is not empty, a field other with its value too.
func (x *Index[E]) Knows(name string, field int, other string) bool {
	return slices.ContainsFunc(x.named[strings.ToLower(name)], func(s Signal[E]) bool {
		return s.Fields[x.key] != "" && (other == "" || strings.EqualFold(s.Fields[field], other))
	})
}

func (s *Signal[E]) set() int {
	n := 0
	for _, f := range s.Fields {
		if f != "" {
			n++
		}
	}
	if s.Text != "" {
		n++
	}
	return n
}

// fits reports whether the fields are those that the pattern asks for.
func (s *Signal[E]) fits(have *Fields) bool {
	for i, want := range s.Fields {
		if want != "" && !strings.EqualFold(want, have[i]) {
			return false
		}
	}
	return true
}
