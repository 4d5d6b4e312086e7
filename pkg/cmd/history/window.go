package history

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// window is how far to look back: the value of a flag, which takes days too.
type window time.Duration

const (
	day = 24 * time.Hour
	// usual is how far to look back where nothing is said.
	usual = window(30 * day)
)

// longest is more than anything keeps events of nodes for.
const longest = 10 * 365 * day

// errWindow says how a window is written.
var errWindow = errors.New("write a time with its unit, such as 30d, 12h or 90m")

// String is the value as it is written.
func (w *window) String() string {
	d := time.Duration(*w)
	if d > 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}

// Type is what the help shows of a value.
func (w *window) Type() string { return "time" }

// Set reads a value. The error is for the user.
func (w *window) Set(text string) error {
	d, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(min(n, int(longest/day)+1)) * day
	}
	switch {
	case err != nil || d <= 0:
		return errWindow
	case d > longest:
		return errors.New("nothing keeps events that long: write 90d or less")
	}
	*w = window(d)
	return nil
}

// moment is a time: the value of a flag, which takes a day too.
type moment time.Time

// String is the value as it is written.
func (m *moment) String() string {
	if time.Time(*m).IsZero() {
		return ""
	}
	return time.Time(*m).UTC().Format(time.RFC3339)
}

// Type is what the help shows of a value.
func (m *moment) Type() string { return "time" }

// Set reads a value. A day is meant to its end. The error is for the user.
func (m *moment) Set(text string) error {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		*m = moment(at.UTC())
		return nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return errors.New("write a time such as 2026-05-19T21:45:00Z, or a day such as 2026-05-19")
	}
	*m = moment(at.Add(day))
	return nil
}
