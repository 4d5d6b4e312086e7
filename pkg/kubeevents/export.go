package kubeevents

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxClusterID is the most bytes that an ID of a cluster may have; Azure's are shorter.
const maxClusterID = 1024

// Export counts what the rows of an export have and lack.
type Export struct {
	rows, normalRows int
	// withoutType counts rows without the type of the event, withoutMessage those without a
	// message.
	withoutType, withoutMessage int
	clusterIDs                  sets.Set[string]
}

// AddRow counts a row and the event made from it.
func (x *Export) AddRow(r Row, e *corev1.Event) {
	x.rows++
	switch e.Type {
	case corev1.EventTypeNormal:
		x.normalRows++
	case "":
		x.withoutType++
	}
	if !r.has("message") {
		x.withoutMessage++
	}
	if id := r["clusterid"]; id != "" && len(id) <= maxClusterID {
		if x.clusterIDs == nil {
			x.clusterIDs = sets.New[string]()
		}
		x.clusterIDs.Insert(strings.ToLower(id))
	}
}

// OnlyWarnings says whether there were rows, and none for an event of type Normal.
func (x *Export) OnlyWarnings() bool { return x.rows > 0 && x.normalRows == 0 }

// Gaps returns the gaps for what the rows leave out.
func (x *Export) Gaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	switch {
	case x.rows > 0 && x.withoutType == x.rows:
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"whether events of type Normal are missing"},
			Reason: "The export of KubeEvents does not have the column KubeEventType; Container Insights drops these events unless it is set to collect all.",
			Action: "Export that column too.",
		})
	case x.rows > 0 && x.normalRows == 0:
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"events of type Normal"},
			Reason: "The export of KubeEvents has none: Container Insights drops them unless it is set to collect all events.",
			Action: "For later, set collect_all_kube_events in the ConfigMap container-azm-ms-agentconfig.",
		})
	}
	return append(gaps, x.RowGaps()...)
}

// RowGaps returns the gaps for what the rows leave out of the events that they have.
func (x *Export) RowGaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	if x.withoutMessage > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"the texts of events, where the codes of errors are"},
			Reason: "The export of KubeEvents does not have the column Message.",
			Action: "Export that column too.",
		})
	}
	if len(x.clusterIDs) > 1 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"which cluster a node belongs to"},
			Reason: fmt.Sprintf("The export of KubeEvents has events of %d clusters, and nodes of different clusters can have one name.", len(x.clusterIDs)),
			Action: `Export one cluster: add "| where ClusterName == 'NAME'" to the query.`,
		})
	}
	return gaps
}
