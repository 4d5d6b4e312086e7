package snapshot

import "strings"

// MaxText is how much of a foreign text, in bytes, is put into a sentence.
const MaxText = 500

// OneLine makes a text fit into a sentence: white space is single blanks, and what is
// longer than maxText ends in an ellipsis.
func OneLine(text string) string {
	line := strings.Join(strings.Fields(text), " ")
	if len(line) > MaxText {
		line = strings.ToValidUTF8(line[:MaxText], "") + "..."
	}
	return line
}
