package files

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// in16 writes a text in UTF-16.
func in16(text string, big bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		first, second := byte(unit), byte(unit>>8)
		if big {
			first, second = second, first
		}
		b.WriteByte(first)
		b.WriteByte(second)
	}
	return b.String()
}

func TestTextsComeAsUTF8(t *testing.T) {
	const want = `{"kind": "ü€😀"}`
	for name, content := range map[string]string{
		"UTF-8":                   want,
		"with a mark":             "\xef\xbb\xbf" + want,
		"PowerShell's":            in16("\ufeff"+want, false),
		"the other order":         in16("\ufeff"+want, true),
		"without a mark":          in16(want, false),
		"other order, no mark":    in16(want, true),
		"compressed and so":       gzipOf(t, in16("\ufeff"+want, false)),
		"half a character at end": in16("\ufeff"+want, false) + "",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "log", content)
			h, _ := read(t, Input{Names: []string{dir}})
			h.expect(t, dir, []string{"log=" + want}, nil)
		})
	}
}

func TestTextCutWithinACharacterIsStillRead(t *testing.T) {
	dir := t.TempDir()
	h, _ := read(t, Input{Names: []string{put(t, dir, "x", in16("\ufeffabc", false)+"d")}})
	h.expect(t, dir, []string{"x=abc\ufffd"}, nil)
}
