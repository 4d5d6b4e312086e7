package clean

import (
	"fmt"
	"strings"
)

// EscapeJSON escapes, in JSON, what a terminal would not show as itself.
func EscapeJSON(text string) string { return escapeRunes(text, jsonEscape) }

// EscapeYAML escapes, in the double quotes of YAML, what a terminal would not show as itself.
func EscapeYAML(text string) string { return escapeRunes(text, yamlEscape) }

// escapeRunes replaces what a terminal would not show as itself. Line feeds and the
// spaces of the layout stay; inside a string the format has escaped them already.
func escapeRunes(text string, escape func(rune) string) string {
	var out strings.Builder
	for _, r := range text {
		if r == '\n' || printable(r) {
			out.WriteRune(r)
		} else {
			out.WriteString(escape(r))
		}
	}
	return out.String()
}

// jsonEscape writes a rune as JSON does, in two halves where it does not fit one.
func jsonEscape(r rune) string {
	if r > 0xffff {
		r -= 0x10000
		return fmt.Sprintf(`\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

func yamlEscape(r rune) string {
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
