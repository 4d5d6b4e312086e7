package integration

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// ended runs a program that may fail.
func ended(t *testing.T, c *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) {
		t.Errorf("running %q: %v", c.Args, err)
	}
	return result{stdout: stdout.String(), stderr: stderr.String(), status: c.ProcessState.ExitCode()}
}

func TestTheBuiltProgramShowsWhatItCouldReadUnderFaults(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c).Format(time.RFC3339)
	binary := filepath.Join(plugin(t), "kubectl-autorepair")
	names := []string{"no answer", "cut in the middle", "connection reset", "401", "403", "429 with a Retry-After of hours", "500", "504", "a login page", "null"}
	tests := []struct {
		line, missing string
		shown         []string
	}{
		{"/api/v1/namespaces/default/events?fieldSelector=involvedObject.kind=Node&limit=6000", "events in namespace default", []string{"failed", "silent", "third"}},
		{"/api/v1/nodes/failed", "node failed", []string{"failed", "VMExtensionProvisioningError"}},
	}
	type run struct {
		fault faults.Fault
		test  int
		result
	}
	var runs []*run
	var wg sync.WaitGroup
	for _, f := range faults.All() {
		for i := range tests {
			if !slices.Contains(names, f.Name) || (f.Name == "403" && i == 1) { // then the nodes are listed
				continue
			}
			r := &run{fault: f, test: i}
			runs = append(runs, r)
			proxy := faults.Start(t, c.Config(), false)
			proxy.Play(trial{fault: f, line: tests[i].line}.script)
			plugin := exec.CommandContext(t.Context(), binary, "diagnose", "--at", at, "--request-timeout", lateLimit.String())
			plugin.Env = []string{"HOME=" + t.TempDir(), "KUBECONFIG=" + proxy.Kubeconfig(t, nil)}
			wg.Go(func() { r.result = ended(t, plugin) })
		}
	}
	wg.Wait()
	for _, r := range runs {
		test := tests[r.test]
		t.Run(r.fault.Name+" at "+test.missing, func(t *testing.T) {
			if r.status != 1 || r.stderr != "error: the diagnosis is not complete\n" {
				t.Errorf("the status is %d: %s", r.status, r.stderr)
			}
			for _, want := range append(test.shown, test.missing) {
				if !strings.Contains(r.stdout, want) {
					t.Errorf("%q is not shown:\n%s", want, r.stdout)
				}
			}
		})
	}
}
