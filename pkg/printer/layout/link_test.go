package layout

import (
	"bytes"
	"testing"
)

func TestWordsWithAnAddressAreLinks(t *testing.T) {
	addresses := map[string]string{"SomeCode": "https://x/some", "set:50": "https://x/50", "https://x/a": "https://x/a", "m": "https://x/m"}
	const to, end = "\x1b]8;;", "\x1b]8;;\x1b\\"
	for text, want := range map[string]string{
		"it failed":               "it failed",
		"Failed: SomeCode.":       "Failed: " + to + "https://x/some\x1b\\SomeCode" + end + ".",
		"(SomeCode)":              "(" + to + "https://x/some\x1b\\SomeCode" + end + ")",
		"SomeCodes, AnySomeCode":  "SomeCodes, AnySomeCode",
		"set:50":                  to + "https://x/50\x1b\\set:50" + end,
		"see https://x/a, please": "see " + to + "https://x/a\x1b\\https://x/a" + end + ", please",
		"see https://x/abc":       "see https://x/abc",
		"\x1b[1mSomeCode\x1b[0m":  "\x1b[1m" + to + "https://x/some\x1b\\SomeCode" + end + "\x1b[0m",
	} {
		p := NewPage(Style{Link: func(word string) string { return addresses[word] }})
		p.Put(Plain, text)
		var out bytes.Buffer
		if err := p.Flush(&out); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != want+"\n" {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if got := p.Text(); got != text+"\n" {
			t.Errorf("what others measure has links: %q", got)
		}
	}
}
