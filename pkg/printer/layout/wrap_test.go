package layout

import (
	"slices"
	"strings"
	"testing"
)

func TestHangWrapsAtSpacesUnderThePrefix(t *testing.T) {
	for _, tc := range []struct {
		name, prefix, text string
		width              int
		want               []string
	}{
		{"fits", "- ", "one two", 9, []string{"- one two"}},
		{"does not fit", "- ", "one two", 8, []string{"- one", "  two"}},
		{"no limit", "- ", "one two three", 0, []string{"- one two three"}},
		{"a word that is too wide", "", "a wonderful b", 5, []string{"a", "wonderful", "b"}},
		{"wide letters", "", "节点 节点", 8, []string{"节点", "节点"}},
		{"nothing", "Label: ", "", 80, []string{"Label:"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Hang(tc.prefix, strings.Fields(tc.text), tc.width); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestAColumnBeginsBelowItsTitle has cells that are wide, empty, and of several lines.
func TestAColumnBeginsBelowItsTitle(t *testing.T) {
	p := NewPage(Style{Color: true})
	err := p.Table(1, Grid{Header: []string{"A", "B", "C"}, Rows: [][]Cell{
		{OneLine("節点", Bad), OneLine("x", Plain), OneLine("y", Good)},
		{OneLine("n", Plain).Add(Warn, "  in"), Cell{}.Add(Plain, "", "below"), OneLine("z", Plain)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	paint := p.Paint
	want := " " + paint(Head, "A") + "     " + paint(Head, "B") + "      " + paint(Head, "C") + "\n" +
		" " + paint(Bad, "節点") + "  x      " + paint(Good, "y") + "\n" +
		" n            z\n" +
		"   " + paint(Warn, "in") + "  below\n"
	if p.Text() != want {
		t.Errorf("the table is\n%q\nwant\n%q", p.Text(), want)
	}
}
