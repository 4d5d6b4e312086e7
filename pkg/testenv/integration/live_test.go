package integration

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// recorder keeps the requests that a live source sends.
type recorder struct {
	mu   sync.Mutex
	urls []*url.URL
	next http.RoundTripper
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.urls = append(r.urls, request.URL)
	r.mu.Unlock()
	return r.next.RoundTrip(request)
}

// count is how many requests for the path have the query parameter.
func (r *recorder) count(path, parameter string) int {
	n := 0
	for _, u := range r.urls {
		if u.Path == path && u.Query().Has(parameter) {
			n++
		}
	}
	return n
}

// flags returns the kubeconfig flags with one file, recorded by r if it is not nil.
func flags(kubeconfig string, r *recorder) *genericclioptions.ConfigFlags {
	f := genericclioptions.NewConfigFlags(false)
	f.KubeConfig = &kubeconfig
	f.WrapConfigFn = func(c *rest.Config) *rest.Config {
		if r != nil {
			c.Wrap(func(next http.RoundTripper) http.RoundTripper {
				r.next = next
				return r
			})
		}
		return c
	}
	return f
}

// readLive takes a snapshot as the owner of the kubeconfig.
func readLive(ctx context.Context, kubeconfig string, r *recorder, o cluster.LiveOptions) (*snapshot.Snapshot, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	live, err := cluster.NewLive(flags(kubeconfig, r), o)
	if err != nil {
		return nil, err
	}
	return live.Snapshot(ctx)
}

// mustRead is readLive for a snapshot that has to succeed.
func mustRead(t *testing.T, kubeconfig string, r *recorder, o cluster.LiveOptions) *snapshot.Snapshot {
	t.Helper()
	s, err := readLive(t.Context(), kubeconfig, r, o)
	if err != nil {
		t.Fatalf("reading the cluster: %v", err)
	}
	return s
}

// diagnose judges a snapshot by the table that is shipped.
func diagnose(t *testing.T, s *snapshot.Snapshot, o repair.Options) *diagnosis.Diagnosis {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatalf("reading the table: %v", err)
	}
	return repair.Examine(s, table, o).Diagnosis()
}

// finding returns what a diagnosis says of a node.
func finding(t *testing.T, d *diagnosis.Diagnosis, node string) *diagnosis.Finding {
	t.Helper()
	for i := range d.Findings {
		if d.Findings[i].Node == node {
			return &d.Findings[i]
		}
	}
	t.Fatalf("the diagnosis has no finding on %s; it has %+v", node, d.Findings)
	return nil
}

// nodeNames returns the names of the nodes that a snapshot has in full.
func nodeNames(s *snapshot.Snapshot) []string {
	var names []string
	for i := range s.Nodes {
		names = append(names, s.Nodes[i].Name)
	}
	return names
}
