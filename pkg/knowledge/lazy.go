package knowledge

import (
	"regexp"
	"sync"
)

// lazy compiles a pattern when it is first used: explain needs few of them, and all
// together take longer than the rest of its work.
func lazy(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
