package logs

import (
	"fmt"
	"strings"
)

// Literal returns a text as a literal of a query, from which nothing of the text gets out: what could end
// it, and all that is not printable ASCII, is escaped.
// Source: https://learn.microsoft.com/kusto/query/scalar-data-types/string
func Literal(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
