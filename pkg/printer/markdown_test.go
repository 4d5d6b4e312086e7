package printer

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

func markdownOf(t *testing.T, l *diagnosis.List) string {
	t.Helper()
	var out bytes.Buffer
	if err := Markdown(&out, l, nil, find); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMarkdownIsWhatTheGoldenFilesShow(t *testing.T) {
	for name, l := range documentLists() {
		t.Run(name, func(t *testing.T) { goldenFile(t, "markdown-"+name+".md", []byte(markdownOf(t, l))) })
	}
}

func TestHostileTextShowsItselfInMarkdown(t *testing.T) {
	harmless := map[string]bool{}
	for _, e := range viewer.Elements(viewer.Parse(t, viewer.Markdown(t, markdownOf(t, hostileList(t, "plain")))), "") {
		harmless[e.Data] = true
	}
	for _, text := range viewer.HostileMarkdown() {
		l := hostileList(t, text)
		l.Items[0].Findings = l.Items[0].Findings[:1] // for more of them there can be no room
		source := markdownOf(t, l)
		root := viewer.Parse(t, viewer.Markdown(t, source))
		for _, e := range viewer.Elements(root, "") {
			known := e.Data == "a" && viewer.Attribute(e, "href") == redeployEntry().References[0]
			if (!harmless[e.Data] || e.Data == "a" || e.Data == "img") && !known {
				t.Errorf("%q makes a <%s>", text, e.Data)
			}
			for _, a := range e.Attr {
				if a.Key != "class" && a.Key != "start" && !known {
					t.Errorf("%q makes a <%s> with %s=%q", text, e.Data, a.Key, a.Val)
				}
			}
		}
		// A name, in a heading, is the text of its one line.
		want := strings.Join(strings.Fields(clean.Line(text)), " ")
		if want = "Node " + want; !hasElement(t, source, "h3", want) {
			t.Errorf("no heading shows %q as it is", want)
		}
		if block := clean.Block(text); !hasElement(t, source, "pre", block) {
			t.Errorf("no block shows %q as it is", block)
		}
	}
}

func hasElement(t *testing.T, source, name, text string) bool {
	t.Helper()
	for _, e := range viewer.Elements(viewer.Parse(t, viewer.Markdown(t, source)), name) {
		if strings.TrimSpace(viewer.Text(e)) == strings.TrimSpace(text) {
			return true
		}
	}
	return false
}

// TestTablesKeepTheirColumns counts the cells that a reader of Markdown sees.
func TestTablesKeepTheirColumns(t *testing.T) {
	for _, text := range viewer.HostileMarkdown() {
		for _, table := range viewer.Elements(viewer.Parse(t, viewer.Markdown(t, markdownOf(t, hostileList(t, text)))), "table") {
			header := len(viewer.Elements(table, "th"))
			for _, row := range viewer.Elements(table, "tr")[1:] {
				for _, cell := range viewer.Elements(row, "td") {
					if viewer.Text(cell) == "" {
						t.Errorf("%q: an empty cell in a row that has none", text)
					}
				}
				if n := len(viewer.Elements(row, "td")); n != header {
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
		for _, want := range []string{"more nodes left out, so that this fits", "<summary>Problem 1: ", d.Findings[0].Node} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text has not %q", name, want)
			}
		}
	}
	one := d
	one.Findings = d.Findings[:1]
	text := markdownOf(t, alone(&one))
	for _, want := range []string{"### Node `" + one.Findings[0].Node, " earlier events left out", " earlier attempts left out"} {
		if !strings.Contains(text, want) {
			t.Errorf("of one node the text has not %q", want)
		}
	}
}

// anyHead returns a diagnosis with everything that the head of a document can say.
func anyHead(r *rand.Rand, problems int) *diagnosis.Diagnosis {
	d := anyCluster(r, problems)
	for range r.IntN(4) {
		d.Reports = append(d.Reports, diagnosis.Signal{Source: "azure", Name: name(r, 100), Message: text(r, 50)})
	}
	if r.IntN(2) == 0 {
		d.FixFirst = &diagnosis.FixFirst{Group: 1, Text: text(r, 40)}
	}
	return d
}

func TestMarkdownHasAHeadOfFifteenLinesWhateverTheCluster(t *testing.T) {
	several := diagnosis.NewList()
	lists := []*diagnosis.List{alone(healthy()), alone(gapped()), alone(unlisted()), fleet(), several}
	for problems := range 61 {
		d := anyHead(rand.New(rand.NewPCG(uint64(problems), 1)), problems)
		lists = append(lists, alone(d))
		several.Add(fmt.Sprintf("cluster-%d", problems), d)
		several.Fail(fmt.Sprintf("unread-%d", problems), fmt.Errorf("no way"))
	}
	for i, l := range lists {
		head, _, folded := strings.Cut(markdownOf(t, l), "<details>")
		if n := strings.Count(head, "\n"); n > 15 || !folded {
			t.Errorf("list %d: %d lines before the first fold:\n%s", i, n, head)
		}
		if l.Items[0].Context != "" || len(l.Items[0].Groups) == 0 {
			continue
		}
		shown := strings.Count(head, "\n- **") // of which some are no problems
		if g := l.Items[0].Groups; !strings.Contains(head, "more problem") && shown < len(g) {
			t.Errorf("list %d: not all of %d problems are shown or counted:\n%s", i, len(g), head)
		}
	}
}
