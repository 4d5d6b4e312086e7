package integration

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// benchFile is where the results of a complete run are kept.
const benchFile = "../../../.github/BENCH.md"

// report is the results of one run, as Markdown.
type report struct {
	strings.Builder
	cpus         int // for the server alone, and as many for what is measured
	measured     int // sizes
	kept, missed int // goals
}

func (r *report) title(format string, args ...any) { fmt.Fprintf(r, "\n"+format+"\n\n", args...) }

func (r *report) header() {
	r.WriteString("| what | wall | slowest | CPU | peak memory | requests | read | wall beside `kubectl get nodes` |\n" +
		"|---|--:|--:|--:|--:|--:|--:|--:|\n")
}

// row is one line of a table; base is what the last column compares with.
func (r *report) row(what string, c, base cost) {
	ratio := "-"
	if base.wall > 0 {
		ratio = fmt.Sprintf("%.2f", c.wall.Seconds()/base.wall.Seconds())
	}
	fmt.Fprintf(r, "| %s | %d ms | %d ms | %s | %s | %d | %s | %s |\n", what, c.wall.Milliseconds(), c.slowest.Milliseconds(),
		unless(c.cpu == 0, fmt.Sprintf("%d ms", c.cpu.Milliseconds())), unless(c.peakMB == 0, fmt.Sprintf("%.0f MB", c.peakMB)),
		c.requests, unless(c.wireMB == 0, fmt.Sprintf("%.2f MB", c.wireMB)), ratio)
}

func unless(missing bool, text string) string {
	if missing {
		return "-"
	}
	return text
}

// goal counts and notes whether a promise was kept. A figure that is not above nothing was not measured.
func (r *report) goal(what string, got, most float64, unit string) {
	verdict := "kept"
	if !(got > 0 && got <= most) {
		verdict = "**missed**"
		r.missed++
	} else {
		r.kept++
	}
	fmt.Fprintf(r, "- %s: %.2f%s, at most %.2f%s: %s\n", what, got, unit, most, unit, verdict)
}

// keep writes the report into the repository, as far as it has come.
func (r *report) keep(b *testing.B) {
	b.Helper()
	text := "# What a diagnosis costs\n\n`make bench` on " + time.Now().UTC().Format(time.DateOnly) + ", " + machine() + ": " +
		fmt.Sprintf("%d of %d sizes measured, %d goals kept, %d missed.\n\n", r.measured, len(grid()), r.kept, r.missed) +
		"One etcd and one kube-apiserver on the same machine" + separated(r.cpus) + ". Every row is the best of several runs of a whole\n" +
		"process, unless it says one run, its slowest beside it: where they are far apart, the host was busy. Figures\n" +
		fmt.Sprintf("marked with × were measured on %d nodes and on %d and carried on in a line. The floor sends the same requests,\n", few, many) +
		"those that need the list of nodes after it, and reads the answers with a bare HTTP client, whose start does not count.\n" + r.String()
	if err := os.WriteFile(benchFile, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

// separated says how the server and what is measured share the host.
func separated(cpus int) string {
	if cpus == 0 {
		return ", on the CPUs of what is measured"
	}
	return fmt.Sprintf(", kept to one half of its CPUs (%d), what\nis measured to the other, as if they were two machines", cpus)
}

// machine returns what the figures were measured on.
func machine() string {
	return fmt.Sprintf("%s/%s, %d CPUs, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
}
