package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var fuzzSignatures = []string{"NotFound", "VM", "VMNotFound", "a b", "A B c", "b:", "exit status=5", "exit status=50", "(x)"}

// naive finds the same as finder.find, by trying every signature at every place with a
// regular expression and looking at the characters around it.
func naive(text string) []string {
	var hits []string
	for i := range len(text) {
		best := ""
		for _, s := range fuzzSignatures {
			pattern := `^(?i:` + strings.ReplaceAll(regexp.QuoteMeta(s), " ", `[ \t\r\n]+`) + `)`
			m := regexp.MustCompile(pattern).FindString(text[i:])
			if m == "" || len(s) <= len(best) || !free(text, i, i+len(m)) {
				continue
			}
			best = s
		}
		if best != "" {
			hits = append(hits, strings.ToLower(best))
		}
	}
	return hits
}

// free says whether text[start:end] has no word character beside it.
func free(text string, start, end int) bool {
	word := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	before, after := []rune(text[:start]), []rune(text[end:])
	escape := start > 1 && text[start-2] == '\\' && strings.ContainsRune("nrt", rune(text[start-1])) ||
		start > 5 && text[start-6:start-4] == `\u` && strings.Trim(text[start-4:start], "0123456789abcdefABCDEF") == ""
	if len(before) > 0 && word(before[len(before)-1]) && !escape {
		return false
	}
	return len(after) == 0 || !word(after[0])
}

func FuzzFinderAgreesWithTheNaiveOne(f *testing.F) {
	for _, seed := range []string{
		"NotFound", "VMNotFound VM NotFound", "a \t\n b C", "a b cd", "éVM VMé", "\\nVM \\tNotFound", "exit status=50",
		"x_VM VM_x", "\xffVM\xfe", "b: b:c", "(x)(X)", "\\u003cVM \\u03cVM \\u00E9VM", "u003cVM", "vm\u212Anotfound",
	} {
		f.Add(seed)
	}
	entries := make([]*Entry, len(fuzzSignatures))
	for i, s := range fuzzSignatures {
		entries[i] = &Entry{Code: s, Signatures: []string{s}}
	}
	finder := newFinder(entries)
	f.Fuzz(func(t *testing.T, text string) {
		text = text[:min(len(text), 500)] // the naive one takes quadratic time
		var got []string
		for hit := range finder.find(text) {
			got = append(got, hit.literal.text)
		}
		if want := naive(text); !slices.Equal(got, want) {
			t.Errorf("in %q the finder finds %q, the naive one %q", text, got, want)
		}
	})
}

func FuzzMatchTakesAnything(f *testing.F) {
	for _, e := range builtin(f).Entries() {
		for _, text := range e.Examples {
			f.Add(text)
		}
	}
	table := builtin(f)
	f.Fuzz(func(t *testing.T, text string) {
		details, ok := Details(text)
		if ok != (details != "") || !strings.Contains(text, details) {
			t.Errorf("Details(%q) = %q, %t", text, details, ok)
		}
		m := table.Match(details)
		if m.Entry == nil && len(m.Outer) > 0 {
			t.Errorf("Match(%q) has outer codes %q without an inner one", details, m.Outer)
		}
		if m.Entry != nil && (m.Entry.Kind != KindCode || slices.Contains(m.Outer, m.Entry.Code)) {
			t.Errorf("Match(%q) = %+v", details, m)
		}
		if found := table.Lookup(text); slices.Contains(found, nil) {
			t.Errorf("Lookup(%q) has a nil entry", text)
		}
		if names := table.Suggest(text); len(names) > suggestions {
			t.Errorf("Suggest(%q) = %q", text, names)
		}
	})
}
