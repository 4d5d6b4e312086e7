package kubeevents

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The columns of a query that makes one row of all samples of a span. Computer, Pool, Ready and
// CreationTimeStamp are beside them.
const (
	columnFrom       = "from"
	columnLastSample = "lastsample"
)

// errInventory is the error for rows of KubeNodeInventory that do not say whether the node is Ready.
var errInventory = errors.New("the columns Computer, Status and LastTransitionTimeReady of KubeNodeInventory are not all there: export them too")

// IsSummary says whether a row has the columns of a query that summarises KubeNodeInventory.
func (r Row) IsSummary() bool { return r.has(columnFrom) && r.has(columnLastSample) }

// NodeSpan returns the span of a row of KubeNodeInventory, which is one sample of a node, or of a query
// that summarises that table; nil for a row of another table. The error is for columns that are missing,
// and for times that are none.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubenodeinventory
func (r Row) NodeSpan() (*history.Span, error) {
	s := history.Span{Node: cmp.Or(r["computer"], r["node"]), Samples: 1}
	from, last := "lasttransitiontimeready", columnTime
	switch {
	case r.IsSummary():
		from, last = columnFrom, columnLastSample
		s.Ready = strings.EqualFold(r["ready"], "true")
		s.Pool = r["pool"]
		if n := r.count("samples"); n >= 1 && n < 1e9 {
			s.Samples = n
		}
	case !r.has(from) && !r.isInventory():
		return nil, nil //nolint:nilnil // a row of another table is no span, and no fault
	case !r.has(from) || !r.has("status"):
		return nil, errInventory
	default:
		// Status is the list of the types of conditions that are True; "Ready" can be a part of others.
		s.Ready = slices.Contains(strings.Split(strings.ReplaceAll(r["status"], " ", ""), ","), "Ready")
		s.Pool = poolOf(r["labels"])
	}
	if s.Node == "" {
		return nil, errInventory
	}
	var err error
	if s.From, err = parseTime(r[from]); err == nil {
		s.LastSample, err = parseTime(r[last])
	}
	if err == nil {
		s.NodeCreated, err = parseTime(r["creationtimestamp"])
	}
	switch {
	case err != nil:
		return nil, err
	case s.LastSample.IsZero():
		return nil, fmt.Errorf("a sample of %s has no time", s.Node)
	case s.From.IsZero() || s.From.After(s.LastSample):
		s.From = s.LastSample // all that is known is that it was so then
	}
	return &s, nil
}

// isInventory says whether a row has columns that only KubeNodeInventory has.
func (r Row) isInventory() bool { return r.has("kubeletversion") || r.has("kubernetesproviderid") }

// poolOf returns the node pool in the labels of a node, which the table has as JSON: a list with one object.
func poolOf(text string) string {
	var labels []map[string]string
	if json.Unmarshal([]byte(text), &labels) != nil || len(labels) == 0 {
		return ""
	}
	return cmp.Or(labels[0][snapshot.LabelPool], labels[0]["agentpool"])
}
