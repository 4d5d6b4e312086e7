package clean

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// EscapeJSON escapes, in JSON, what a terminal would not show as itself.
func EscapeJSON(text string) string { return escapeRunes(text, jsonEscape) }

// JSONWriter is a writer that escapes as EscapeJSON does, piece by piece: the JSON of many nodes is not held in
// memory. Flush writes what is left of it at its end.
type JSONWriter struct {
	W io.Writer
	// begun is the beginning of a character whose end has not been written yet.
	begun []byte
}

// Write escapes and writes a piece of JSON. It returns the error of W.
func (w *JSONWriter) Write(p []byte) (int, error) {
	text := p
	if len(w.begun) > 0 {
		text = slices.Concat(w.begun, p)
	}
	end := len(text)
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if at := len(text) - back; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				end = at
			}
			break
		}
	}
	if err := w.escape(text[:end]); err != nil {
		return 0, err
	}
	w.begun = slices.Clone(text[end:])
	return len(p), nil
}

// Flush writes the rest. It returns the error of W.
func (w *JSONWriter) Flush() error {
	defer func() { w.begun = nil }()
	return w.escape(w.begun)
}

func (w *JSONWriter) escape(text []byte) error {
	if _, err := io.WriteString(w.W, EscapeJSON(string(text))); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

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
