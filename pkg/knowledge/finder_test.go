package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var fuzzSignatures = []string{"NotFound", "VM", "VMNotFound", "a b", "A B c", "b:", "exit status=5", "exit status=50", "(x)", "'y", ": z"}

// naive finds the same as finder.find, by trying every signature at every place with a
// regular expression and looking at the characters around it.
func naive(text string) []string {
	var hits []string
	for i := range len(text) {
		best := ""
		for _, s := range fuzzSignatures {
			pattern := `^(?i:` + strings.ReplaceAll(regexp.QuoteMeta(s), " ", `[ \t\r\n]+`) + `)`
			m := regexp.MustCompile(pattern).FindString(text[i:])
			if m == "" || len(s) <= len(best) || !whole(s, text, i, i+len(m)) {
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

// whole reports whether a signature at text[start:end] is no part of a longer word: it can only
// be where it begins or ends with a letter or digit.
func whole(signature, text string, start, end int) bool {
	word := regexp.MustCompile(`^\w`)
	begins, ends := word.MatchString(signature), word.MatchString(signature[len(signature)-1:])
	if !begins {
		text, start, end = text[start:], 0, end-start
	}
	if !ends {
		text = text[:end]
	}
	return free(text, start, end)
}

// free reports whether text[start:end] has no word character beside it.
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
		"x_VM VM_x", "it'y a'yy '", "a: z b: zz", "\xffVM\xfe", "b: b:c", "(x)(X)", "\\u003cVM \\u03cVM \\u00E9VM", "u003cVM", "vm\u212Anotfound",
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

// FuzzMatchTakesAnything checks that what a text leads to has its proof in the text, and
// that white space around it changes nothing.
func FuzzMatchTakesAnything(f *testing.F) {
	table := builtin(f)
	for _, e := range table.Entries() {
		for _, text := range slices.Concat(e.Examples, e.CounterExamples) {
			f.Add(text)
		}
	}
	// With white space behind them these led to something else.
	f.Add("ReAdY False")
	f.Add(`{VMRedeploymentFailed"code:"T`)
	f.Fuzz(func(t *testing.T, text string) {
		details, ok := Details(text)
		if ok != (details != "") || !strings.Contains(text, details) {
			t.Errorf("Details(%q) = %q, %t", text, details, ok)
		}
		m := table.Match(details)
		checkMatch(t, table, details, m)
		padded := "\r\n\t " + text + " \n"
		if again, _ := Details(padded); again != details {
			t.Errorf("the details of %q are %q, and with white space around it %q", text, details, again)
		}
		if a, b := table.Lookup(text), table.Lookup(padded); !slices.Equal(a, b) {
			t.Errorf("%q leads to %v, and with white space around it to %v", text, codesOf(a), codesOf(b))
		}
		checkLookup(t, table, text)
	})
}

// checkMatch: a known code has a name, a signature or the number of an exit in the text, an
// unknown one stands there as it is, or its number does.
func checkMatch(t *testing.T, table *Table, details string, m Match) {
	t.Helper()
	if m.Entry == nil && len(m.Outer) > 0 {
		t.Errorf("Match(%q) has outer codes %q without an inner one", details, m.Outer)
	}
	if m.Entry != nil && (m.Entry.Kind != KindCode || slices.Contains(m.Outer, m.Entry.Code)) {
		t.Errorf("Match(%q) = %+v", details, m)
	}
	for _, code := range m.Unknown {
		number := regexp.MustCompile(`^(?:vmssCSE:|windowsCSE:|exit code )(\d+)$`).ReplaceAllString(code, "$1")
		if code == "" || !strings.Contains(details, number) || table.Entry(code) != nil {
			t.Errorf("Match(%q) has the unknown code %q", details, code)
		}
	}
	known := slices.Concat(table.Find(m.Outer), m.Refinements)
	if m.Entry != nil {
		known = append(known, m.Entry)
	}
	for _, e := range known {
		named := []*Entry{e}
		if e.Code == otherExtension { // named by the code of the failure and by the extension
			named = append(named, table.Find(bootstrapMostly)...)
		}
		if !slices.ContainsFunc(named, func(e *Entry) bool { return proven(details, e) }) {
			t.Errorf("Match(%q) has %s, which nothing in it names", details, e.Code)
		}
	}
}

// proven reports whether a text holds one of the names of an entry, in the roughest way.
func proven(text string, e *Entry) bool {
	squeeze := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	names := slices.Concat([]string{e.Code, strings.TrimPrefix(e.Code, entraPrefix)}, e.Aliases, e.Signatures)
	for _, exit := range e.Exits {
		names = append(names, exit.Name, strconv.Itoa(exit.Number))
		for _, key := range exitKeys(exit.Name) {
			names = append(names, key.name)
		}
	}
	if e.Code == extensionFailed {
		names = append(names, extensionError, windowsError, "CSE:")
	}
	for _, c := range e.Conditions {
		names = append(names, c.Reason)
	}
	for _, event := range e.Events {
		names = append(names, event.Reason, strings.TrimSuffix(event.Reason, "Scheduled"))
	}
	text = plain(squeeze(text))
	return slices.ContainsFunc(names, func(name string) bool {
		return name != "" && !slices.ContainsFunc(strings.Split(plain(squeeze(name)), gap), func(part string) bool { return !strings.Contains(text, part) })
	})
}

func checkLookup(t *testing.T, table *Table, text string) {
	t.Helper()
	seen := map[*Entry]bool{}
	for _, e := range table.Lookup(text) {
		if e == nil || seen[e] {
			t.Errorf("Lookup(%q) has %v twice, or no entry", text, e)
		}
		seen[e] = true
	}
	if names := table.Explain(text).Suggest(); len(names) > suggestions {
		t.Errorf("Suggest(%q) = %q", text, names)
	}
}

func TestFinderLeavesRoomForNames(t *testing.T) {
	table := newTable([]*Entry{
		{Code: "Gone", Kind: KindCode, Signatures: []string{"The VM '{}' cannot be found"}},
		{Code: "Refused", Kind: KindCode, Signatures: []string{"list *v1.{}: Unauthorized"}},
		{Code: "Twice", Kind: KindCode, Signatures: []string{"from {} to {} failed."}},
	}, nil)
	for text, want := range map[string]string{
		"The VM 'aks-np-1_2' cannot be found.":                               "Gone",
		"the vm\n'x' CANNOT be\n  found":                                     "Gone",
		"The VM 'a' is well. The VM 'b' cannot be found":                     "Gone",
		"The VM '' cannot be found":                                          "Gone",
		"The VM 'x' cannot be foundation":                                    "",
		"The VM 'x' can be found":                                            "",
		"The VM '" + strings.Repeat("x", longestGap+1) + "' cannot be found": "",
		"Failed to list *v1.Pod: Unauthorized":                               "Refused",
		"Failed to list *v1.Pod: Forbidden":                                  "",
		"from a to b failed.Next":                                            "Twice",
		"from a failed.":                                                     "",
	} {
		got := ""
		if e := table.Match(text).Entry; e != nil {
			got = e.Code
		}
		if got != want {
			t.Errorf("Match(%q) is %q, want %q", text, got, want)
		}
	}
}
