package viewer

import (
	"unicode"
	"unicode/utf8"
)

// Unfit says why a line must not reach a terminal, judged by Unicode alone; empty when it may.
func Unfit(s string) string {
	if !utf8.ValidString(s) {
		return "not UTF-8"
	}
	marks := 0
	for _, r := range s {
		switch {
		case !unicode.IsGraphic(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Bidi_Control, unicode.Join_Control):
			return "not graphic: " + string(r)
		case r != ' ' && unicode.IsSpace(r):
			return "a space"
		}
		if !unicode.IsMark(r) {
			marks = 0
		} else if marks++; marks > 4 {
			return "too many marks"
		}
	}
	return ""
}
