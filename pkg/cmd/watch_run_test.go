package cmd

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// scripted is a cluster with one node, "a", whose state follows from the time since
// the start. Time is that of the bubble.
type scripted struct {
	start time.Time
	// down is when the node went down before the start, ready when it is Ready again after it.
	down, ready time.Duration
	// failed is when a reboot of the node failed after the start, lost and back when the
	// events could not be seen; 0 is never.
	failed, lost, back time.Duration
	// again is when the node is NotReady again after it was Ready.
	again time.Duration
	// blind and sight are since when and until when the nodes cannot be listed.
	blind, sight time.Duration
}

func (s *scripted) Start(context.Context) error {
	s.start = time.Now()
	return nil
}

func (s *scripted) Snapshot() *snapshot.Snapshot {
	now := time.Now()
	elapsed := now.Sub(s.start)
	n := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "a", CreationTimestamp: metav1.NewTime(s.start.Add(-24 * time.Hour))}}
	ready := corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: metav1.NewTime(s.start.Add(-s.down))}
	if s.ready > 0 && elapsed >= s.ready {
		ready.Status, ready.LastTransitionTime = corev1.ConditionTrue, metav1.NewTime(s.start.Add(s.ready))
	}
	if s.again > 0 && elapsed >= s.again {
		ready.Status, ready.LastTransitionTime = corev1.ConditionUnknown, metav1.NewTime(s.start.Add(s.again))
	}
	n.Status.Conditions = []corev1.NodeCondition{ready}
	snap := &snapshot.Snapshot{
		Nodes: []corev1.Node{n}, NodesListed: true, EventsListed: true, TakenAt: now, Origin: snapshot.Origin{Text: "test"},
		Scan:   []snapshot.NodeStatus{{Name: "a", Ready: snapshot.Ready(&n)}, {Name: "b", Ready: true}},
		Events: []corev1.Event{nodeEvent("NodeNotReady", "", s.start.Add(-s.down))},
	}
	if s.failed > 0 && elapsed >= s.failed {
		snap.Events = append(snap.Events, nodeEvent("NodeRebootError", "operation failure: VMRedeploymentFailed", s.start.Add(s.failed)))
	}
	if s.again > 0 && elapsed >= s.again {
		snap.Events = append(snap.Events, nodeEvent("NodeReady", "", s.start.Add(s.ready)))
	}
	if s.lost > 0 && elapsed >= s.lost && elapsed < s.back {
		snap.Gaps, snap.EventsListed = []snapshot.Gap{{Subjects: []string{"changes of events"}, Reason: "No answer."}}, false
	}
	if elapsed >= s.blind && elapsed < s.sight {
		snap.Nodes, snap.Scan, snap.NodesListed, snap.Gaps = nil, nil, false, []snapshot.Gap{{Subjects: []string{"nodes"}, Reason: "No answer."}}
	}
	return snap
}

func nodeEvent(reason, message string, at time.Time) corev1.Event {
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: reason},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "a"},
		Reason:         reason, Message: message, LastTimestamp: metav1.NewTime(at),
	}
}

// outcome is what a watch wrote, when it ended and with what.
type outcome struct {
	out, errOut string
	took        time.Duration
	err         error
}

// watch runs a watch of a story in a bubble, where time passes when nobody has anything to do.
func watch(t *testing.T, story scripted, change func(*watchOptions, *System)) outcome {
	t.Helper()
	var got outcome
	synctest.Test(t, func(t *testing.T) {
		var out, errOut bytes.Buffer
		sys := System{
			Streams: genericiooptions.IOStreams{Out: &out, ErrOut: &errOut}, Now: time.Now, Context: t.Context(),
			Getenv: func(string) string { return "" }, Terminal: func(any) (int, bool) { return 0, false },
		}
		o := &watchOptions{cluster: &story, clock: clock.RealClock{}, interval: watchInterval}
		if change != nil {
			change(o, &sys)
		}
		o.view = cmp.Or(o.view, view.Lines(sys.Streams, printer.Style{}))
		table, err := knowledge.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		d := &diagnoseOptions{options: repair.Options{NotReadyFor: 5 * time.Minute}, progress: newProgress(sys), watch: o, keep: &keepFlags{}, door: &door{}}
		begin := time.Now()
		err = d.runWatch(sys.Context, sys, table)
		got = outcome{out.String(), errOut.String(), time.Since(begin), err}
	})
	return got
}

func untilReady(o *watchOptions, _ *System) { o.untilReady = true }

func TestAWatchReportsEachChangeInItsTimeAndEndsWhenAllIsReady(t *testing.T) {
	got := watch(t, scripted{down: 4 * time.Minute, failed: 8 * time.Minute, ready: 20 * time.Minute}, func(o *watchOptions, _ *System) {
		o.cluster.(*scripted).down = 6 * time.Minute
		o.untilReady = true
	})
	equal(t, "lines", strings.Join(lines(got.out), "\n"), strings.Join([]string{
		"a NotReady for 6m: Suppressed: NotDueYet",
		"a is now NotAttempted (before: Suppressed)",
		"a reboot failed (round 1): VMRedeploymentFailed",
		"a Ready again after 26m",
	}, "\n"))
	equal(t, "stderr", got.errOut, "note: watching test; nodes: 2, NotReady for more than 5m: 1\n"+
		"note: no node that was listed is down any more; Ready again: 1, removed: 0, NotReady for more than 5m: 0\n")
	equal(t, "took", got.took, 20*time.Minute)
	if got.err != nil {
		t.Errorf("ended with %v", got.err)
	}
}

func TestANodeCrossesTheThresholdWithoutAnyEvent(t *testing.T) {
	got := watch(t, scripted{down: time.Minute}, func(o *watchOptions, _ *System) { o.timeout = 5 * time.Minute })
	equal(t, "lines", strings.Join(lines(got.out), "\n"), "a NotReady for 5m1s: Suppressed: NotDueYet")
	equal(t, "took", got.took, 5*time.Minute)
}

func TestAWatchEndsAtOnceWhenNothingIsListed(t *testing.T) {
	got := watch(t, scripted{down: time.Minute, ready: time.Hour}, untilReady)
	equal(t, "took", got.took, 0)
	equal(t, "lines", got.out, "")
	equal(t, "stderr", got.errOut, "note: watching test; nodes: 2, NotReady for more than 5m: 0, for less: 1\n"+
		"note: there is nothing to wait for; nodes: 2, NotReady for more than 5m: 0, for less: 1\n")
}

func TestATimeoutNamesWhatIsStillDown(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute}, func(o *watchOptions, _ *System) { o.untilReady, o.timeout = true, 90*time.Second })
	equal(t, "took", got.took, 90*time.Second)
	equal(t, "error", fmt.Sprint(got.err), "the time of --timeout, 1m30s, is over; still NotReady: a")
}

func TestATimeoutReportsWhatIsKnownThen(t *testing.T) {
	for name, tc := range map[string]struct {
		story scripted
		want  string
	}{
		"the nodes were never listed":   {scripted{down: 12 * time.Minute, sight: time.Hour}, "the nodes could not be listed"},
		"the nodes are out of sight":    {scripted{down: 12 * time.Minute, blind: time.Minute, sight: time.Hour}, "the nodes could not be listed; NotReady when they were last seen: a"},
		"down again, not yet for long":  {scripted{down: 12 * time.Minute, ready: time.Minute, again: 2 * time.Minute}, "still NotReady: a"},
		"Ready again":                   {scripted{down: 12 * time.Minute, ready: time.Minute}, "every node that was listed is Ready or gone, NotReady for more than 5m: 0"},
		"nothing is down for that long": {scripted{down: time.Minute}, "every node that was listed is Ready or gone, NotReady for more than 5m: 0, for less: 1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := watch(t, tc.story, func(o *watchOptions, _ *System) { o.timeout = 150 * time.Second })
			equal(t, "error", fmt.Sprint(got.err), "the time of --timeout, 2m30s, is over; "+tc.want)
		})
	}
}

func TestAnInterruptedWatchEndsAsInterrupted(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute}, func(_ *watchOptions, sys *System) {
		ctx, cancel := context.WithCancel(sys.Context)
		time.AfterFunc(time.Minute, cancel)
		sys.Context = ctx
	})
	equal(t, "context's error", errors.Is(got.err, context.Canceled), true)
	equal(t, "took", got.took, time.Minute)
}

func TestALossIsReportedOnceAndThatItIsOverToo(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute, lost: time.Minute, back: 2 * time.Minute}, func(o *watchOptions, _ *System) { o.timeout = 3 * time.Minute })
	equal(t, "stderr", got.errOut, "note: watching test; nodes: 2, NotReady for more than 5m: 1\n"+
		"warning: not seen: changes of events: No answer.\nnote: seen again: changes of events\n")
	equal(t, "lines", strings.Join(lines(got.out), "\n"), "a NotReady for 12m: NotAttempted")
}

func TestJSONIsOneObjectALine(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute, failed: time.Minute, ready: 2 * time.Minute}, func(o *watchOptions, sys *System) {
		o.view, o.untilReady = view.JSON(sys.Streams), true
	})
	schema, err := validator.NewCompiler().Compile("../diagnosis/schema/autorepair-v1alpha1.json")
	if err != nil {
		t.Fatal(err)
	}
	var changes []string
	for line := range strings.Lines(got.out) {
		document, err := validator.UnmarshalJSON(strings.NewReader(line))
		if err == nil {
			err = schema.Validate(document)
		}
		if err != nil {
			t.Errorf("%v: %s", err, line)
		}
		var x diagnosis.Transition
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		equal(t, "type", x.APIVersion+" "+x.Kind, "autorepair/v1alpha1 Transition")
		changes = append(changes, string(x.Change))
	}
	equal(t, "changes", strings.Join(changes, " "), "Down AttemptFailed Recovered")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

func TestAWatchThatNobodyReadsEnds(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute}, func(_ *watchOptions, sys *System) { sys.Streams.Out = brokenPipe{} })
	if got.err == nil || !strings.Contains(got.err.Error(), "nobody reads") {
		t.Errorf("ended with %v", got.err)
	}
}
