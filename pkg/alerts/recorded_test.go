package alerts_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// recordedMinutes is how long the recordings are; they end when Prometheus starts.
const recordedMinutes = 400

// until are the values of a node that is Ready and turns NotReady so many minutes before the end.
func until(cluster, node string, minutes int) []series {
	before := recordedMinutes - minutes - 1
	return status(cluster, node, fmt.Sprintf("1x%d 0x%d", before, minutes), "0x400", fmt.Sprintf("0x%d 1x%d", before, minutes))
}

// waiting is what a Prometheus that ran before has recorded of an alert: that its expression has been true for so
// many minutes, with the labels that it has.
func waiting(alert string, severity alerts.Severity, labels string, minutes int) series {
	metric := fmt.Sprintf(`ALERTS_FOR_STATE{alertname=%q,severity=%q,%s}`, alert, severity, labels)
	return series{metric, fmt.Sprintf("_x%d since", recordedMinutes-minutes-1)}
}

// nodeWaiting is what was recorded of the alerts on one node.
func nodeWaiting(cluster, node string, minutes int) []series {
	labels := fmt.Sprintf("cluster=%q,node=%q", cluster, node)
	return []series{waiting(down, alerts.Warning, labels, minutes), waiting(exhausted, alerts.Critical, labels, minutes)}
}

// failing is a node that turned NotReady so many minutes ago.
func failing(cluster, node string, minutes int) []series {
	return append(until(cluster, node, minutes), nodeWaiting(cluster, node, minutes)...)
}

// recordings are what Prometheus has of the hours before it starts, and what it says then: the alerts that fire, and
// those that wait.
var recordings = []struct {
	name          string
	series        []series
	fire, pending []string
}{
	{
		name: "nodes on both sides of each threshold",
		series: slices.Concat(
			failing("prod", "four", 4), failing("prod", "six", 6), failing("prod", "hour", 64), failing("prod", "longer", 66),
			until("prod", "stopped", 66), until("prod", "scaled", 66), until("prod", "replaced", 66),
			[]series{taint("prod", "stopped", stopped, "1x400"), taint("prod", "scaled", autoscaler, "1x400"), taint("prod", "replaced", karpenter, "1x400"), taint("prod", "six", unreached, "1x400")},
			status("prod", "twice", "1x99 0x9 1x99 0x9 1x400", "0x400", "0x400"), status("prod", "once", "1x99 0x9 1x400", "0x400", "0x400"),
			status("prod", "earlier", "1x9 0x9 1x99 0x9 1x400", "0x400", "0x400"), // the first of two was before the six hours
			healthy("prod", names("h", 10)...),
			failing("small", "a", 6), failing("small", "b", 6), healthy("small", "c"), []series{waiting(many, alerts.Critical, `cluster="small"`, 6)},
			failing("late", "a", 4), failing("late", "b", 4), healthy("late", "c"), []series{waiting(many, alerts.Critical, `cluster="late"`, 4)},
		),
		fire: []string{
			many + " small/", down + " prod/hour", down + " prod/longer", down + " prod/six", down + " small/a", down + " small/b", exhausted + " prod/longer", again + " prod/twice",
		},
		pending: []string{
			many + " late/", down + " late/a", down + " late/b", down + " prod/four", exhausted + " late/a", exhausted + " late/b", exhausted + " prod/four", exhausted + " prod/hour", exhausted + " prod/six",
			exhausted + " small/a", exhausted + " small/b",
		},
	},
	{
		name:   "no status of a node for over 15 minutes",
		series: append(gone(21), waiting(silent, alerts.Critical, `condition="Ready"`, 16)),
		fire:   []string{silent + " /"},
	},
	{
		name:    "no status of a node for less than that",
		series:  append(gone(19), waiting(silent, alerts.Critical, `condition="Ready"`, 14)),
		pending: []string{silent + " /"},
	},
}

// gone is a node whose status is not reported in the last minutes, beside a target that is.
func gone(minutes int) []series {
	values := fmt.Sprintf("x%d", recordedMinutes-minutes)
	return append(status("prod", "n1", "1"+values, "0"+values, "0"+values), series{"up", "1x400"})
}

// A real Prometheus is started on a recording, with what a Prometheus that was stopped has kept of its alerts, so
// that none has to wait. It says which alerts fire.
func TestPrometheusFiresTheAlertsOnARecordedSeries(t *testing.T) {
	for _, r := range recordings {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			ask := startPrometheus(t, r.series)
			var fire, pending []string
			err := wait.PollUntilContextTimeout(t.Context(), 200*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
				fire, pending = ask()
				return slices.Equal(fire, r.fire) && slices.Equal(pending, r.pending), nil
			})
			if err != nil {
				t.Errorf("%v\nthere fire\n%q\nwant\n%q\nthere wait\n%q\nwant\n%q", err, fire, r.fire, pending, r.pending)
			}
		})
	}
}

// startPrometheus starts Prometheus with the printed rules on a recording, and returns what asks it for its alerts.
func startPrometheus(t *testing.T, recorded []series) func() (fire, pending []string) {
	t.Helper()
	folder := ruleFolder(t, alerts.Rules())
	write(t, folder, "prometheus.yaml", []byte("global: {evaluation_interval: 1s}\nrule_files: [rules.yaml]\n"))
	write(t, folder, "recorded.txt", []byte(openMetrics(t, recorded, time.Now())))
	if printed, ok := promtool(t, folder, "tsdb", "create-blocks-from", "openmetrics", "recorded.txt", "data"); !ok {
		t.Fatalf("promtool tsdb create-blocks-from openmetrics says\n%s", printed)
	}
	// Without a grace period an alert that waited for less than that is not restored.
	c := exec.CommandContext(t.Context(), program.Find(t, "prometheus"), "--config.file="+filepath.Join(folder, "prometheus.yaml"), "--storage.tsdb.path="+filepath.Join(folder, "data"),
		"--web.listen-address=127.0.0.1:0", "--rules.alert.for-grace-period=0s")
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // it may have ended
		_ = c.Wait()         // it was killed
	})
	host := listening(t, stderr)
	return func() (fire, pending []string) {
		return firingNow(t, "http://"+host+"/api/v1/alerts")
	}
}

// listening reads what Prometheus logs until it says where it listens, and goes on reading.
func listening(t *testing.T, log io.Reader) string {
	t.Helper()
	where := regexp.MustCompile(`msg="Listening on" address=(127\.0\.0\.1:\d+)`)
	var lines strings.Builder
	for scanner := bufio.NewScanner(log); scanner.Scan(); {
		lines.WriteString(scanner.Text() + "\n")
		if m := where.FindStringSubmatch(scanner.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, log) }() // until it ends
			return m[1]
		}
	}
	t.Fatalf("Prometheus does not listen:\n%s", &lines)
	return ""
}

// firingNow asks for the alerts that fire and those that wait, in the order of their names.
func firingNow(t *testing.T, url string) (fire, pending []string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()              // it was read
	if response.StatusCode == http.StatusServiceUnavailable { // it is starting
		return nil, nil
	}
	var answer struct {
		Data struct {
			Alerts []struct {
				State  string
				Labels map[string]string
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	for _, a := range answer.Data.Alerts {
		name := a.Labels["alertname"] + " " + a.Labels["cluster"] + "/" + a.Labels["node"]
		if a.State == "firing" {
			fire = append(fire, name)
		} else {
			pending = append(pending, name)
		}
	}
	slices.Sort(fire)
	slices.Sort(pending)
	return fire, pending
}

// openMetrics writes series as a recording that ends at a time, with a value a minute. They are in promtool's notation;
// "since" is the time at which it stands, from there on.
func openMetrics(t *testing.T, all []series, end time.Time) string {
	t.Helper()
	byName := map[string]*strings.Builder{} // what has one name has to be together
	for _, s := range all {
		name, _, _ := strings.Cut(s.metric, "{")
		if byName[name] == nil {
			byName[name] = &strings.Builder{}
			fmt.Fprintf(byName[name], "# TYPE %s gauge\n", name)
		}
		for minute, value := range expand(t, s.values, end) {
			if value != "_" {
				fmt.Fprintf(byName[name], "%s %s %d\n", s.metric, value, at(end, minute))
			}
		}
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		text.WriteString(byName[name].String())
	}
	return text.String() + "# EOF\n"
}

// at is the time of a minute of a recording, in seconds.
func at(end time.Time, minute int) int64 {
	return end.Add(time.Duration(minute+1-recordedMinutes) * time.Minute).Unix()
}

// expand returns the values of all minutes: 1x4 is 1 and four more of it.
func expand(t *testing.T, values string, end time.Time) []string {
	t.Helper()
	var all []string
	for part := range strings.FieldsSeq(values) {
		if part == "since" {
			since := strconv.FormatInt(at(end, len(all)), 10)
			all = append(all, slices.Repeat([]string{since}, recordedMinutes-len(all))...)
			continue
		}
		value, times, _ := strings.Cut(part, "x")
		n, err := strconv.Atoi(times)
		if err != nil {
			t.Fatalf("%q: %v", part, err)
		}
		all = append(all, slices.Repeat([]string{value}, n+1)...)
	}
	return all[:min(len(all), recordedMinutes)]
}
