package knowledge

import (
	"slices"
	"strings"
	"testing"
)

func TestTableKeepsTheFirstOfTwoEntriesWithOneName(t *testing.T) {
	first := &Entry{Code: "One", Aliases: []string{"Shared", ""}}
	second := &Entry{Code: "Two", Aliases: []string{"shared", "ONE"}}
	table := newTable([]*Entry{first, second}, nil)
	for name, want := range map[string]*Entry{"one": first, "SHARED": first, "two": second, "": nil} {
		if got := table.Entry(name); got != want {
			t.Errorf("Entry(%q) is %v, want %v", name, got, want)
		}
	}
	if !slices.Equal(table.Entries(), []*Entry{first, second}) {
		t.Errorf("Entries are %v", table.Entries())
	}
}

func TestFindKeepsTheOrderAndLeavesOutWhatIsNotThere(t *testing.T) {
	table := builtin(t)
	if got := codesOf(table.Find([]string{"Failed", "nothing", "notfound", "Failed"})); got != "Failed,NotFound,Failed" {
		t.Errorf("Find is %s", got)
	}
	if got := table.Find(nil); got != nil {
		t.Errorf("Find of nothing is %v", got)
	}
}

func TestMeasureCountsBracketsAndEscapes(t *testing.T) {
	tests := map[string]int{ // depth at the X
		`X`:                                     0,
		`{X`:                                    1,
		`{[X`:                                   2,
		`{}X`:                                   0,
		`}}]X`:                                  0,
		`}{X`:                                   1,
		`"X`:                                    0,
		`\"X`:                                   1,
		`\\\"X`:                                 2,
		`\\\\\\\"X`:                             3,
		`\"a\" "X`:                              0,
		`\n"X`:                                  0,
		`{"a":"{\"b\":\"X`:                      3,
		`{"a":"{\"b\":\"{\\\"c\\\":\\\"X`:       5,
		`{"a":"{\"b\":1}","c":"X`:               1,
		`{"a":[{"b":1},{"c":"X`:                 3,
		`Message="{\"a\":1} Code=\"y\"" Z="X`:   0,
		strings.Repeat("{", 500) + "X":          500,
		strings.Repeat(`\`, 511) + `"` + "X":    9,
		strings.Repeat("]", 500) + `[{\"` + "X": 3,
	}
	for text, want := range tests {
		hits := []hit{{start: strings.LastIndexByte(text, 'X')}}
		setDepths(text, hits)
		if hits[0].depth != want {
			t.Errorf("the depth in %.80s is %d, want %d", text, hits[0].depth, want)
		}
	}
}

func TestMeasurePutsProseInAnObjectBelowItsCode(t *testing.T) {
	for text, want := range map[string]int{`X`: 0, `{X`: 2, `\"X`: 1, `{\"X`: 3} {
		hits := []hit{{start: len(text) - 1, prose: true}}
		setDepths(text, hits)
		if hits[0].depth != want {
			t.Errorf("the depth of prose in %s is %d, want %d", text, hits[0].depth, want)
		}
	}
}

func TestFieldValueEndsWhereTheCodeEnds(t *testing.T) {
	long := strings.Repeat("a", 200)
	tests := []struct {
		text     string
		quoted   bool
		want     string
		complete bool
	}{
		{`Some code", more`, true, "Some code", true},
		{`Some\" more`, true, "Some", true},
		{"Some\nmore\"", true, "Some", true},
		{`Some`, true, "Some", false},
		{"Some\r\n ", true, "Some", false},
		{`"`, true, "", true},
		{long + `"`, true, long[:LongestCode], false},
		{"Some, more", false, "Some", true},
		{"A.b/c-d_E1; x", false, "A.b/c-d_E1", true},
		{"Some.", false, "Some", true},
		{"Some", false, "Some", true},
		{"", false, "", true},
		{long, false, long[:LongestCode], true},
	}
	for _, test := range tests {
		got, complete := fieldValue(test.text, test.quoted)
		if got != test.want || complete != test.complete {
			t.Errorf("fieldValue(%q, %t) = %q, %t", test.text, test.quoted, got, complete)
		}
	}
}
