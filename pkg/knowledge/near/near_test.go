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

func TestDistanceIsZeroForPartsAndFarForOthers(t *testing.T) {
	tests := []struct {
		wanted, name string
		far          int
		near         bool
	}{
		{"notfound", "notfound", 0, true},
		{"found", "notfound", 0, true},
		{"vmnotfound", "notfound", 0, true},
		{"notfuond", "notfound", 2, true},
		{"nutfuund", "notfound", 2, true},
		{"nxtxxund", "notfound", 3, false},
		{"vm", "vmredeploymentfailed", 0, false},
		{"a notfound b", "notfound", 4, true},
		{"it is notfound again", "notfound", 0, false},
		{"", "notfound", 0, false},
	}
	for _, test := range tests {
		if far, near := distance(test.wanted, test.name); near != test.near || near && far != test.far {
			t.Errorf("distance(%q, %q) = %d, %t, want %d, %t", test.wanted, test.name, far, near, test.far, test.near)
		}
	}
}
