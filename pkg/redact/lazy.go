package redact

import (
	"regexp"
	"sync"
)

// lazy compiles a pattern when it is first used: only --redact needs them, and to compile
// them all takes a tenth of the time in which the program starts.
func lazy(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
