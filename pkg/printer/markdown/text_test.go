package markdown

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

func TestMarkdownTextShowsItself(t *testing.T) {
	for _, text := range append(viewer.HostileMarkdown(), "plain text, with a dot.", "a_b_c 5 * 3", "12) of 13", "+ more", ": colon") {
		want := strings.Join(strings.Fields(clean.Line(text)), " ")
		for name, source := range map[string]string{"text": plainText(want), "code": codeSpan(want), "cell": codeCell(want)} {
			root := viewer.Parse(t, viewer.Markdown(t, "- "+source))
			if got := strings.TrimSpace(viewer.Text(root)); got != strings.TrimSpace(want) || len(viewer.Elements(root, "li")) != 1 {
				t.Errorf("%s of %q is %q, which shows %q", name, want, source, got)
			}
		}
	}
	if got, want := plainText("to @team, see #1"), `to \@<!-- -->team, see \#<!-- -->1`; got != want {
		t.Errorf("a mention is %q, want %q", got, want)
	}
	for text, want := range map[string]string{"a": "`a`", "a`b": "``a`b``", "`": "`` ` ``", "": ""} {
		if got := codeSpan(text); got != want {
			t.Errorf("the code of %q is %q, want %q", text, got, want)
		}
	}
}
