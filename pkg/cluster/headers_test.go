package cluster

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// client-go uses the transport of all of Go for an address without TLS, and makes one of its own for the others.
func TestEachClientTakesAMegabyteOfHeaders(t *testing.T) {
	for name, start := range map[string]func(*apiServer){
		"without TLS": func(*apiServer) {},
		"with TLS":    overTLS,
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			start(s)
			s.script = func(string, int) http.HandlerFunc {
				return func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 2<<20)) }
			}
			getter := getterFor(s.URL, "0")
			w, err := NewWatch(getter, LiveOptions{Now: snapshottest.TestTime})
			if err != nil {
				t.Fatal(err)
			}
			_, _, version := ServerVersion(t.Context(), getter, "")
			for client, err := range map[string]error{
				"reads":   w.live.client.Get().AbsPath("/api/v1/nodes").MaxRetries(0).Do(t.Context()).Error(),
				"watches": w.client.Get().AbsPath("/api/v1/nodes").MaxRetries(0).Do(t.Context()).Error(),
				"version": version,
			} {
				var over *bounds.Error
				if client != "version" && !errors.As(err, &over) || !strings.Contains(fmt.Sprint(err), "headers of more than 1 MiB") {
					t.Errorf("%s: %v", client, err)
				}
			}
		})
	}
}
