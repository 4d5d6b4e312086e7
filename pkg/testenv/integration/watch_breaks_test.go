package integration

import (
	"bufio"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// breaks returns the ways in which a watch is cut. Each does the work while the plugin cannot
// see it, and then lets it see again.
func breaks(t *testing.T, c *testenv.Cluster, g *gate) map[string]func(work func()) {
	t.Helper()
	return map[string]func(work func()){
		"1 nothing breaks": func(work func()) { work() },
		"2 the connections are cut": func(work func()) {
			g.shut()
			work()
			g.unlock(t)
		},
		"3 the network swallows everything": func(work func()) { g.muted(t, work) },
		"4 the server restarts": func(work func()) {
			g.shut()
			work()
			c.StopServer(t)
			c.StartServer(t)
			g.unlock(t)
		},
		"5 the server restarts, and etcd has forgotten": func(work func()) {
			g.shut()
			work()
			c.Compact(t)
			c.StopServer(t)
			c.StartServer(t)
			g.unlock(t)
		},
	}
}

// TestAWatchLosesAndRepeatsNothing lets nodes be repaired, recover and vanish while the
// connection breaks in each way, and counts what is reported.
func TestAWatchLosesAndRepeatsNothing(t *testing.T) {
	// How soon a connection that is silent is found dead; half a minute by default.
	t.Setenv("HTTP2_READ_IDLE_TIMEOUT_SECONDS", "1")
	t.Setenv("HTTP2_PING_TIMEOUT_SECONDS", "1")
	c := testenv.Start(t, testenv.WithoutNodeTaints(), testenv.WithEventTTL(24*time.Hour), testenv.Restartable(t))
	server, err := url.Parse(c.Config().Host)
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(t, server.Host)
	all := breaks(t, c, g)
	begin := metav1.NewTime(time.Now().Add(-time.Minute).Truncate(time.Second))
	down := corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: begin}
	nodes := []corev1.Node{nodeWith("last", down), readyNode("well")}
	for i := range all {
		nodes = append(nodes, nodeWith("saved"+i[:1], down), nodeWith("lost"+i[:1], down), readyNode("blink"+i[:1]))
	}
	load(t, c, nodes, nil)
	lines, status := startWatch(t, "--not-ready-for", "0s", "--until-ready", "--timeout", patience.String(), "--kubeconfig", kubeconfigThrough(t, c, g))
	seen := map[string]int{}
	hear(t, lines, seen, 1+2*len(all))
	want := map[string]int{"last Down ": 1, "last Recovered ": 1}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		all[name](func() { happen(t, c, name[:1], begin) })
		hear(t, lines, seen, 9)
		makeReady(t, c, "new"+name[:1])
		hear(t, lines, seen, 1)
		for _, one := range happened {
			want[strings.Replace(one, " ", name[:1]+" ", 1)] = 1
		}
	}
	makeReady(t, c, "last")
	for lines.Scan() {
		seen[transitionOf(t, lines)]++
	}
	if !maps.Equal(seen, want) {
		t.Errorf("reported\n%v\nwant\n%v", seen, want)
	}
	if got := <-status; got != 0 {
		t.Errorf("the status is %d, want 0: everything is Ready or gone", got)
	}
	noneLeft(t)
}

// happened is what happen and the recovery of the new node are to be reported as, once each.
var happened = []string{
	"saved Down ", "saved AttemptStarted Reboot", "saved AttemptFailed Reboot", "saved Recovered ",
	"lost Down ", "lost AttemptStarted Redeploy", "lost AttemptEnded Redeploy", "lost Removed ",
	"blink Down ", "blink Recovered ", "new Down ", "new Recovered ",
}

// happen saves a node, loses one, adds one that is down, and has one that was Ready down
// and up again.
func happen(t *testing.T, c *testenv.Cluster, suffix string, begin metav1.Time) {
	t.Helper()
	saved, lost, blink := "saved"+suffix, "lost"+suffix, "blink"+suffix
	at := func(s int) metav1.Time { return metav1.NewTime(begin.Add(time.Duration(s) * time.Second)) }
	down := corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: begin}
	load(t, c, []corev1.Node{nodeWith("new"+suffix, down)}, []corev1.Event{
		legacyEvent(saved, "NodeRebootStart", at(1)), legacyEvent(saved, "NodeRebootError", at(2)),
		legacyEvent(lost, "NodeRedeployStart", at(3)), legacyEvent(lost, "NodeRedeployEnd", at(4)),
		legacyEvent(blink, "NodeNotReady", metav1.Now()),
	})
	if err := c.Client().CoreV1().Nodes().Delete(t.Context(), lost, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	makeReady(t, c, saved)
	becomeReady(t, c, blink, metav1.NewTime(time.Now().Add(2*time.Second)))
}

// hear counts the next transitions.
func hear(t *testing.T, lines *bufio.Scanner, seen map[string]int, n int) {
	t.Helper()
	for range n {
		if !lines.Scan() {
			t.Fatalf("the watch ended; it reported %v", seen)
		}
		seen[transitionOf(t, lines)]++
	}
}

func transitionOf(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	var x diagnosis.Transition
	if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
		t.Fatalf("%v: %s", err, lines.Text())
	}
	return x.Node + " " + string(x.Change) + " " + string(x.Action)
}
