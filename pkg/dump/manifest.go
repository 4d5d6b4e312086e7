package dump

import (
	"encoding/json"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// ManifestAPIVersion and ManifestKind identify the manifest of saved evidence.
const (
	ManifestAPIVersion = "autorepair/v1alpha1"
	ManifestKind       = "Evidence"
)

func manifestKind() schema.GroupVersionKind {
	return schema.FromAPIVersionAndKind(ManifestAPIVersion, ManifestKind)
}

// Manifest is the first file of saved evidence. With the objects in the files beside it, it
// makes the snapshot again as it was.
type Manifest struct {
	metav1.TypeMeta `json:",inline"`
	// Version is that of the program that saved it.
	Version string `json:"version"`
	// Redacted is true when names and texts were replaced by tokens.
	Redacted bool `json:"redacted"`
	// Incomplete is true when the diagnosis has gaps.
	Incomplete bool `json:"incomplete,omitempty"`
	// Settings are the options of the diagnosis; this package does not look into them.
	Settings json.RawMessage `json:"settings,omitempty"`
	// Origin has the parts of the snapshot's origin; evidence that is older than it has none.
	Origin *snapshot.OriginParts `json:"origin,omitempty"`
	// Snapshot is the snapshot without the objects.
	Snapshot snapshot.Snapshot `json:"snapshot"`
}

// replay restores the saved snapshot, so that its diagnosis is the same. Names narrow it.
func (d Dump) replay(r *dumpReader) (*snapshot.Snapshot, error) {
	beside := r.collector.evidence.foreignFile()
	switch {
	case len(d.Filenames) > 1:
		return nil, errors.New("saved evidence stands alone: give one file, without others beside it")
	case beside != "":
		return nil, fmt.Errorf("saved evidence stands alone: give one file of it, without others such as %s beside it", beside)
	case d.Selection.Selector != "":
		return nil, errors.New("saved evidence cannot be narrowed by --selector: give names of nodes")
	}
	s := r.collector.manifest.Snapshot
	if origin := r.collector.manifest.Origin; origin != nil {
		s.Origin = snapshot.Origin(*origin)
	}
	s.Nodes, s.Events, s.Facts = r.collector.takeNodes(), r.collector.takeEvents(), r.collector.facts
	s.Settings, s.SavedBy = r.collector.manifest.Settings, snapshot.OneLine(r.collector.manifest.Version)
	if s.Impact != nil {
		replayImpact(s.Impact, s.Nodes, r.collector)
	} else if d.Impact {
		s.Gaps = append(s.Gaps, snapshot.Gap{Source: snapshot.SourcePods, Subjects: []string{snapshot.AllPods}, Reason: "The evidence was saved without --impact."})
	}
	kept := &r.collector.memory
	s.Gaps = append(append(s.Gaps, kept.droppedGaps()...), r.faults.faultGaps()...)
	s.NodesListed = s.NodesListed && !r.faults.nodesIncomplete && kept.droppedNodes == 0
	s.EventsListed = s.EventsListed && !r.faults.eventsIncomplete && kept.excessEvents+kept.droppedEvents == 0
	if !d.At.IsZero() {
		if err := clock.Given(&s, d.At); err != nil {
			return nil, err //nolint:wrapcheck // it is a sentence
		}
	}
	if s.TakenAt.IsZero() {
		return nil, errors.New("the manifest of the saved evidence does not say when it was saved: it was cut or changed")
	}
	if len(d.Selection.Names) > 0 {
		selectNodes(&s, d.Selection)
	}
	return &s, nil
}

// selectNodes keeps the nodes that a selection names. A node that the evidence scanned but does
// not hold was Ready or not asked for when it was saved.
func selectNodes(s *snapshot.Snapshot, selection snapshot.Selection) {
	saved := map[string]corev1.Node{}
	for _, n := range s.Nodes {
		saved[n.Name] = n
	}
	scanned := map[string]bool{}
	for _, n := range s.Scan {
		scanned[n.Name] = true
	}
	s.Nodes, s.Selection = nil, selection
	for _, name := range selection.SortedNames() {
		n, ok := saved[name]
		switch {
		case ok:
			s.Nodes = append(s.Nodes, n)
		case scanned[name]:
			s.Gaps = append(s.Gaps, snapshot.Gap{Source: snapshot.SourceNodes, Subjects: []string{"node " + name}, Reason: fmt.Sprintf("The node %s is not part of the saved evidence.", name)})
		}
	}
}
