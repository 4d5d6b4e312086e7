package knowledge

import (
	"slices"
	"testing"
	"time"
)

// readingLasts is how many months after its reading an entry is read again.
const readingLasts = 12

// toReadAgain returns the codes of entries that were read longer ago, in their order, and of
// those that nobody can have read yet.
func toReadAgain(t *testing.T, entries []*Entry, now time.Time) (old, future []string) {
	t.Helper()
	for _, e := range entries {
		month, err := time.Parse("2006-01", e.Verified)
		if err != nil {
			t.Errorf("%s: %v", e.Code, err)
		}
		switch months := (now.Year()-month.Year())*12 + int(now.Month()-month.Month()); {
		case months > readingLasts:
			old = append(old, e.Code)
		case months < 0:
			future = append(future, e.Code)
		}
	}
	return old, future
}

// TestEntriesToReadAgain lists them; make stale shows the list.
func TestEntriesToReadAgain(t *testing.T) {
	table := builtin(t)
	old, future := toReadAgain(t, table.Entries(), time.Now())
	for _, code := range old {
		t.Logf("read in %s, to be read again: %s", table.Entry(code).Verified, code)
	}
	if len(future) > 0 {
		t.Errorf("read in a month that is still to come: %q", future)
	}
	t.Logf("%d of %d entries were read more than %d months ago", len(old), len(table.Entries()), readingLasts)
}

func TestAReadingLastsTwelveMonths(t *testing.T) {
	var entries []*Entry
	for _, month := range []string{"2025-10", "2025-11", "2026-11", "2026-12", "2024-12"} {
		entries = append(entries, &Entry{Code: month, Verified: month})
	}
	old, future := toReadAgain(t, entries, time.Date(2026, 11, 30, 23, 59, 0, 0, time.UTC))
	if !slices.Equal(old, []string{"2025-10", "2024-12"}) || !slices.Equal(future, []string{"2026-12"}) {
		t.Errorf("to be read again: %q; in the future: %q", old, future)
	}
}
