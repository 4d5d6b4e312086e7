package cluster

import (
	"net/http"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// As many rows as twice the nodes that are down are enough to see that most are not.
func TestAnOutageThatDoesNotGoByALabelCostsFewRows(t *testing.T) {
	for name, c := range map[string]struct {
		down, ready int
		noVersion   bool
		known, rows int
	}{
		"most are down":                 {4, 3, false, 7, 7},
		"one more is well":              {4, 4, false, 0, 8},
		"nearly all are well":           {4, 400, false, 0, 8},
		"all are down":                  {4, 0, false, 4, 4},
		"no version, most are down":     {4, 3, true, 7, 7},
		"no version, nearly all are up": {4, 400, true, 0, 404},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes, s.noVersion = alike("user - -", c.down, c.ready), c.noVersion
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "nodes of the pool", count(got.Scan, poolLabel, "user"), c.known)
			rows, _ := s.tables.Load(poolLabel + "=user")
			snapshottest.Equal(t, "rows", rows, any(c.rows))
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
		})
	}
}

// A server that does not answer for the version of the scan is asked for what it has.
func TestWhatIsSharedIsKnownWithoutTheVersionOfTheScanToo(t *testing.T) {
	tooLarge := &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: http.StatusGatewayTimeout, Reason: metav1.StatusReasonTimeout, Message: "Too large resource version: 4711",
		Details: &metav1.StatusDetails{RetryAfterSeconds: 1, Causes: []metav1.StatusCause{{Type: metav1.CauseTypeResourceVersionTooLarge}}},
	}}
	table := `{"kind":"Table","metadata":{"continue":"x"},"columnDefinitions":[{"name":"Name"},{"name":"Status"}],"rows":[{"cells":["user-east-1-D4-00","NotReady"]}]}`
	for name, answer := range map[string]http.HandlerFunc{
		"it knows no such match":    status(apierrors.NewBadRequest("resourceVersionMatch is forbidden")),
		"its cache is behind":       status(tooLarge),
		"a table that is not whole": plain(http.StatusOK, "application/json", table),
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = alike("user east-1 D4", 5, 4)
			s.script = func(line string, _ int) http.HandlerFunc {
				if strings.Contains(line, "resourceVersionMatch") {
					return answer
				}
				return nil
			}
			live, waited := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "nodes of the pool", count(got.Scan, poolLabel, "user"), 9)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
			snapshottest.Equal(t, "waits", len(*waited), 0)
			snapshottest.Equal(t, "requests", len(s.requests()), 3+5+2*3)
		})
	}
}
