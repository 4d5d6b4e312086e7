package brief

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

func TestTextIsCutWithAMark(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		lines int
		want  string
	}{
		{"one two three", 80, 1, "> one two three"},
		{"one two three", 9, 0, "> one two|  three"},
		{"one two three four", 12, 1, "> one two..."},
		{"one, two three", 9, 1, "> one..."},
		{"abcdefghijklmnop", 12, 1, "> abcd...nop"},
		{"", 12, 1, ""},
		{"one two three", 0, 1, "> one two three"},
	} {
		if got := strings.Join(hang("> ", test.text, test.width, test.lines), "|"); got != test.want {
			t.Errorf("%q at %d columns, %d lines: %q, want %q", test.text, test.width, test.lines, got, test.want)
		}
	}
	for _, width := range []int{1, 2, 3, 4, 9, 10, 11} {
		for _, name := range []string{"aks-user-15776247-vmss00000a", "節点節点節点節点"} {
			if got := middle(name, width); clean.Width(got) > width {
				t.Errorf("%q at %d columns is %q", name, width, got)
			}
		}
	}
	if got := middle("aks-user-15776247-vmss00000a", 14); got != "aks-us...0000a" {
		t.Errorf("a name is cut to %q", got)
	}
}
