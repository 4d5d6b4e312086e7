package dump

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// labelCluster is the label that AKS gives to all nodes of a cluster: the resource group
// they are in.
const labelCluster = "kubernetes.azure.com/cluster"

// maxMomentApart is how much older than the newest time of a dump the newest word of its
// Ready nodes may be. A kubelet speaks every five minutes, if it has nothing to say.
// Source: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
// (nodeStatusReportFrequency).
const maxMomentApart = 15 * time.Minute

// mix is what tells the files of a dump apart: of which clusters they are, and when.
type mix struct {
	// file is the one being read, the last of so many.
	file     string
	files    int
	clusters sets.Set[string]
	// heard is when the Ready nodes of a file last spoke.
	heard map[string]time.Time
	// from is the file that the newest form of a node is from.
	from map[string]string
}

func newMix() mix {
	return mix{clusters: sets.New[string](), heard: map[string]time.Time{}, from: map[string]string{}}
}

// open takes note of the file that is read next.
func (m *mix) open(file string) { m.file, m.files = file, m.files+1 }

// add takes note of a node.
func (m *mix) add(n *corev1.Node) {
	if of := strings.ToLower(n.Labels[labelCluster]); of != "" && len(of) <= validation.LabelValueMaxLength {
		m.clusters.Insert(of)
	}
	if c := snapshot.ReadyCondition(n); c != nil && c.Status == corev1.ConditionTrue && !c.LastHeartbeatTime.IsZero() {
		m.heard[m.file] = later(m.heard[m.file], c.LastHeartbeatTime.Time)
	}
}

// gaps are that the files do not belong together, seen from the time of the dump.
func (m *mix) gaps(taken time.Time) []snapshot.Gap {
	var gaps []snapshot.Gap
	if len(m.clusters) > 1 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"which cluster a node belongs to"},
			Reason: fmt.Sprintf("The dump has nodes of %d clusters (by their label %s: %s), and nodes of different clusters can have one name.",
				len(m.clusters), labelCluster, strings.Join(sets.List(m.clusters), ", ")),
			Action: "Give the files of one cluster.",
		})
	}
	if m.files < 2 {
		return gaps
	}
	var old []string
	oldest := taken
	for name, file := range m.from {
		if heard, ok := m.heard[file]; ok && taken.Sub(heard) > maxMomentApart {
			old = append(old, name)
			if heard.Before(oldest) {
				oldest = heard
			}
		}
	}
	if len(old) == 0 {
		return gaps
	}
	first := slices.Min(old)
	return append(gaps, snapshot.Gap{
		Source: snapshot.SourceFiles, Subjects: []string{fmt.Sprintf("the state of %d of the nodes at %s, the newest time of the dump", len(old), taken.UTC().Format(time.RFC3339))},
		Reason: fmt.Sprintf("The newest that is known of them, such as %s in %s, is up to %s older: since then they may have been repaired or removed.",
			first, m.from[first], duration.HumanDuration(taken.Sub(oldest))),
		Action: "Give files of one time, or judge with --at as of the older one.",
	})
}
