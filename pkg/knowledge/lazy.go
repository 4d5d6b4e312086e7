package knowledge

import (
	"regexp"
	"sync"
)

// lazy returns a function that compiles the pattern on its first call. explain needs few
// patterns, and compiling all of them takes longer than the rest of its work.
func lazy(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
