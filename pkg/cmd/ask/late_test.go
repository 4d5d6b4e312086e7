package ask

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var began = time.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC)

// asker notes what it is asked, and answers a fact about each node, one about the cluster and a gap.
type asker struct {
	mutex sync.Mutex
	asked []string
}

func (a *asker) Enrich(_ context.Context, s *snapshot.Snapshot) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	names := slices.Clone(s.Selection.Names)
	for i := range s.Nodes {
		if name := s.Nodes[i].Name; !snapshot.Ready(&s.Nodes[i]) {
			names = append(names, name)
			s.Facts = append(s.Facts, snapshot.Fact{Node: name, Source: "azure-vm", Type: "PowerState", Status: "running"}, snapshot.Fact{Node: name, Source: "azure-activity-log", Type: snapshot.ReadType, Status: snapshot.ReadWhole})
		}
	}
	a.asked = append(a.asked, strings.Join(names, "+"))
	s.Facts = append(s.Facts, snapshot.Fact{Source: "azure-cluster", Type: "PowerState", Status: "Running"}, snapshot.Fact{Source: snapshot.ChangeSource, Type: "Delete", Message: "nat"})
	s.Gaps = append(s.Gaps, snapshot.Gap{Source: snapshot.SourceAzure, Subjects: []string{"locks"}, Reason: "No."})
}

// at returns a cluster in which nodes are NotReady since so many minutes.
func at(minute int, down map[string]int, ready ...string) *snapshot.Snapshot {
	s := &snapshot.Snapshot{TakenAt: began.Add(time.Duration(minute) * time.Minute), NodesListed: true}
	add := func(name string, status corev1.ConditionStatus, ago int) {
		s.Nodes = append(s.Nodes, corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{{
			Type: corev1.NodeReady, Status: status, LastTransitionTime: metav1.NewTime(s.TakenAt.Add(-time.Duration(ago) * time.Minute)),
		}}}})
	}
	for name, ago := range down {
		add(name, corev1.ConditionUnknown, ago)
	}
	for _, name := range ready {
		add(name, corev1.ConditionTrue, 0)
	}
	s.Scan = snapshot.Statuses(s.Nodes)
	return s
}

// Each finding is asked about once: at the start all that is down, later what has been so for long enough, and again only what
// was Ready in between.
func TestAWatchAsksOncePerFinding(t *testing.T) {
	source := &asker{}
	l := NewLate([]snapshot.Enricher{source}, 5*time.Minute)
	look := func(s *snapshot.Snapshot) *snapshot.Snapshot {
		l.Add(t.Context(), s)
		l.asking.Wait()
		return s
	}
	l.Start(t.Context(), at(0, map[string]int{"a": 1}, "b", "c"))
	look(at(1, map[string]int{"a": 2}, "b", "c"))
	look(at(2, map[string]int{"a": 3, "b": 1}, "c"))
	look(at(7, map[string]int{"a": 8, "b": 6}, "c"))
	last := look(at(8, map[string]int{"a": 9, "b": 7}, "c"))
	if want := []string{"a", "b"}; !slices.Equal(source.asked, want) {
		t.Fatalf("asked about %q, want %q", source.asked, want)
	}
	if len(last.Facts) != 6 || len(last.Gaps) != 1 {
		t.Errorf("the facts are %+v, the gaps %+v", last.Facts, last.Gaps)
	}
	if well := look(at(9, map[string]int{"b": 8}, "a", "c")); len(well.Facts) != 4 {
		t.Errorf("the facts about a node that is well are %+v", well.Facts)
	}
	look(at(20, map[string]int{"a": 6, "b": 19}, "c"))
	if want := []string{"a", "b", "a"}; !slices.Equal(source.asked, want) {
		t.Errorf("asked about %q, want %q", source.asked, want)
	}
	gone := at(21, map[string]int{"a": 7, "b": 20}, "c")
	gone.Events = []corev1.Event{{InvolvedObject: corev1.ObjectReference{Name: "d"}, Reason: "NodeRedeployEnd", LastTimestamp: metav1.NewTime(began)}}
	look(gone)
	if len(source.asked) != 4 {
		t.Errorf("a node that is gone was not asked about: %q", source.asked)
	}
}

// Of nodes that are named, those are named to a source that it is asked about: it says of each what it cannot see.
func TestAWatchNamesWhatItAsksAbout(t *testing.T) {
	source := &asker{}
	l := NewLate([]snapshot.Enricher{source}, 5*time.Minute)
	for _, s := range []*snapshot.Snapshot{at(0, map[string]int{"a": 1}, "b"), at(7, map[string]int{"a": 8, "b": 6})} {
		s.Selection.Names = []string{"a", "b"}
		if s.TakenAt.Equal(began) {
			l.Start(t.Context(), s)
		}
		l.Add(t.Context(), s)
		l.asking.Wait()
	}
	if want := []string{"a+a", "b+b"}; !slices.Equal(source.asked, want) {
		t.Errorf("asked about %q, want %q", source.asked, want)
	}
}

// That a source was read whole proves nothing of what AKS did afterwards.
func TestWhatWasReadWholeGrowsOld(t *testing.T) {
	l := NewLate([]snapshot.Enricher{&asker{}}, 0)
	l.Start(t.Context(), at(0, map[string]int{"a": 1, "b": 1}))
	s := at(10, map[string]int{"a": 11, "b": 11})
	s.Events = []corev1.Event{
		{InvolvedObject: corev1.ObjectReference{Name: "a"}, Reason: "NodeRebootStart", LastTimestamp: metav1.NewTime(began.Add(5 * time.Minute))},
		{InvolvedObject: corev1.ObjectReference{Name: "b"}, Reason: "NodeRebootStart", LastTimestamp: metav1.NewTime(began.Add(-5 * time.Minute))},
	}
	l.Add(t.Context(), s)
	whole := map[string]bool{}
	for _, f := range s.Facts {
		if f.Type == snapshot.ReadType {
			whole[f.Node] = true
		}
	}
	if whole["a"] || !whole["b"] {
		t.Errorf("read whole of %v", whole)
	}
}

// A watch does not wait for answers, and asks nothing else in the meantime.
func TestAWatchDoesNotWaitForAzure(t *testing.T) {
	release := make(chan struct{})
	slow := enricher(func(*snapshot.Snapshot) { <-release })
	l := NewLate([]snapshot.Enricher{slow}, 0)
	for range 3 {
		l.Add(t.Context(), at(10, map[string]int{"a": 5}))
	}
	close(release)
	l.asking.Wait()
}

type enricher func(*snapshot.Snapshot)

func (e enricher) Enrich(_ context.Context, s *snapshot.Snapshot) { e(s) }
