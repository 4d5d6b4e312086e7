package wording

import (
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// dimensionNames are what the dimensions of a common cause are called in a sentence.
var dimensionNames = map[string]string{
	"pool": "node pool", "zone": "zone", "instanceType": "instance type", "kubeletVersion": "kubelet version",
}

// CommonCause is "MASS FAILURE: 10 of 12 nodes of node pool user went down together."
func CommonCause(m *diagnosis.CommonCause) string {
	what := "nodes of the cluster"
	if name, ok := dimensionNames[m.Dimension]; ok {
		what = "nodes of " + name + " " + m.Value
	}
	return fmt.Sprintf("MASS FAILURE: %d of %d %s went down together. %s", m.Down, m.Total, what, Sentence(m.Title))
}
