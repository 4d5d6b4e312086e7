package wording

import "testing"

func TestShellWordsAreQuotedWhenTheShellWouldReadThem(t *testing.T) {
	for in, want := range map[string]string{
		"aks-user-1_x.y": "aks-user-1_x.y", "": "''", "two words": "'two words'", "$(rm)": "'$(rm)'", "it's": `'it'\''s'`,
	} {
		if got := ShellWord(in); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", in, got, want)
		}
	}
}
