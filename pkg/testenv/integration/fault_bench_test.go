package integration

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// faultBench runs the program in this process through a faulty proxy.
type faultBench struct {
	cluster    *testenv.Cluster
	http2      bool
	args       []string
	proxy      *faults.Proxy
	kubeconfig string
	// baseline is how the program ends without a fault; lines are what it asks for.
	baseline result
	lines    []string
}

func newFaultBench(t *testing.T, c *testenv.Cluster, http2 bool, args []string) *faultBench {
	t.Helper()
	b := &faultBench{cluster: c, http2: http2, args: args}
	b.renew(t)
	b.baseline = b.run(t, b.kubeconfig, time.Minute)
	if b.baseline.status != 0 || b.baseline.stderr != "" {
		t.Fatalf("without a fault the status is %d: %s", b.baseline.status, b.baseline.stderr)
	}
	b.lines = b.proxy.Lines()
	slices.Sort(b.lines)
	b.lines = slices.Compact(b.lines)
	return b
}

// renew gives the bench a proxy of its own.
func (b *faultBench) renew(t *testing.T) {
	b.proxy = faults.Start(t, b.cluster.Config(), b.http2)
	b.kubeconfig = b.proxy.Kubeconfig(t, nil)
}

// run returns a run of the program whose waits take no time.
func (b *faultBench) run(t *testing.T, kubeconfig string, limit time.Duration) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stdout, stderr bytes.Buffer
	args := append([]string{"kubectl-autorepair", "diagnose", "-o", "json", "--kubeconfig", kubeconfig, "--request-timeout", limit.String()}, b.args...)
	status := cmd.Main(cmd.System{
		Args: args, Context: ctx,
		Streams:  genericiooptions.IOStreams{In: strings.NewReader(""), Out: &stdout, ErrOut: &stderr},
		Now:      time.Now,
		Getenv:   func(string) string { return "" },
		Terminal: func(any) (int, bool) { return 0, false },
		Pause:    func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if ctx.Err() != nil {
		t.Errorf("it did not end within a minute, with a limit of %s", limit)
	}
	return result{stdout: withoutServer(stdout.String()), stderr: stderr.String(), status: status}
}

var origin = regexp.MustCompile(`"origin": "[^"]*"`)

// withoutServer returns an output without the address of the proxy, which differs between runs.
func withoutServer(output string) string { return origin.ReplaceAllString(output, `"origin": ""`) }

// try runs one trial and looks for what it left behind.
func (b *faultBench) try(t *testing.T, tr trial) result {
	t.Helper()
	b.proxy.Play(tr.script)
	limit := time.Minute
	if tr.fault.Late {
		limit = lateLimit
	}
	r := b.run(t, b.kubeconfig, limit)
	noneLeft(t)
	return r
}

// tryLate runs the trials with late answers side by side: they mostly wait.
func (b *faultBench) tryLate(t *testing.T, all []trial) {
	results := make([]result, len(all))
	var wg sync.WaitGroup
	for i, tr := range all {
		if tr.fault.Late {
			own := *b
			own.renew(t)
			own.proxy.Play(tr.script)
			wg.Go(func() { results[i] = own.run(t, own.kubeconfig, lateLimit) })
		}
	}
	wg.Wait()
	noneLeft(t)
	for i, tr := range all {
		if tr.fault.Late {
			t.Run(tr.name(), func(t *testing.T) { b.judge(t, tr, results[i]) })
		}
	}
}

// noneLeft fails the test when goroutines of the program, or streams that it opened, stay.
func noneLeft(t *testing.T) {
	t.Helper()
	var left []string
	err := wait.PollUntilContextTimeout(t.Context(), time.Millisecond, 10*time.Second, true, func(context.Context) (bool, error) {
		left = ours()
		return len(left) == 0, nil
	})
	if err != nil {
		t.Errorf("%d goroutines were left behind:\n%s", len(left), strings.Join(left, "\n\n"))
	}
}

// ours returns the stacks of the goroutines that run the program, that it started, or that
// carry one of its requests.
func ours() []string {
	stacks := make([]byte, 1<<20)
	var found []string
	for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		for _, part := range []string{"/pkg/cmd.", "/pkg/cluster.", "/pkg/repair.", "/pkg/printer.", "http2clientStream", "http2.(*clientStream)", "client-go/rest."} {
			if strings.Contains(stack, part) && !strings.Contains(stack, "ReverseProxy") && !strings.Contains(stack, "integration.ours") {
				found = append(found, stack)
				break
			}
		}
	}
	return found
}

// judge fails the test unless a run with a fault ended as it has to.
func (b *faultBench) judge(t *testing.T, tr trial, r result) {
	t.Helper()
	b.checkMessages(t, r)
	if tr.line == "" {
		b.judgeAll(t, tr, r)
		return
	}
	kept := r.status == 0
	switch {
	case hasty(tr.line) && !tr.fault.Wide && (!kept || r.stdout != b.baseline.stdout):
		t.Errorf("there was another way, and the status is %d: %s\n%s", r.status, r.stderr, r.stdout)
	case tr.once && !kept:
		t.Errorf("it was not tried again: status %d\n%s", r.status, r.stderr)
	case kept && tr.fault.Absent && single(tr.line):
		// The server says that there is no such object: what is said is complete.
	case kept && r.stdout != b.baseline.stdout:
		t.Errorf("the status is 0, but something is missing:\n%s\nof\n%s", r.stdout, b.baseline.stdout)
	case kept && !tr.once && tr.fault.Lossy && !otherWay(tr):
		t.Errorf("nothing can have been read, and yet nothing is missing:\n%s", r.stdout)
	case !kept:
		b.judgeGap(t, tr, r)
	}
}

// judgeAll judges a run in which every request met the fault.
func (b *faultBench) judgeAll(t *testing.T, tr trial, r result) {
	t.Helper()
	if r.status != 1 && (r.stdout != b.baseline.stdout || tr.fault.Lossy) {
		t.Errorf("the status is %d, and nothing can have been read:\n%s", r.status, r.stdout)
	}
	if r.status == 1 && r.stdout == "" && !strings.HasPrefix(r.stderr, "error: cannot ") {
		t.Errorf("the error does not say what cannot be done: %s", r.stderr)
	}
}

// judgeGap judges a run that ended with gaps.
func (b *faultBench) judgeGap(t *testing.T, tr trial, r result) {
	t.Helper()
	if tr.fault.Wide && b.http2 && r.status == 1 && strings.HasPrefix(r.stderr, "error: cannot ") {
		return // the one connection that all requests share broke each time
	}
	if r.status != 1 || r.stdout == "" {
		t.Fatalf("the status is %d, and what was read is not shown: %q\n%s", r.status, r.stdout, r.stderr)
	}
	whole, got := decode(t, b.baseline.stdout), decode(t, r.stdout)
	missing, want := strings.Join(subjects(got), ", "), subjectOf(tr.line)
	if !strings.Contains(missing, want) {
		t.Errorf("the gaps name %q, not %q", missing, want)
	}
	if !strings.Contains(r.stderr, "warning: not seen: ") || !strings.Contains(r.stderr, want) {
		t.Errorf("stderr does not name %q: %s", want, r.stderr)
	}
	if tr.fault.Wide {
		checkHonest(t, whole, got)
		return
	}
	b.checkKept(t, tr.line, whole, got)
}

// checkMessages: stderr is made of sentences, and of nothing that a library or a crash writes.
func (b *faultBench) checkMessages(t *testing.T, r result) {
	t.Helper()
	for line := range strings.Lines(r.stderr) {
		if !strings.HasPrefix(line, "error: ") && !strings.HasPrefix(line, "warning: not seen: ") {
			t.Errorf("stderr has the line %q", line)
		}
		if strings.Contains(line, "<html") || strings.Contains(line, "goroutine ") || len(line) > 2000 {
			t.Errorf("stderr has what is no sentence: %q", line)
		}
	}
	if r.status != 0 && r.status != 1 {
		t.Errorf("the status is %d", r.status)
	}
	if r.stdout != "" && !json.Valid([]byte(r.stdout)) {
		t.Errorf("stdout is not JSON: %s", r.stdout)
	}
}

// checkKept: what the other requests returned is shown as without the fault.
func (b *faultBench) checkKept(t *testing.T, line string, whole, got *diagnosis.Diagnosis) {
	t.Helper()
	missing := strings.Join(subjects(got), ", ")
	if !strings.Contains(line, "/events") && got.Events.Events != whole.Events.Events {
		t.Errorf("%d events are seen, %d without the fault", got.Events.Events, whole.Events.Events)
	}
	if kindOf(line) == "scan" && len(b.args) < 3 {
		if len(got.Findings) == 0 {
			t.Error("no node is shown, and the events name some")
		}
		return
	}
	checkHonest(t, whole, got)
	if kindOf(line) == "node" || kindOf(line) == "scan" || kindOf(line) == "events" {
		return
	}
	for _, f := range whole.Findings {
		i := slices.IndexFunc(got.Findings, func(g diagnosis.Finding) bool { return g.Node == f.Node })
		if i >= 0 && (got.Findings[i].State != f.State || got.Findings[i].Code != f.Code || len(got.Findings[i].Timeline) != len(f.Timeline)) {
			t.Errorf("node %s is reported otherwise than without the fault, and the gaps are %q", f.Node, missing)
		}
	}
}
