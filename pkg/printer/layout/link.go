package layout

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// linkable matches what a page divides a finished text into before it looks for links: the sequences of
// the palette, addresses, and words, of which some have a number behind a colon.
var linkable = lazy.Pattern("\x1b\\[[0-9;]*m|https://[^\\s\x1b]+|[A-Za-z][A-Za-z0-9]*(?::[0-9]+)?")

// linked makes links of the words of a finished text that address has an address for. Nobody measures
// the text afterwards: it looks as it did.
// Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda (OSC 8).
func linked(text string, address func(word string) string) string {
	return linkable().ReplaceAllStringFunc(text, func(match string) string {
		word := strings.TrimRight(match, ".,;:)")
		to := ""
		if !strings.HasPrefix(match, "\x1b") {
			to = address(word)
		}
		if to == "" {
			return match
		}
		return "\x1b]8;;" + to + "\x1b\\" + word + "\x1b]8;;\x1b\\" + match[len(word):]
	})
}
