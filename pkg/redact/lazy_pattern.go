package redact

import (
	"regexp"
	"sync"
)

// lazyPattern compiles a pattern on first use: only --redact needs the patterns, and compiling
// all of them takes a tenth of the start-up time.
func lazyPattern(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
