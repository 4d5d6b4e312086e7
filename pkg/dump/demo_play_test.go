package dump

import (
	"reflect"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// played starts a Play and returns what it shows so long after its start.
func played(t *testing.T, selection snapshot.Selection) (p *Play, after func(time.Duration) *snapshot.Snapshot) {
	t.Helper()
	now := snapshottest.TestTime()
	p = NewPlay(selection, func() time.Time { return now })
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p, func(d time.Duration) *snapshot.Snapshot {
		now = snapshottest.TestTime().Add(d)
		return p.Snapshot()
	}
}

func TestAPlayBeginsBeforeTheIncidentAndEndsAsTheSample(t *testing.T) {
	p, after := played(t, snapshot.Selection{})
	first := after(0)
	snapshottest.Equal(t, "nodes that are down at the start", len(snapshot.NotReady(first.Scan)), 0)
	snapshottest.Equal(t, "events at the start", len(first.Events), 0)
	for _, n := range first.Nodes {
		if len(n.Spec.Taints) > 0 {
			t.Errorf("%s has the taints of its outage before it", n.Name)
		}
	}
	sample := snapshottest.Take(t, NewDemo(DemoIncident, snapshot.Selection{}, time.Time{}, false))
	snapshottest.Equal(t, "start", sample.TakenAt.Sub(first.TakenAt), PlayLength)
	if last := after(PlayLength / PlaySpeed); !reflect.DeepEqual(last, sample) {
		t.Errorf("the end is\n%+v\nand the sample\n%+v", last, sample)
	}
	snapshottest.Equal(t, "has ended with its last picture", p.Ended(), false)
	snapshottest.Equal(t, "time stands still", after(PlayLength/PlaySpeed+lastPicture).TakenAt, sample.TakenAt)
	snapshottest.Equal(t, "has ended a while later", p.Ended(), true)
}

func TestAPlayShowsNothingBeforeItsTimeAndLosesNothing(t *testing.T) {
	_, after := played(t, snapshot.Selection{})
	sample := snapshottest.Take(t, NewDemo(DemoIncident, snapshot.Selection{}, time.Time{}, false))
	for second := time.Duration(0); second <= PlayLength/PlaySpeed; second += time.Second {
		s, want := after(second), 0
		for i := range sample.Events {
			if !snapshot.LastSeen(&sample.Events[i]).After(s.TakenAt) {
				want++
			}
		}
		snapshottest.Equal(t, "events at "+s.TakenAt.String(), len(s.Events), want)
		for i := range sample.Nodes {
			down := !snapshot.Ready(&sample.Nodes[i]) && !snapshot.ReadyChanged(&sample.Nodes[i]).After(s.TakenAt)
			snapshottest.Equal(t, s.Nodes[i].Name+" is down at "+s.TakenAt.String(), !snapshot.Ready(&s.Nodes[i]), down)
			for _, c := range s.Nodes[i].Status.Conditions {
				if c.LastHeartbeatTime.After(s.TakenAt) || c.LastTransitionTime.After(s.TakenAt) {
					t.Errorf("%s has a condition of a later time than %s: %+v", s.Nodes[i].Name, s.TakenAt, c)
				}
			}
		}
	}
}

func TestAPlayIsOfTheNodesThatWereAskedFor(t *testing.T) {
	const name = "aks-user-15776247-vmss000004"
	_, after := played(t, snapshot.Selection{Names: []string{name}})
	s := after(0)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(s.Nodes), name)
	snapshottest.Equal(t, "lines of the scan", len(s.Scan), 6)
	_, after = played(t, snapshot.Selection{Selector: "agentpool=user"})
	snapshottest.Equal(t, "lines of the scan of a pool", len(after(0).Scan), 3)
	err := NewPlay(snapshot.Selection{Selector: "=="}, time.Now).Start(t.Context())
	if err == nil || !strings.Contains(err.Error(), `the label selector "==" is not valid`) {
		t.Errorf("a bad selector gives %v", err)
	}
}

// TestWhatIsOfALaterTimeIsLeftOut has what the sample does not: a node that was made later, another
// condition that changed later, and facts with times.
func TestWhatIsOfALaterTimeIsLeftOut(t *testing.T) {
	at := func(m int) metav1.Time { return metav1.NewTime(snapshottest.Minute(m)) }
	old, newer := snapshottest.Node("a", corev1.ConditionTrue), snapshottest.Node("b", corev1.ConditionTrue)
	old.CreationTimestamp, newer.CreationTimestamp = at(-9), at(2)
	old.Status.Conditions = []corev1.NodeCondition{
		{Type: corev1.NodeReady, Status: corev1.ConditionTrue, LastTransitionTime: at(-8)},
		{Type: corev1.NodeDiskPressure, Status: corev1.ConditionTrue, LastTransitionTime: at(2)},
	}
	whole := &snapshot.Snapshot{Nodes: []corev1.Node{old, newer}, TakenAt: snapshottest.Minute(9), Facts: []snapshot.Fact{
		{Type: "Always"}, {Type: "Later", Time: snapshottest.Minute(2)}, {Type: "Lasting", Time: snapshottest.Minute(0), Until: snapshottest.Minute(2)},
	}}
	then := asOf(whole, snapshot.Selection{}, snapshottest.Minute(1))
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(then.Nodes), "a")
	snapshottest.Equal(t, "conditions", len(then.Nodes[0].Status.Conditions), 1)
	if want := []snapshot.Fact{{Type: "Always"}, {Type: "Lasting", Time: snapshottest.Minute(0)}}; !reflect.DeepEqual(then.Facts, want) {
		t.Errorf("facts are %+v, want %+v", then.Facts, want)
	}
	snapshottest.Equal(t, "conditions of the whole, which stays as it is", len(whole.Nodes[0].Status.Conditions), 2)
}
