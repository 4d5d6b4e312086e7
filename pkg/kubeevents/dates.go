package kubeevents

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// maxWaiting is the most rows whose dates wait for a row that shows their order.
const maxWaiting = 100_000

// Dates reads the dates of an export as its user's region writes them: the portal and Excel write a
// date in the format of the region, and whether the day or the month comes first is what all rows of the
// export show together. The zero value is that of an export whose first row was not read yet.
type Dates struct {
	// dayFirst and monthFirst are dates that can be read in one way alone, empty for none.
	dayFirst, monthFirst string
	// undecided is a date that can be read in both ways.
	undecided string
	waiting   []Row
	excess    int
}

// regional matches a date and a time as regions write them: 28.11.2026, 11:30:00,000 in German,
// 28/11/2026 11:30 in an Excel of the United Kingdom.
var regional = lazy.Pattern(`^(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4}),?[\s\x{202f}]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:[\s\x{202f}]*([AaPp])\.?[Mm]\.?)?$`)

// Wait makes the dates of a row such that NodeEvent can read them. It keeps a row about a node whose
// dates do not show the order of day and month, and reports that: Settle returns it.
func (d *Dates) Wait(r Row) bool {
	unclear := false
	for _, column := range timeColumns {
		text := strings.TrimSpace(r[column])
		if text == "" || isPlainTime(text) {
			continue
		}
		unclear = d.note(text) || unclear
	}
	if !unclear || !strings.EqualFold(r["objectkind"], "Node") {
		return false
	}
	if len(d.waiting) == maxWaiting {
		d.excess++
		return true
	}
	d.waiting = append(d.waiting, r)
	return true
}

// note reports whether a text is a date as a region writes it, and notes which order it shows.
func (d *Dates) note(text string) bool {
	parts := regional().FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	first, second := number(parts[1]), number(parts[3])
	switch {
	case len(parts[1]) == 4:
	case parts[2] == "." || first > 12:
		d.dayFirst = cmp.Or(d.dayFirst, text)
	case second > 12:
		d.monthFirst = cmp.Or(d.monthFirst, text)
	case first != second:
		d.undecided = cmp.Or(d.undecided, text)
	}
	return true
}

// Settle returns the rows that waited, with dates in the order that the export shows, and how many were
// too many to keep. The error says what to change in the portal if the rows show no order, or both.
func (d *Dates) Settle() (rows []Row, excess int, err error) {
	defer func() { *d = Dates{} }()
	switch {
	case len(d.waiting) == 0:
		return nil, 0, nil
	case d.dayFirst != "" && d.monthFirst != "":
		return nil, 0, fmt.Errorf("the day comes first in %q and the month in %q; %s", d.dayFirst, d.monthFirst, setRegion)
	case d.undecided != "" && d.dayFirst == "" && d.monthFirst == "":
		return nil, 0, fmt.Errorf("whether the day or the month comes first in %q is shown by no row; %s", d.undecided, setRegion)
	}
	for _, r := range d.waiting {
		for _, column := range timeColumns {
			if t, ok := readRegional(strings.TrimSpace(r[column]), d.monthFirst == ""); ok {
				r[column] = t.Format(time.RFC3339Nano)
			}
		}
	}
	return d.waiting, d.excess, nil
}

// setRegion is how an export gets dates that can be read in one way.
const setRegion = `set "Regional format" to "English (United States)" in the portal's settings, under "Language + region", and export again`

// readRegional reads a date as a region writes it.
func readRegional(text string, dayFirst bool) (time.Time, bool) {
	parts := regional().FindStringSubmatch(text)
	if parts == nil {
		return time.Time{}, false
	}
	year, month, day := parts[4], parts[1], parts[3]
	switch {
	case len(parts[1]) == 4:
		year, month, day = parts[1], parts[3], parts[4]
	case dayFirst:
		month, day = day, month
	}
	hour := number(parts[5])
	if half := strings.ToLower(parts[9]); half != "" {
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	text = fmt.Sprintf("%04d-%02d-%02dT%02d:%s:%02d.%sZ", number(year), number(month), number(day), hour, parts[6], number(parts[7]), cmp.Or(parts[8], "0"))
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, err == nil
}

// isPlainTime reports whether a time is in one of the layouts that every region has.
func isPlainTime(text string) bool {
	return slices.ContainsFunc(timeLayouts, func(layout string) bool {
		_, err := time.Parse(layout, text)
		return err == nil
	})
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // they are digits, or there are none
	return n
}
