package snapshot

import "strings"

// MaxText is how many bytes of a foreign text a sentence quotes.
const MaxText = 500

// OneLine makes a text fit into a sentence: it turns white space into single blanks and cuts
// the text after MaxText bytes, with an ellipsis.
func OneLine(text string) string {
	line := strings.Join(strings.Fields(text), " ")
	if len(line) > MaxText {
		line = strings.ToValidUTF8(line[:MaxText], "") + "..."
	}
	return line
}
