package pages

import (
	"strconv"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// agePattern is an age as kubectl prints it: 3y45d, 25d, 2d3h, 5m12s, 90s.
// Source: k8s.io/apimachinery/pkg/util/duration (HumanDuration).
const agePattern = `(?:\d+[ydhms])+|<unknown>|<invalid>`

// agePart is a number of an age with its unit.
var agePart = lazy.Pattern(`(\d+)([ydhms])`)

// ageUnits are the units of an age.
var ageUnits = map[string]time.Duration{
	"y": 365 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second,
}

// maxAge bounds an age: no cluster is older.
const maxAge = 100 * 365 * 24 * time.Hour

// parseAge reads an age. It is not ok for one that is not known, or that no cluster can have.
func parseAge(text string) (age time.Duration, ok bool) {
	for _, part := range agePart().FindAllStringSubmatch(text, -1) {
		n, err := strconv.ParseInt(part[1], 10, 32)
		if err != nil || n > int64(maxAge/ageUnits[part[2]]) {
			return 0, false
		}
		age += time.Duration(n) * ageUnits[part[2]]
		ok = true
	}
	return age, ok && age <= maxAge
}

// timePattern is a time as kubectl describe prints it.
const timePattern = `[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}|<unset>|<unknown>|<none>`

// parseTime reads such a time; it is zero for one that is not set.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC1123Z, text)
	if err != nil || t.Year() <= 1 {
		return time.Time{}
	}
	return t.UTC()
}
