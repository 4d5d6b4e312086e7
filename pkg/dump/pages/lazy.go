package pages

import (
	"regexp"
	"sync"
)

// lazy returns a function that compiles a pattern when it is first needed: most runs read no page.
func lazy(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
