package testenv

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// Restartable keeps the keys of the API server in a folder of the test, so that StopServer
// and StartServer can be used.
func Restartable(t testing.TB) Option {
	folder := t.TempDir()
	return func(s *envtest.APIServer) { s.CertDir = folder }
}

// StopServer ends the API server. etcd goes on, and keeps everything.
func (c *Cluster) StopServer(t testing.TB) {
	t.Helper()
	if err := c.env.ControlPlane.GetAPIServer().Stop(); err != nil {
		t.Fatalf("stopping the API server: %v", err)
	}
}

// StartServer starts a stopped API server at the address it had.
func (c *Cluster) StartServer(t testing.TB) {
	t.Helper()
	if err := c.env.ControlPlane.GetAPIServer().Start(); err != nil {
		t.Fatalf("starting the API server again: %v", err)
	}
	if err := c.connect(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Compact makes etcd forget everything but the present: whoever wants to watch from an
// earlier version on gets an error that it is gone, once the API server has been restarted.
func (c *Cluster) Compact(t testing.TB) {
	t.Helper()
	var now struct {
		Header struct {
			Revision string `json:"revision"`
		} `json:"header"`
	}
	c.etcd(t, "range", map[string]any{"key": "AA=="}, &now)
	c.etcd(t, "compaction", map[string]any{"revision": now.Header.Revision, "physical": true}, &struct{}{})
}

// etcd asks etcd by its JSON gateway.
// Source: https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
func (c *Cluster) etcd(t testing.TB, call string, question, answer any) {
	t.Helper()
	body, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.env.ControlPlane.Etcd.URL.String()+"/v3/kv/"+call, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatalf("asking etcd for a %s: %v", call, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("etcd answers a %s with %s", call, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatalf("reading the answer of etcd to a %s: %v", call, err)
	}
}
