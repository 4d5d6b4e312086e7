package past

import (
	"testing"
	"time"
)

func at(minute int) time.Time { return time.Date(2026, 5, 19, 20, minute, 0, 0, time.UTC) }

func TestTheNewestEventDecidesWhetherANodeIsReady(t *testing.T) {
	event := func(reason string, minute int) Event {
		return Event{Reason: reason, First: at(minute), Last: at(minute)}
	}
	for name, c := range map[string]struct {
		events []Event
		ready  bool
		at     time.Time
	}{
		"nothing says it":       {[]Event{event("NodeRebootEnd", 5)}, false, time.Time{}},
		"Ready":                 {[]Event{event("NodeNotReady", 1), event("NodeReady", 5)}, true, at(5)},
		"NotReady":              {[]Event{event("NodeReady", 1), event("NodeNotReady", 5), event("NodeRebootEnd", 6)}, false, at(5)},
		"both at one time":      {[]Event{event("NodeReady", 5), event("NodeNotReady", 5)}, false, time.Time{}},
		"both, and then one":    {[]Event{event("NodeReady", 5), event("NodeNotReady", 5), event("NodeReady", 7)}, true, at(7)},
		"twice the same":        {[]Event{event("NodeReady", 5), event("NodeReady", 5)}, true, at(5)},
		"the order of the list": {[]Event{event("NodeReady", 5), event("NodeNotReady", 1)}, true, at(5)},
	} {
		if ready, when := Newest(c.events); ready != c.ready || !when.Equal(c.at) {
			t.Errorf("%s: %v at %v, want %v at %v", name, ready, when, c.ready, c.at)
		}
	}
}
