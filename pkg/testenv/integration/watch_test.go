package integration

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// kubeconfigThrough returns the administrator's kubeconfig, by way of the gate.
func kubeconfigThrough(t *testing.T, c *testenv.Cluster, g *gate) string {
	t.Helper()
	config, err := clientcmd.LoadFromFile(c.Kubeconfig(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range config.Clusters {
		one.Server = "https://" + g.address
	}
	file := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// startWatch runs the plugin in this process; it returns its output, and its status when
// that is closed.
func startWatch(t *testing.T, args ...string) (*bufio.Scanner, <-chan int) {
	t.Helper()
	out, writer := io.Pipe()
	status := make(chan int, 1)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() {
		status <- cmd.Main(cmd.System{
			Args:    append([]string{"kubectl-autorepair", "diagnose", "--watch", "-o", "json"}, args...),
			Streams: genericiooptions.IOStreams{In: &bytes.Buffer{}, Out: writer, ErrOut: io.Discard},
			Context: ctx, Now: time.Now, Getenv: func(string) string { return "" },
			Terminal: func(any) (int, bool) { return 0, false },
		})
		_ = writer.Close()
	}()
	return bufio.NewScanner(out), status
}

// expect reads the next transition and compares what happened to which node.
func expect(t *testing.T, lines *bufio.Scanner, want string) {
	t.Helper()
	if !lines.Scan() {
		t.Fatalf("the watch ended before %q", want)
	}
	var x diagnosis.Transition
	if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
		t.Fatalf("%v: %s", err, lines.Text())
	}
	if got := x.Node + " " + string(x.Change) + " " + string(x.Action); got != want {
		t.Fatalf("reported %q, want %q: %s", got, want, lines.Text())
	}
}

func TestAWatchGoesOnAfterTheServerWasAway(t *testing.T) {
	c := shared.Cluster(t)
	server, err := url.Parse(c.Config().Host)
	if err != nil {
		t.Fatal(err)
	}
	begin := metav1.NewTime(time.Now().Truncate(time.Second))
	for _, name := range []string{"one", "two"} {
		load(t, c, []corev1.Node{nodeWith(name, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown})}, nil)
	}
	load(t, c, []corev1.Node{readyNode("other")}, nil)
	g := newGate(t, server.Host)
	lines, status := startWatch(t, "--not-ready-for", "0s", "--until-ready", "--timeout", patience.String(), "--kubeconfig", kubeconfigThrough(t, c, g))
	expect(t, lines, "one Down ")
	expect(t, lines, "two Down ")
	load(t, c, nil, []corev1.Event{legacyEvent("one", "NodeRebootStart", begin)})
	expect(t, lines, "one AttemptStarted Reboot")

	g.shut()
	load(t, c, nil, []corev1.Event{legacyEvent("one", "NodeRebootError", metav1.NewTime(begin.Add(time.Second)))})
	if err := c.Client().CoreV1().Nodes().Delete(t.Context(), "two", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	g.unlock(t)
	seen := map[string]bool{}
	for range 2 { // nodes and events are two streams: whichever is back first
		if !lines.Scan() {
			t.Fatal("the watch ended")
		}
		var x diagnosis.Transition
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		seen[x.Node+" "+string(x.Change)] = true
	}
	if !seen["one AttemptFailed"] || !seen["two Removed"] {
		t.Errorf("reported %v of what happened while the server was away", seen)
	}
	makeReady(t, c, "one")
	expect(t, lines, "one Recovered ")
	if lines.Scan() {
		t.Fatalf("reported more: %s", lines.Text()) // nobody reads on: the watch would wait
	}
	if got := <-status; got != 0 {
		t.Errorf("the status is %d, want 0: everything is Ready or gone", got)
	}
}

// makeReady sets the node's Ready condition as its kubelet would.
func makeReady(t *testing.T, c *testenv.Cluster, name string) {
	t.Helper()
	becomeReady(t, c, name, metav1.Now())
}

func becomeReady(t *testing.T, c *testenv.Cluster, name string, at metav1.Time) {
	t.Helper()
	nodes := c.Client().CoreV1().Nodes()
	n, err := nodes.Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	n.Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, LastTransitionTime: at}}
	if _, err := nodes.UpdateStatus(t.Context(), n, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
}
