package azure_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// answerTime is how long the fake takes for each answer; what real ones take is not known, and more as a rule.
const answerTime = 250 * time.Millisecond

// benchRuns is how often each question is measured; the best counts.
const benchRuns = 3

// BenchmarkAzure measures what asking Azure takes, beside the goals for it. It is part of make bench, because a machine that does
// something else measures that.
func BenchmarkAzure(b *testing.B) {
	for _, c := range []struct {
		name               string
		sick, vms, entries int
		hang               string
		limit, goal        time.Duration
	}{
		{"1 node", 1, 3, 20, "", time.Minute, time.Second},
		{"50 nodes of one set of 600", 50, 600, 1000, "", time.Minute, 2 * time.Second},
		{"a log that does not answer", 1, 3, 20, "/eventtypes/", time.Second, 1200 * time.Millisecond},
	} {
		b.Run(c.name, func(b *testing.B) {
			server := arm.New(b)
			server.VMs, server.Delay = c.vms, answerTime
			for i := range c.entries / 2 {
				server.Log = slices.Concat(arm.Operation(i%c.vms, "restart", "", now.Add(-time.Hour), time.Minute), server.Log)
			}
			if c.hang != "" {
				server.Replace(c.hang, arm.Reply{Hang: true})
			}
			var instances []int
			for i := range c.sick {
				instances = append(instances, i*c.vms/c.sick)
			}
			best := time.Hour
			for range benchRuns {
				begin := time.Now()
				enrich(b, server, sick(instances...), c.limit)
				best = min(best, time.Since(begin))
			}
			requests, logs := server.Requests(), 0
			for _, r := range requests {
				if strings.Contains(r.Path, "/eventtypes/") {
					logs++
				}
			}
			others := (len(requests) - logs) / benchRuns
			b.ReportMetric(float64(best.Milliseconds()), "ms/diagnosis")
			b.ReportMetric(float64(others), "requests")
			b.ReportMetric(float64(logs)/benchRuns, "log-pages")
			if best > c.goal || others > 12 {
				b.Errorf("%s and %d requests besides log pages, at most %s and 12", best, others, c.goal)
			}
		})
	}
}

// BenchmarkAzureHistory measures a history of 30 days of 1,000 nodes, with the answers of the service and the examination: 18,000
// events, 7,000 spans, 6,000 operations. The server shares the processors.
func BenchmarkAzureHistory(b *testing.B) {
	const nodes, month = 1000, 30 * day
	server := arm.New(b)
	server.VMs = nodes
	name := func(i int) string { return arm.ScaleSet + strconv.FormatInt(int64(i%nodes)+1_000_000, 36)[1:] }
	var events, spans [][]any
	at := func(i, of int) time.Time { return now.Add(-month / time.Duration(of+1) * time.Duration(of-i)) }
	for i := range 18_000 {
		reason := []string{"NodeNotReady", "NodeRebootStart", "NodeReady"}[i%3]
		events = append(events, []any{at(i, 18_000).Format(time.RFC3339), "Node", name(i / 3), "default", reason, "Node auto-repair: " + reason, "Normal", nil, 1.0, nil, nil})
	}
	for i := range 7_000 {
		spans = append(spans, []any{name(i), "user", i%2 == 0, at(i, 7_000).Format(time.RFC3339), at(i, 7_000).Add(time.Hour).Format(time.RFC3339), 60, now.Add(-2 * month).Format(time.RFC3339)})
	}
	for i := range 6_000 {
		server.Log = append(server.Log, arm.Operation(i%nodes, "restart", "", at(6_000-i, 6_000), time.Minute)...)
	}
	rows := func(columns string, all [][]any) string { return arm.Table(columns, all, "") }
	server.Tables = map[string]string{
		"collection": rows(arm.CollectionColumns, [][]any{{"KubeEvents", 18_000, 18_000, now.Add(-month).Format(time.RFC3339), now.Format(time.RFC3339)}, {"KubeNodeInventory", 43_200_000, nil, now.Add(-month).Format(time.RFC3339), now.Format(time.RFC3339)}}),
		"events":     rows(arm.EventColumns, events), "inventory": rows(arm.InventoryColumns, spans),
	}
	table, err := knowledge.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	e, err := past(b, server).Read(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	read := time.Since(begin)
	h := history.Examine(e, table)
	whole := time.Since(begin)
	b.ReportMetric(read.Seconds(), "s/read")
	b.ReportMetric(whole.Seconds(), "s/history")
	b.ReportMetric(float64(len(h.Outages)), "outages")
	if whole > 10*time.Second || len(e.Gaps) > 0 || len(e.Events) != 18_000 || len(e.Inventory) != 7_000 || len(e.Operations) < 6_000 {
		b.Errorf("%s, %d events, %d spans, %d operations, gaps %v", whole, len(e.Events), len(e.Inventory), len(e.Operations), e.Gaps)
	}
}
