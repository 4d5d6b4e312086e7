package integration

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// lateLimit is the limit of a request where an answer is late; all others have a minute.
const lateLimit = 3 * time.Second

// ruin loads a cluster where each request that the program sends returns something that
// no other one does.
func ruin(t *testing.T, c *testenv.Cluster) (at time.Time) {
	t.Helper()
	begin := time.Now().Truncate(time.Second)
	after := func(minutes int) metav1.Time { return metav1.NewTime(begin.Add(time.Duration(minutes) * time.Minute)) }
	names := []string{"failed", "silent", "third"}
	nodes := []corev1.Node{readyNode("healthy"), readyNode("well")}
	var events []corev1.Event
	for i, name := range names {
		nodes = append(nodes, nodeWith(name, corev1.NodeCondition{
			Type: corev1.NodeReady, Status: corev1.ConditionUnknown, Reason: "NodeStatusUnknown", LastTransitionTime: after(10 + i),
		}))
		events = append(events, legacyEvent(name, "NodeNotReady", after(10+i)))
	}
	refused := legacyEvent("failed", "NodeRebootError", after(21))
	refused.Message = "Node auto-repair reboot action failed due to an operation failure: VMExtensionProvisioningError"
	load(t, c, nodes, append(events, legacyEvent("failed", "NodeRebootStart", after(20)), refused))
	createModern(t, c, modernEvent(metav1.NamespaceSystem, "third", "NodeReimageError", metav1.NewMicroTime(after(25).Time)))
	c.Lease(t, "failed", after(9).Time)
	return begin.Add(time.Hour)
}

// trial is one run of the program with one fault.
type trial struct {
	fault faults.Fault
	// line is the request that it strikes; empty strikes all.
	line string
	// once strikes only the first of these requests.
	once bool
}

func (tr trial) name() string {
	where, when := tr.line, "for good"
	if where == "" {
		where = "every request"
	}
	if tr.once {
		when = "once"
	}
	return fmt.Sprintf("%s, %s, at %s", tr.fault.Name, when, strings.ReplaceAll(where, "/", "|"))
}

func (tr trial) script(line string, earlier int) *faults.Fault {
	if (tr.line != "" && tr.line != line) || (tr.once && earlier > 0) {
		return nil
	}
	return &tr.fault
}

// trials returns all faults at each of the lines and, where that was not tried yet, at all.
func trials(lines []string, everywhere bool) []trial {
	var all []trial
	for _, fault := range faults.All() {
		for _, line := range lines {
			all = append(all, trial{fault: fault, line: line})
			if fault.Passing {
				all = append(all, trial{fault: fault, line: line, once: true})
			}
		}
		if everywhere {
			all = append(all, trial{fault: fault})
		}
	}
	return all
}

// scenarios are the ways to run the program, whose requests differ, and the protocols.
var scenarios = []struct {
	name  string
	http2 bool
	args  []string
	// only are the kinds of requests that are spoilt; none means all.
	only []string
}{
	{"all nodes over HTTP 2", true, nil, nil},
	{"one node over HTTP 1.1", false, []string{"failed"}, nil},
	{"the pods of all nodes over HTTP 1.1", false, []string{"--impact"}, []string{"pods", "poddisruptionbudgets"}},
}

// distinct leaves out requests that ask for the same as another one, of another object, and,
// where only is not empty, those of other kinds.
func distinct(lines, only []string) []string {
	var kept []string
	asked := map[string]bool{}
	for _, line := range lines {
		what := kindOf(line)
		if what == "events" {
			what = subjectOf(line)
		}
		if !asked[what] && (len(only) == 0 || slices.Contains(only, what)) {
			asked[what] = true
			kept = append(kept, line)
		}
	}
	return kept
}

func TestEveryFaultAtEveryRequestEndsInAGapOrInNothingLost(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c)
	runPod(t, c, "web", "failed")
	protect(t, c, "web", 1, 2)
	total := 0
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			bench := newFaultBench(t, c, s.http2, append([]string{"--at", at.Format(time.RFC3339)}, s.args...))
			all := trials(distinct(bench.lines, s.only), s.args == nil)
			total += len(all)
			for _, tr := range all {
				if !tr.fault.Late {
					t.Run(tr.name(), func(t *testing.T) { bench.judge(t, tr, bench.try(t, tr)) })
				}
			}
			t.Run("late", func(t *testing.T) { bench.tryLate(t, all) })
		})
	}
	if total < 200 {
		t.Errorf("%d combinations of a request and a fault, at least 200 were meant", total)
	}
}

// Where more nodes are down than are read at once, lists read them. What a fault keeps from
// a list is read node by node.
func TestEveryFaultAtAListOfNodesByNameLosesNothing(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c)
	var nodes []corev1.Node
	for i := range 17 {
		n := nodeWith(fmt.Sprintf("many-%02d", i), corev1.NodeCondition{
			Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: metav1.NewTime(at.Add(-time.Hour)),
		})
		n.Labels[corev1.LabelHostname] = n.Name
		nodes = append(nodes, n, readyNode("more-"+n.Name))
	}
	load(t, c, nodes, nil)
	for _, http2 := range []bool{true, false} {
		t.Run(fmt.Sprintf("HTTP 2 %t", http2), func(t *testing.T) {
			bench := newFaultBench(t, c, http2, []string{"--at", at.Format(time.RFC3339)})
			all := trials(distinct(bench.lines, []string{"nodes by name"}), false)
			if len(all) < len(faults.All()) {
				t.Fatalf("%d trials; the program asked for %q", len(all), bench.lines)
			}
			for _, tr := range all {
				if !tr.fault.Late {
					t.Run(tr.name(), func(t *testing.T) { bench.judge(t, tr, bench.try(t, tr)) })
				}
			}
			t.Run("late", func(t *testing.T) { bench.tryLate(t, all) })
		})
	}
}

func TestAServerThatRestartsMidwayCostsNothing(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c)
	bench := newFaultBench(t, c, true, []string{"--at", at.Format(time.RFC3339)})
	for after := range len(bench.lines) {
		t.Run(fmt.Sprintf("after %d requests", after), func(t *testing.T) {
			reset := slices.IndexFunc(faults.All(), func(f faults.Fault) bool { return f.Wide })
			seen := 0
			bench.proxy.Play(func(string, int) *faults.Fault {
				if seen++; seen == after+1 {
					return &faults.All()[reset]
				}
				return nil
			})
			r := bench.run(t, bench.kubeconfig, time.Minute)
			if r.status != 0 || r.stdout != bench.baseline.stdout {
				t.Errorf("the status is %d\n%s%s", r.status, r.stderr, r.stdout)
			}
			noneLeft(t)
		})
	}
}

func TestAServerThatGoesAwayMidwayLeavesWhatWasRead(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c)
	for _, http2 := range []bool{true, false} {
		for after := range 6 {
			t.Run(fmt.Sprintf("HTTP 2 %t, after %d requests", http2, after), func(t *testing.T) {
				bench := newFaultBench(t, c, http2, []string{"--at", at.Format(time.RFC3339)})
				seen := 0
				bench.proxy.Play(func(string, int) *faults.Fault {
					if seen++; seen == after+1 {
						bench.proxy.Refuse()
					}
					return nil
				})
				r := bench.run(t, bench.kubeconfig, time.Minute)
				if r.status != 1 || r.stderr == "" {
					t.Errorf("the status is %d\n%s%s", r.status, r.stderr, r.stdout)
				}
				bench.checkMessages(t, r)
				if r.stdout != "" {
					checkHonest(t, decode(t, bench.baseline.stdout), decode(t, r.stdout))
				}
				noneLeft(t)
			})
		}
	}
}

// checkHonest: a diagnosis with gaps still has a word on each node that the whole one
// lists, unless it says that the nodes are missing.
func checkHonest(t *testing.T, whole, got *diagnosis.Diagnosis) {
	t.Helper()
	if len(got.Gaps) == 0 {
		t.Error("no gap")
	}
	nodesMissing := slices.ContainsFunc(subjects(got), func(s string) bool { return s == "nodes" || strings.HasPrefix(s, "nodes,") })
	for _, f := range whole.Findings {
		if !nodesMissing && !slices.ContainsFunc(got.Findings, func(g diagnosis.Finding) bool { return g.Node == f.Node }) {
			t.Errorf("nothing is said of node %s, and the gaps are %q", f.Node, subjects(got))
		}
	}
}

// subjects returns what the gaps say is missing.
func subjects(d *diagnosis.Diagnosis) []string {
	var all []string
	for _, g := range d.Gaps {
		all = append(all, g.Subject())
	}
	return all
}
