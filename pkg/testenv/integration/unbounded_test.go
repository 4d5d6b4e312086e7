package integration

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// moreMB is how much more memory an answer without an end may cost than a run without a fault.
const moreMB = 150

// strikes are the requests of a run that a fault strikes: those whose line has all of these parts.
type strikes struct {
	name  string
	parts []string
}

func (s strikes) script(f *faults.Fault) faults.Script {
	return func(line string, _ int) *faults.Fault {
		for _, part := range s.parts {
			if !strings.Contains(line, part) {
				return nil
			}
		}
		return f
	}
}

// TestAnswersWithoutAnEndAreSentencesAndCostLittle runs the built program. With -v it prints what each fault
// cost.
func TestAnswersWithoutAnEndAreSentencesAndCostLittle(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c).Format(time.RFC3339)
	binary := filepath.Join(plugin(t), "kubectl-autorepair")
	var table strings.Builder
	defer func() { t.Logf("of the built program:\n%s", &table) }()
	row := func(format string, args ...any) { fmt.Fprintf(&table, format+"\n", args...) }
	row("| fault | at | seconds | peak MB | said |\n|---|---|---|---|---|")

	events := strikes{"events in namespace default", []string{"/namespaces/default/events"}}
	everywhere := []strikes{events, {"nodes", []string{"/nodes"}}, {"every request", nil}}
	for _, http2 := range []bool{true, false} {
		proxy := faults.Start(t, c.Config(), http2)
		run := func(t *testing.T) (result, float64, time.Duration) {
			t.Helper()
			p := exec.CommandContext(t.Context(), binary, "diagnose", "--at", at)
			p.Env = []string{"HOME=" + t.TempDir(), "KUBECONFIG=" + proxy.Kubeconfig(t, nil)}
			var stdout, stderr bytes.Buffer
			p.Stdout, p.Stderr = &stdout, &stderr
			begin := time.Now()
			peak, err := peakOf(p)
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			return result{stdout.String(), stderr.String(), p.ProcessState.ExitCode()}, peak, time.Since(begin)
		}
		whole, usual, took := run(t)
		if whole.status != 0 {
			t.Fatalf("without a fault the status is %d: %s", whole.status, whole.stderr)
		}
		row("| none, HTTP 2 %t | | %.1f | %.0f | |", http2, took.Seconds(), usual)
		for _, f := range append(faults.Unbounded(), faults.Pages()...) {
			for _, where := range everywhere {
				t.Run(fmt.Sprintf("%s at %s, HTTP 2 %t", f.Name, where.name, http2), func(t *testing.T) {
					proxy.Play(where.script(&f))
					r, peak, took := run(t)
					said := sentence(r)
					row("| %s | %s | %.1f | %.0f | %s |", f.Name, where.name, took.Seconds(), peak, said)
					if peak > usual+moreMB {
						t.Errorf("the memory was %.0f MB, and %.0f without the fault", peak, usual)
					}
					if r.status != 1 || said == "" {
						t.Errorf("the status is %d:\n%s%s", r.status, r.stdout, r.stderr)
					}
					if where.name == events.name && !strings.Contains(r.stdout, "silent") {
						t.Errorf("what the other requests returned is not shown:\n%s", r.stdout)
					}
				})
			}
		}
	}
}

// sentence returns the first sentence about the answer that a result has.
func sentence(r result) string {
	text := strings.Join(strings.Fields(r.stdout+" "+r.stderr), " ")
	i := strings.Index(text, "The answer ")
	if i < 0 {
		return ""
	}
	said, _, _ := strings.Cut(text[i:], ". ")
	return said
}
