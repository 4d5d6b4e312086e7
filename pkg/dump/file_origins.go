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

// maxHeartbeatAge is how much older than the newest time of a dump the newest heartbeat of a
// file's Ready nodes may be. A kubelet without changes reports every five minutes.
// Source: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
// (nodeStatusReportFrequency).
const maxHeartbeatAge = 15 * time.Minute

// fileOrigins records of which clusters and of what time the files of a dump are.
type fileOrigins struct {
	// file is the one being read, fileCount how many were opened.
	file      string
	fileCount int
	clusters  sets.Set[string]
	// lastHeartbeat is the newest heartbeat of the Ready nodes of a file.
	lastHeartbeat map[string]time.Time
	// fileOfNode is the file that has the newest version of a node.
	fileOfNode map[string]string
}

func newFileOrigins() fileOrigins {
	return fileOrigins{clusters: sets.New[string](), lastHeartbeat: map[string]time.Time{}, fileOfNode: map[string]string{}}
}

// noteFile records the file that is read next.
func (o *fileOrigins) noteFile(file string) { o.file, o.fileCount = file, o.fileCount+1 }

// noteNode records the cluster and the heartbeat of a node.
func (o *fileOrigins) noteNode(n *corev1.Node) {
	if of := strings.ToLower(n.Labels[snapshot.LabelCluster]); of != "" && len(of) <= validation.LabelValueMaxLength {
		o.clusters.Insert(of)
	}
	if c := snapshot.ReadyCondition(n); c != nil && c.Status == corev1.ConditionTrue && !c.LastHeartbeatTime.IsZero() {
		o.lastHeartbeat[o.file] = snapshot.Later(o.lastHeartbeat[o.file], c.LastHeartbeatTime.Time)
	}
}

// mixedFileGaps returns the gaps for files that do not belong together, as of the time of the
// dump.
func (o *fileOrigins) mixedFileGaps(taken time.Time) []snapshot.Gap {
	var gaps []snapshot.Gap
	if len(o.clusters) > 1 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"which cluster a node belongs to"},
			Reason: fmt.Sprintf("The dump has nodes of %d clusters (by their label %s: %s), and nodes of different clusters can have one name.",
				len(o.clusters), snapshot.LabelCluster, strings.Join(sets.List(o.clusters), ", ")),
			Action: "Give the files of one cluster.",
		})
	}
	if o.fileCount < 2 {
		return gaps
	}
	var old []string
	oldest := taken
	for name, file := range o.fileOfNode {
		if heard, ok := o.lastHeartbeat[file]; ok && taken.Sub(heard) > maxHeartbeatAge {
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
			first, o.fileOfNode[first], duration.HumanDuration(taken.Sub(oldest))),
		Action: "Give files of one time, or judge with --at as of the older one.",
	})
}
