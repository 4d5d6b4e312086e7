package clean

import (
	"fmt"
	"unicode/utf8"
)

// Bound cuts text after limit characters and says how many were left out and where they
// are. It is for text only: names that occur in a cluster are far below every limit.
func Bound(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	left := utf8.RuneCountInString(s) - limit
	if left <= 0 {
		return s
	}
	end := 0
	for range limit {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	unit := "characters"
	if left == 1 {
		unit = "character"
	}
	return fmt.Sprintf("%s [%d more %s, see -o json]", s[:end], left, unit)
}
