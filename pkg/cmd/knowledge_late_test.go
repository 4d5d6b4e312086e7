package cmd_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

// gated passes requests on to a server of a node that is down once gate lets it, and counts them.
func gated(t *testing.T, requests *atomic.Int32, gate func()) (config string) {
	t.Helper()
	behind, err := url.Parse(nodesServer(t, node("n1", false)))
	if err != nil {
		t.Fatal(err)
	}
	pass := httputil.NewSingleHostReverseProxy(behind)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		gate()
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return kubeconfig(t, map[string]string{"broken": server.URL})
}

func TestTheTableIsLoadedWhileTheServerAnswers(t *testing.T) {
	asked, loading := make(chan struct{}), make(chan struct{})
	ask, load := sync.OnceFunc(func() { close(asked) }), sync.OnceFunc(func() { close(loading) })
	wait := func(c <-chan struct{}, missing string) {
		select {
		case <-c:
		case <-time.After(20 * time.Second):
			t.Error(missing)
		}
	}
	var requests, looks atomic.Int32
	config := gated(t, &requests, func() {
		ask()
		wait(loading, "the table is not loaded while the server is waited for")
	})
	var out, errOut bytes.Buffer
	status := cmd.Main(cmd.System{
		Args:    []string{"kubectl-autorepair", "diagnose", "--kubeconfig", config},
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut},
		Context: t.Context(),
		Now:     func() time.Time { return now },
		Getenv: func(name string) string {
			// The first look finds no files of the user's own, the second is where loading begins.
			if name == "KUBECTL_AUTOREPAIR_KNOWLEDGE" && looks.Add(1) == 2 {
				wait(asked, "the table is loaded before a request is sent")
				load()
			}
			return ""
		},
		Terminal: func(any) (int, bool) { return 0, false },
	})
	if status != 0 || !strings.Contains(out.String(), "n1") {
		t.Errorf("status %d\n%s%s", status, out.String(), errOut.String())
	}
}

func TestAFaultInOwnKnowledgeCostsNoRequest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.yaml")
	if err := os.WriteFile(file, []byte("entries: [{code: 1, nonsense: 2}]"), 0o600); err != nil {
		t.Fatal(err)
	}
	var requests atomic.Int32
	config := gated(t, &requests, func() {})
	status, stdout, stderr := run(t, "diagnose", "--kubeconfig", config, "--knowledge", file)
	if status != 1 || stdout != "" || !strings.Contains(stderr, "this knowledge cannot be used") || requests.Load() != 0 {
		t.Errorf("status %d after %d requests\n%s%s", status, requests.Load(), stdout, stderr)
	}
}
