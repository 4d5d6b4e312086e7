package cluster

import "testing"

func TestListIsCheaper(t *testing.T) {
	for _, c := range []struct {
		down, total int
		want        bool
	}{{0, 0, false}, {32, 32, false}, {33, 33, true}, {33, 64, true}, {33, 66, false}, {100, 5000, false}, {2501, 5000, true}} {
		if got := isListCheaper(c.down, c.total); got != c.want {
			t.Errorf("%d of %d down: %v", c.down, c.total, got)
		}
	}
}
