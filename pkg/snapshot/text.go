package snapshot

import (
	"net/url"
	"strings"
)

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

// hidden stands for a secret, as in url.URL.Redacted.
const hidden = "xxxxx"

// Address returns an address as it may be printed: a password, and what the query says, which can be a
// signature or a code, are hidden.
func Address(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	query, err := url.ParseQuery(parsed.RawQuery)
	for key := range query {
		query.Set(key, hidden)
	}
	if parsed.RawQuery = query.Encode(); err != nil {
		parsed.RawQuery = hidden
	}
	if parsed.Fragment != "" {
		parsed.Fragment, parsed.RawFragment = hidden, ""
	}
	return parsed.Redacted()
}
