package printer

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func markdownOf(t *testing.T, l *diagnosis.List) string {
	t.Helper()
	var out bytes.Buffer
	if err := Markdown(&out, l, nil, find); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// rendered is what a reader of GitHub's Markdown makes of it, with every liberty: raw HTML
// and links of addresses in the text.
func rendered(t *testing.T, source string) []byte {
	t.Helper()
	var out bytes.Buffer
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := reader.Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestMarkdownIsWhatTheGoldenFilesShow(t *testing.T) {
	for name, l := range documentLists() {
		t.Run(name, func(t *testing.T) { goldenFile(t, "markdown-"+name+".md", []byte(markdownOf(t, l))) })
	}
}

// hostileMarkdown are texts that would become something else than themselves.
func hostileMarkdown() []string {
	return []string{
		markup("http://evil.example"),
		"a | b |\n|---|---|\n| c | d |", "a\\| b\\\\| c |", "`code` ``more`` ``` fence", "```\nout of the block\n```\n# heading", "~~~\n# out\n~~~",
		"[link](http://evil.example) ![x](http://evil.example/x.png) <http://evil.example> http://evil.example www.evil.example",
		"# heading", "- item", "1. item", "> quote", "===", "***", "**bold** _it_ ~~no~~ &lt;b&gt; \\* @everyone #1", "[x]: http://evil.example", "    code", "`", " ` ", "\n\n# heading", "<!-- ", "--> <b>",
	}
}

func TestHostileTextShowsItselfInMarkdown(t *testing.T) {
	harmless := map[string]bool{}
	for _, e := range elements(parsed(t, rendered(t, markdownOf(t, hostileList(t, "plain")))), "") {
		harmless[e.Data] = true
	}
	for _, text := range hostileMarkdown() {
		l := hostileList(t, text)
		l.Items[0].Findings = l.Items[0].Findings[:1] // for more of them there can be no room
		source := markdownOf(t, l)
		root := parsed(t, rendered(t, source))
		for _, e := range elements(root, "") {
			if !harmless[e.Data] || e.Data == "a" || e.Data == "img" {
				t.Errorf("%q makes a <%s>", text, e.Data)
			}
			for _, a := range e.Attr {
				if a.Key != "class" && a.Key != "start" {
					t.Errorf("%q makes a <%s> with %s=%q", text, e.Data, a.Key, a.Val)
				}
			}
		}
		// A name, in a heading, is the text of its one line.
		want := strings.Join(strings.Fields(Clean(text)), " ")
		if want = "Node " + want; !hasElement(t, source, "h2", want) {
			t.Errorf("no heading shows %q as it is", want)
		}
		if block := CleanBlock(text); !hasElement(t, source, "pre", block) {
			t.Errorf("no block shows %q as it is", block)
		}
	}
}

func hasElement(t *testing.T, source, name, text string) bool {
	t.Helper()
	for _, e := range elements(parsed(t, rendered(t, source)), name) {
		if strings.TrimSpace(textOf(e)) == strings.TrimSpace(text) {
			return true
		}
	}
	return false
}

// TestTablesKeepTheirColumns counts the cells that a reader of Markdown sees.
func TestTablesKeepTheirColumns(t *testing.T) {
	for _, text := range hostileMarkdown() {
		for _, table := range elements(parsed(t, rendered(t, markdownOf(t, hostileList(t, text)))), "table") {
			header := len(elements(table, "th"))
			for _, row := range elements(table, "tr")[1:] {
				for _, cell := range elements(row, "td") {
					if textOf(cell) == "" {
						t.Errorf("%q: an empty cell in a row that has none", text)
					}
				}
				if n := len(elements(row, "td")); n != header {
					t.Errorf("%q: a row of %d cells under %d titles", text, n, header)
				}
			}
		}
	}
}

func TestCommandsComeOutOfMarkdownAsTheyAre(t *testing.T) {
	source := markdownOf(t, alone(broken()))
	for _, f := range broken().Findings {
		for _, s := range f.Steps {
			if !hasElement(t, source, "pre", s.Command) {
				t.Errorf("no block holds the command %s", s.Command)
			}
		}
	}
}

func TestMarkdownTextShowsItself(t *testing.T) {
	for _, text := range append(hostileMarkdown(), "plain text, with a dot.", "a_b_c 5 * 3", "12) of 13", "+ more", ": colon") {
		want := strings.Join(strings.Fields(Clean(text)), " ")
		for name, source := range map[string]string{"text": mdText(want), "code": mdCode(want), "cell": mdCell(want)} {
			root := parsed(t, rendered(t, "- "+source))
			if got := strings.TrimSpace(textOf(root)); got != strings.TrimSpace(want) || len(elements(root, "li")) != 1 {
				t.Errorf("%s of %q is %q, which shows %q", name, want, source, got)
			}
		}
	}
	if got, want := mdText("to @team, see #1"), `to \@<!-- -->team, see \#<!-- -->1`; got != want {
		t.Errorf("a mention is %q, want %q", got, want)
	}
	for text, want := range map[string]string{"a": "`a`", "a`b": "``a`b``", "`": "`` ` ``", "": ""} {
		if got := mdCode(text); got != want {
			t.Errorf("the code of %q is %q, want %q", text, got, want)
		}
	}
}

func TestMarkdownReportsTheErrorOfItsWriter(t *testing.T) {
	r, w := io.Pipe()
	if err := r.CloseWithError(fmt.Errorf("full")); err != nil {
		t.Fatal(err)
	}
	if err := Markdown(w, alone(healthy()), nil, find); err == nil || err.Error() != "writing the result: full" {
		t.Errorf("got %v", err)
	}
}

func TestMarkdownFitsIntoATicketAndSaysWhatIsLeftOut(t *testing.T) {
	d := *broken()
	for i := range 1000 {
		f := d.Findings[i%3]
		f.Node = fmt.Sprintf("aks-user-15776247-vmss%06d", i)
		d.Findings = append(d.Findings, f)
	}
	for range 500 {
		d.Findings[0].Timeline = append(d.Findings[0].Timeline, d.Findings[0].Timeline[0])
		d.Findings[0].Attempts = append(d.Findings[0].Attempts, d.Findings[0].Attempts[0])
	}
	several := fleet()
	for len(several.Items) < 20 {
		several.Add(fmt.Sprintf("cluster-%d", len(several.Items)), &d)
	}
	for name, l := range map[string]*diagnosis.List{"one cluster": alone(&d), "twenty": several} {
		text := markdownOf(t, l)
		if len(text) > 65_000 || len(text) < 40_000 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		for _, want := range []string{"more nodes left out, so that this fits", "## Problem 1:", d.Findings[0].Node} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text has not %q", name, want)
			}
		}
	}
	one := d
	one.Findings = d.Findings[:1]
	text := markdownOf(t, alone(&one))
	for _, want := range []string{"## Node `" + one.Findings[0].Node, " earlier events left out", " earlier attempts left out"} {
		if !strings.Contains(text, want) {
			t.Errorf("of one node the text has not %q", want)
		}
	}
}
