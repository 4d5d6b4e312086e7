package answers

import (
	"strings"
	"time"
)

// timeForms are how Azure writes times: REST and az, az of old versions without a zone, and the
// metadata service.
var timeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999",
	time.RFC1123, time.RFC1123Z, "1/2/2006 3:04:05 PM",
}

// parseTime reads a time, which is UTC where it names no zone. It is zero for any other text: one
// malformed time must not lose the rest of an answer.
func parseTime(text string) time.Time {
	text = strings.TrimSpace(text)
	for _, form := range timeForms {
		if t, err := time.Parse(form, text); err == nil && t.Year() > 1601 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// time returns a member that is a time.
func (o object) time(name string) time.Time { return parseTime(o.text(name)) }
