// Package lazy puts off work that most runs do not need.
package lazy

import (
	"regexp"
	"sync"
)

// Pattern returns a function that compiles a regular expression on its first call. A run needs few
// of all expressions, and compiling every one takes a tenth of the start-up time.
func Pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
