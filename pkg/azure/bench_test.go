package azure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

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
