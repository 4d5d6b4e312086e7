package past

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var update = flag.Bool("update", false, "write the golden file")

const month = 30 * 24 * time.Hour

// sample is the history of the embedded sample, as far as its sources are not taken away.
func sample(t *testing.T, without ...history.SourceName) *diagnosis.History {
	t.Helper()
	e, err := dump.DemoHistory(t.Context(), nil, time.Time{}, month)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range without {
		for i := range e.Sources {
			if e.Sources[i].Name == name {
				e.Sources[i] = history.Source{Name: name, State: history.Missing}
			}
		}
		switch name {
		case history.KubeEvents:
			e.Events = nil
		case history.NodeInventory:
			e.Inventory = nil
		default:
			e.Operations, e.Changes = nil, nil
		}
	}
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return history.Examine(e, table)
}

// warnings is the sample as a collector keeps it that drops events of type Normal.
func warnings(t *testing.T) *diagnosis.History {
	t.Helper()
	e, err := dump.DemoHistory(t.Context(), nil, time.Time{}, month)
	if err != nil {
		t.Fatal(err)
	}
	events := e.Events
	e.Events, e.Inventory, e.Operations, e.Changes = nil, nil, nil, nil
	for _, event := range events {
		if event.Type == "Warning" {
			e.Events = append(e.Events, event)
		}
	}
	e.Sources = []history.Source{
		{Name: history.KubeEvents, State: history.Collected, From: e.Since, To: e.Until, Rows: len(e.Events)}, {Name: history.NodeInventory, State: history.Missing},
		{Name: history.ActivityLog, State: history.Refused},
	}
	e.Origin = snapshot.Origin{Context: "prod-weu", Server: "https://prod.example"}
	e.Gaps = []snapshot.Gap{{Source: snapshot.SourceAzure, Subjects: []string{"the activity log"}, Reason: "Azure refuses to show it.", Action: "Ask for the role Reader on MC_shop_prod."}}
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return history.Examine(e, table)
}

func nothing() *diagnosis.History {
	e := &history.Evidence{Since: time.Date(2026, 4, 19, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 5, 19, 0, 0, 0, 0, time.UTC), Sources: []history.Source{
		{Name: history.KubeEvents, State: history.Missing}, {Name: history.NodeInventory, State: history.Missing}, {Name: history.ActivityLog, State: history.Empty},
	}}
	return history.Examine(e, nil)
}

// many is a history of more than a screen has room for.
func many(t *testing.T) *diagnosis.History {
	t.Helper()
	h := sample(t)
	for i := range 40 {
		n := h.Nodes[1]
		n.Node = strings.Repeat("x", 30) + string(rune('a'+i%26)) + "0"
		h.Nodes = append(h.Nodes, n)
	}
	return h
}

// quiet is a month without an outage in which all can be seen.
func quiet(t *testing.T) *diagnosis.History {
	t.Helper()
	h := sample(t)
	h.Outages, h.Repairs, h.Nodes, h.Pools, h.Codes = nil, nil, nil, nil, nil
	return h
}

func TestTheReportIsWhatTheGoldenFileShows(t *testing.T) {
	const path, again = "testdata/report.txtar", "kubectl autorepair history -f month.json --details"
	screen, wide, pipe := layout.Style{Width: 80, Height: 24}, layout.Style{Width: 120, Height: 40}, layout.Style{}
	archive := &txtar.Archive{Comment: []byte("Reports of histories. Written by go test ./pkg/printer/past -update.\n")}
	for _, c := range []struct {
		name    string
		h       *diagnosis.History
		style   layout.Style
		details bool
	}{
		{"80 columns", sample(t), screen, false}, {"120 columns", sample(t), wide, false}, {"details, 80 columns", sample(t), screen, true}, {"details, pipe", sample(t), pipe, true},
		{"Normal dropped, 80 columns", warnings(t), screen, false}, {"Normal dropped, details", warnings(t), screen, true},
		{"inventory alone", sample(t, history.KubeEvents, history.ActivityLog), screen, true}, {"log alone", sample(t, history.KubeEvents, history.NodeInventory), screen, true},
		{"nothing", nothing(), screen, false}, {"quiet", quiet(t), screen, false}, {"many", many(t), screen, false},
	} {
		var out bytes.Buffer
		if err := New(c.h).Text(&out, c.style, c.details, again); err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(out.String(), "\n"); !c.details && c.style.Height > 0 && lines >= c.style.Height {
			t.Errorf("%s has %d lines, the screen %d", c.name, lines, c.style.Height)
		}
		for line := range strings.Lines(out.String()) {
			if c.style.Width > 0 && len(strings.TrimSuffix(line, "\n")) > c.style.Width {
				t.Errorf("%s has the line %q", c.name, line)
			}
		}
		archive.Files = append(archive.Files, txtar.File{Name: c.name, Data: out.Bytes()})
	}
	got := txtar.Format(archive)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // everybody may read it
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v: %s is not what is printed now (-update writes it)\n%s", err, path, got)
	}
}

// A day of a calendar is good only where an outage would have been seen.
func TestTheCalendar(t *testing.T) {
	h := sample(t)
	c := New(h).Calendar
	if len(c.Days) != 31 || len(c.Rows) != 8 || c.Left != 0 {
		t.Fatalf("%d days, %d rows, %d left", len(c.Days), len(c.Rows), c.Left)
	}
	first := c.Rows[1] // the first is that of the node which is down
	var days []string
	for _, cell := range first.Cells {
		days = append(days, cell.Class)
	}
	got := strings.Join(days, " ")
	if want := "unknown little none none none little failed"; !strings.HasPrefix(got, want) {
		t.Errorf("%s\n got %s\nwant %s", first.Node, got, want)
	}
	if text := first.Cells[5].Text; text != "2026-04-24: 1 outage, NotReady for 22m, a repair failed" {
		t.Errorf("a day says %q", text)
	}
	h.Outages[0].End, h.Outages[0].LastSeen = nil, metav1.NewTime(h.Outages[0].Start.Add(40*time.Hour))
	if row := calendarRow(h, first.Node, h.Since.UTC().Truncate(day), 31); row.Cells[1].Class != "most" || row.Cells[2].Class != "most" {
		t.Errorf("a long outage is drawn as %v", row.Cells[:4])
	}
}
