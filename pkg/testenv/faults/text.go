package faults

import (
	"strings"
	"unicode"
)

// HostileText has every control character, bytes that are no UTF-8, characters that turn
// and hide text, and 64 KB. Protobuf carries it as it is, servers store it, and those that
// write JSON carelessly pass it on raw. It begins with the control characters in their
// order: 32 of one byte each, DEL, and 32 of two bytes each.
func HostileText() string {
	var text strings.Builder
	for r := range rune(0xa0) {
		if unicode.IsControl(r) {
			text.WriteRune(r)
		}
	}
	return text.String() + "\u202e\u200b\ufeff\xff\xfe\xc3( " + strings.Repeat("word ", 13_000) + "end"
}
