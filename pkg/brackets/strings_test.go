package brackets

import "testing"

func TestStringsOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": [1]}`:        `{: [1]}`,
		`{"a}": "\"]", "b"`: `{: , `,
		`"ends in \\" , "]`: ` , `,
		`["a\`:              `[`,
		``:                  ``,
	} {
		var s Strings
		var outside []byte
		for _, c := range []byte(text) {
			if !s.Has(c) {
				outside = append(outside, c)
			}
		}
		if string(outside) != want {
			t.Errorf("%s: outside of strings is %q, want %q", text, outside, want)
		}
		if open := text == `"ends in \\" , "]` || text == `["a\`; s.Open() != open {
			t.Errorf("%s: open is %t", text, s.Open())
		}
	}
}
