package printer

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// pastMonth is the history of the embedded sample.
func pastMonth(t *testing.T) *diagnosis.History {
	t.Helper()
	e, err := dump.DemoHistory(t.Context(), nil, time.Time{}, 30*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return history.Examine(e, table)
}

// written is what a format makes of a history.
func written(t *testing.T, write func(io.Writer, *diagnosis.History) error, h *diagnosis.History) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, h); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestHistoryAsMarkdown(t *testing.T) {
	text := written(t, HistoryMarkdown, pastMonth(t))
	for _, want := range []string{
		"# History of AKS nodes\n\n**14 outages of 8 nodes", "\n`vmssCSE:50` in pool user since 2026-05-03: 5 repairs", "In the hour before, which is no proof of a cause:\n\n- `2026-05-03 08:40 UTC Delete",
		"\n## Node pools\n", "\n## Outages\n\n| NODE | START (UTC) | LENGTH | END | STEPS OF AKS |\n", "| `aks-user-15776247-vmss000004` | 2026-05-19 20:52 | \\>= 53m | still NotReady | `Reboot, Reimage failed: vmssCSE:50",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	many := pastMonth(t)
	for range 10 {
		many.Outages = append(many.Outages, many.Outages...)
		if len(many.Outages) > 2000 {
			break
		}
	}
	if text := written(t, HistoryMarkdown, many); len(text) > 65_536 || !strings.Contains(text, " more rows left out, so that this fits into a ticket") {
		t.Errorf("a long one has %d bytes", len(text))
	}
}

func TestHistoryAsAPage(t *testing.T) {
	text := written(t, HistoryHTML, pastMonth(t))
	if _, err := html.Parse(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(text, `<rect class="day `); n != 8*31 {
		t.Errorf("the calendar has %d days, want 8 nodes of 31", n)
	}
	for _, want := range []string{"default-src &#39;none&#39;", `<title>aks-user-15776247-vmss000007, 2026-04-24: 1 outage, NotReady for 22m, a repair failed</title>`, "<h3>vmssCSE:50</h3>"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q", want)
		}
	}
	if found := regexp.MustCompile(`<script|<img|<link|https?://|style=`).FindString(text); found != "" {
		t.Errorf("the page has %q", found)
	}
}

// What comes from a cluster is text in every format, whatever is in it.
func TestHostileHistory(t *testing.T) {
	const hostile = "<b onclick=x>\x1b[2J|`@team\u202e"
	h := pastMonth(t)
	h.Outages[0].Node, h.Nodes[0].Node, h.Codes[0].Code, h.Codes[0].Pool = hostile, hostile, hostile, hostile
	h.Codes[0].Before[0].Name, h.Repairs[0].Steps[0].Code = hostile, hostile
	for name, write := range map[string]func(io.Writer, *diagnosis.History) error{
		"page": HistoryHTML, "Markdown": HistoryMarkdown,
		"terminal": func(w io.Writer, h *diagnosis.History) error { return History(w, h, Style{Width: 80}, true, "again") },
	} {
		text := written(t, write, h)
		if strings.ContainsAny(text, "\x1b\u202e") || name == "page" && strings.Contains(text, "<b onclick") || name == "Markdown" && regexp.MustCompile("(?m)^[^`]*<b onclick").MatchString(text) {
			t.Errorf("the %s has it as it is", name)
		}
	}
}
