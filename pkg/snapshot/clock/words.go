package clock

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"
)

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// span writes a length of time: seconds matter where it is short.
func span(d time.Duration) string { return duration.HumanDuration(d.Round(time.Second)) }

// upper and lower change the first letter of a sentence.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }
