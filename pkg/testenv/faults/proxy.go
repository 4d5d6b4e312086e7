package faults

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Script chooses the answer to a request: one of All, or nil for the server's own. It
// gets the request's line and how many requests of that line came before.
type Script func(line string, earlier int) *Fault

// Proxy forwards requests to an API server, with a script that may answer in its place. It
// is safe for concurrent use.
type Proxy struct {
	front  *httptest.Server
	server http.Handler

	mu     sync.Mutex
	script Script
	lines  []string
}

// connection is the key of a request's connection in its context.
type connection struct{}

// Start puts a proxy before the server of a configuration until the test is over. It speaks
// TLS, and HTTP/2 if that is asked for.
func Start(t testing.TB, config *rest.Config, http2 bool) *Proxy {
	t.Helper()
	target, err := url.Parse(config.Host)
	if err != nil {
		t.Fatalf("reading the address of the server: %v", err)
	}
	transport, err := rest.TransportFor(config)
	if err != nil {
		t.Fatalf("making the proxy's way to the server: %v", err)
	}
	silent := log.New(io.Discard, "", 0)
	p := &Proxy{server: &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport: transport, ErrorLog: silent,
	}}
	p.front = httptest.NewUnstartedServer(p)
	p.front.EnableHTTP2 = http2
	p.front.Config.ErrorLog = silent
	p.front.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, connection{}, c)
	}
	p.front.StartTLS()
	t.Cleanup(func() {
		p.Drop()
		p.front.Close()
	})
	return p
}

// Play sets the script, nil for none, and forgets the requests so far.
func (p *Proxy) Play(s Script) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script, p.lines = s, nil
}

// Lines returns the requests since the last Play in the order of their arrival: paths with
// their queries, the parameters in order, without the timeout and with "N" for a resource
// version, which differs between two runs.
func (p *Proxy) Lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.lines...)
}

// Drop closes all connections, as a server does that ends.
func (p *Proxy) Drop() { p.front.CloseClientConnections() }

// Refuse closes the door for good: connections are refused from now on.
func (p *Proxy) Refuse() {
	_ = p.front.Listener.Close()
	p.Drop()
}

// ServeHTTP answers as the script says.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if fault := p.choose(r); fault != nil {
		fault.answer(w, r, p.server)
		return
	}
	p.server.ServeHTTP(w, r)
}

func (p *Proxy) choose(r *http.Request) *Fault {
	p.mu.Lock()
	line, earlier := line(r), 0
	for _, l := range p.lines {
		if l == line {
			earlier++
		}
	}
	p.lines = append(p.lines, line)
	script := p.script
	p.mu.Unlock()
	if script == nil {
		return nil
	}
	return script(line, earlier)
}

// line returns a request as Lines returns it.
func line(r *http.Request) string {
	parameters := r.URL.Query()
	parameters.Del("timeout")
	if parameters.Get("resourceVersionMatch") != "" {
		parameters.Set("resourceVersion", "N")
	}
	query, err := url.QueryUnescape(parameters.Encode()) // Encode sorts
	if err != nil || query == "" {
		return r.URL.Path
	}
	return r.URL.Path + "?" + query
}

// Kubeconfig writes a kubeconfig for the proxy, with the context "faulty", after change has
// had its way with it, and returns its path.
func (p *Proxy) Kubeconfig(t testing.TB, change func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo)) string {
	t.Helper()
	const name = "faulty"
	file := clientcmdapi.NewConfig()
	file.Clusters[name] = &clientcmdapi.Cluster{
		Server: strings.Replace(p.front.URL, "127.0.0.1", "localhost", 1), TLSServerName: "example.com",
		CertificateAuthorityData: certificate(p.front),
	}
	file.AuthInfos[name] = &clientcmdapi.AuthInfo{}
	if change != nil {
		change(file.Clusters[name], file.AuthInfos[name])
	}
	file.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	file.CurrentContext = name
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		t.Fatalf("writing the kubeconfig of the proxy: %v", err)
	}
	return path
}
