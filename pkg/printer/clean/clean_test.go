package clean

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

func TestCleanShowsWhatATerminalWouldObey(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"ordinary text", `Code="X" \ 100% ~`, `Code="X" \ 100% ~`},
		{"letters of any script", "Größe 节点 узел θ", "Größe 节点 узел θ"},
		{"colour sequence", "\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"title sequence ended by a bell", "\x1b]0;x\a", `\x1b]0;x\a`},
		{"C1 as a character", "\u009b31m", `\u009b31m`},
		{"C1 as a byte", "\x9b31m", `\x9b31m`},
		{"NUL and delete", "a\x00b\x7f", `a\x00b\x7f`},
		{"backspace and carriage return", "ok\b\b\rno", `ok\b\b\rno`},
		{"line feed and tab", "a\n\tb", `a\n\tb`},
		{"bidi override", "a\u202eb\u2066c\u061cd\u200fe", `a\u202eb\u2066c\u061cd\u200fe`},
		{"zero width", "a\u200bb\u200dc\ufeffd\u2060e", `a\u200bb\u200dc\ufeffd\u2060e`},
		{"soft hyphen", "no\u00adde", `no\u00adde`},
		{"line and paragraph separator", "a\u2028b\u2029c", `a\u2028b\u2029c`},
		{"spaces that are not the space", "a\u00a0b\u3000c", `a\u00a0b\u3000c`},
		{"letters that are drawn as nothing", "a\u3164b\u115fc\u2800d\u034fe", `a\u3164b\u115fc\u2800d\u034fe`},
		{"variation selectors", "a\ufe0fb\U000e0100c", `a\ufe0fb\U000e0100c`},
		{"tag characters", "a\U000e0041b", `a\U000e0041b`},
		{"private and unassigned", "a\ue000b\u0378c", `a\ue000b\u0378c`},
		{"not UTF-8", "a\xff\xc3(", `a\xff\xc3(`},
		{"the replacement character itself", "a\ufffdb", "a\ufffdb"},
		{"a mark on a letter", "e\u0301a", "e\u0301a"},
		{"a mark on nothing", "\u0301a \u0301", `\u0301a \u0301`},
		{"marks after the fourth", "e" + strings.Repeat("\u0301", 6), "e" + strings.Repeat("\u0301", 4) + `\u0301` + "\u0301"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Line(tc.in); got != tc.want {
				t.Errorf("cleanLine(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestCleanBlockKeepsLines(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"line feeds", "a\n\nb\n\n", "a\n\nb"},
		{"line ends of Windows", "a\r\nb\r\n", "a\nb"},
		{"a carriage return that would overwrite", "safe\revil", `safe\revil`},
		{"tabs to the next stop", "\ta\tb\n1234567\tc", "        a       b\n1234567 c"},
		{"a tab after wide letters", "节点\tc", "节点    c"},
		{"spaces at the end of a line", "a  \t\nb ", "a\nb"},
		{"escape at the start of a line", "a\n\x1b[2J", "a\n" + `\x1b[2J`},
		{"a mark at the start of a line", "a\n\u0301", "a\n" + `\u0301`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Block(tc.in); got != tc.want {
				t.Errorf("cleanBlock(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestALineOfManyTabsIsCleanedInLinearTime(t *testing.T) {
	const tabs = 1 << 19 // in quadratic time it would take hours
	if got := Block(strings.Repeat("é\t", tabs) + "."); got != strings.Repeat("é       ", tabs)+"." {
		t.Errorf("%d bytes", len(got))
	}
}

// keepsLetters reports whether the letters and digits of in are in out, in their order.
func keepsLetters(in, out string) bool {
	for _, r := range in {
		if !unicode.In(r, unicode.L, unicode.N) || !printable(r) {
			continue
		}
		i := strings.IndexRune(out, r)
		if i < 0 {
			return false
		}
		out = out[i+utf8.RuneLen(r):]
	}
	return true
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "\x1b[31m\a", "a\u202eb", "\xff\xfe", "e\u0301\u0301\u0301\u0301\u0301\u0301", "\t\r\n", "节\t点", `\x1b`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := Line(in)
		if why := viewer.Unfit(out); why != "" {
			t.Errorf("cleanLine(%q) = %q: %s", in, out, why)
		}
		if again := Line(out); again != out {
			t.Errorf("Clean twice of %q: %q, then %q", in, out, again)
		}
		if isASCII(in) && out != in {
			t.Errorf("cleanLine(%q) = %q changes printable ASCII", in, out)
		}
		if !keepsLetters(in, out) {
			t.Errorf("cleanLine(%q) = %q has lost letters", in, out)
		}
		block := Block(in)
		for line := range strings.SplitSeq(block, "\n") {
			if why := viewer.Unfit(line); why != "" || strings.HasSuffix(line, " ") {
				t.Errorf("cleanBlock(%q) has the line %q: %s", in, line, why)
			}
		}
		if again := Block(block); again != block {
			t.Errorf("CleanBlock twice of %q: %q, then %q", in, block, again)
		}
	})
}

func TestJSONIsEscapedPieceByPieceAsAWhole(t *testing.T) {
	const text = "{\"a\": \"é日本\\n\u202e\u200b\U000e0041\"}\n"
	for size := 1; size < 9; size++ {
		var out strings.Builder
		w := JSONWriter{W: &out}
		for piece := range slices.Chunk([]byte(text), size) {
			if n, err := w.Write(piece); err != nil || n != len(piece) {
				t.Fatalf("%d bytes of %q were written: %v", n, piece, err)
			}
		}
		if err := w.Flush(); err != nil || out.String() != EscapeJSON(text) {
			t.Errorf("in pieces of %d bytes it is %q: %v", size, out.String(), err)
		}
	}
}
