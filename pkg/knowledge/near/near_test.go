package near

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	names := map[string]string{"vmnotfound": "VMNotFound", "notfound": "NotFound", "conflict": "Conflict"}
	for wanted, want := range map[string][]string{
		"vmnotfuond": {"VMNotFound"},
		"found":      {"NotFound", "VMNotFound"},
		"x":          {},
		"conflikt":   {"Conflict"},
	} {
		if got := Names([]string{wanted}, names, 3); !slices.Equal(got, want) {
			t.Errorf("near to %q are %q, want %q", wanted, got, want)
		}
	}
	if got := Names([]string{"found"}, names, 1); len(got) != 1 {
		t.Errorf("%q, want one at most", got)
	}
}
