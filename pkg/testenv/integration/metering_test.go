package integration

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// meter stands between a client and the API server and counts what passes.
type meter struct {
	requests, bytes atomic.Int64

	mu   sync.Mutex
	sent []sent
}

// sent is a request that passed: its path with the query, and what it accepts.
type sent struct{ uri, accept, encoding string }

func (m *meter) note(r *http.Request) {
	m.requests.Add(1)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, sent{r.URL.RequestURI(), r.Header.Get("Accept"), r.Header.Get("Accept-Encoding")})
}

// reset forgets what has passed.
func (m *meter) reset() {
	m.requests.Store(0)
	m.bytes.Store(0)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = nil
}

// countingBody counts the bytes of an answer's body, as they are on the wire.
type countingBody struct {
	io.ReadCloser
	n *atomic.Int64
}

func (b countingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n.Add(int64(n))
	return n, err
}

// start puts the meter before the server of a kubeconfig and writes one that leads to the
// meter, which has the credentials: clients send none to a server without TLS.
func (m *meter) start(t testing.TB, kubeconfig string) string {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse(config.Host)
	if err != nil {
		t.Fatal(err)
	}
	transport, err := rest.TransportFor(config)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			m.note(r.In)
			r.SetURL(server)
		},
		Transport: transport,
		ModifyResponse: func(r *http.Response) error {
			r.Body = countingBody{ReadCloser: r.Body, n: &m.bytes}
			return nil
		},
	})
	t.Cleanup(front.Close)

	file := clientcmdapi.NewConfig()
	file.Clusters["meter"] = &clientcmdapi.Cluster{Server: front.URL}
	file.Contexts["meter"] = &clientcmdapi.Context{Cluster: "meter"}
	file.CurrentContext = "meter"
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		t.Fatal(err)
	}
	return path
}
