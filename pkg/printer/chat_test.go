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
)

func chatOf(t *testing.T, l *diagnosis.List) string {
	t.Helper()
	var out bytes.Buffer
	if err := Chat(&out, l, nil, find); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheSummaryForAChatIsWhatTheGoldenFileShows(t *testing.T) {
	lists := map[string]*diagnosis.List{
		"broken": alone(broken()), "one node": alone(oneBad()), "judged": alone(judgedProblems()), "common cause": alone(common()), "30 problems": alone(manyProblems(30)),
		"impact": alone(impacted()), "healthy": alone(healthy()), "gaps": alone(gapped()), "nodes not listed": alone(unlisted()), "long names": alone(longNames()), "several clusters": fleet(),
	}
	var all bytes.Buffer
	for _, name := range []string{
		"broken", "one node", "judged", "common cause", "30 problems", "impact", "healthy", "gaps", "nodes not listed", "long names", "several clusters",
	} {
		fmt.Fprintf(&all, "--- %s\n%s", name, chatOf(t, lists[name]))
	}
	golden(t, "chat", all.Bytes())
}

func TestTheSummaryForAChatHasTenLinesWhateverTheCluster(t *testing.T) {
	several := diagnosis.NewList()
	lists := []*diagnosis.List{several, fleet()}
	for problems := range 61 {
		d := anyHead(rand.New(rand.NewPCG(uint64(problems), 7)), problems)
		lists = append(lists, alone(d))
		several.Add(fmt.Sprintf("cluster-%d", problems), d)
		several.Fail(fmt.Sprintf("unread-%d", problems), fmt.Errorf("no way"))
	}
	for i, l := range lists {
		out := chatOf(t, l)
		if out != chatOf(t, l) {
			t.Errorf("list %d is not the same twice", i)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(lines) > 10 {
			t.Errorf("list %d: %d lines:\n%s", i, len(lines), out)
		}
		for _, line := range lines {
			if clean.Width(line) > 78 {
				t.Errorf("list %d: %d columns: %q", i, clean.Width(line), line)
			}
		}
		if g := l.Items[0].Groups; i > 1 && len(g) > 0 && !strings.Contains(out, fmt.Sprintf("\n%d. ", len(g))) && !strings.Contains(out, "more problem") {
			t.Errorf("list %d: not all of %d problems are shown or counted:\n%s", i, len(g), out)
		}
		if l.Items[0].Gaps != nil && i > 1 && !strings.Contains(out, "Not seen") {
			t.Errorf("list %d: what could not be seen is not said:\n%s", i, out)
		}
	}
}

func TestTheSummaryForAChatReportsTheErrorOfItsWriter(t *testing.T) {
	r, w := io.Pipe()
	if err := r.CloseWithError(fmt.Errorf("full")); err != nil {
		t.Fatal(err)
	}
	if err := Chat(w, alone(healthy()), nil, find); err == nil || err.Error() != "writing the result: full" {
		t.Errorf("got %v", err)
	}
}
