package integration

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// wired is a way to a server, or to none, and what is said of it.
type wired struct {
	name string
	// change leads the kubeconfig there.
	change func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo)
	// script is what the server answers.
	script faults.Script
	// want are parts of the sentence.
	want []string
}

func TestAConnectionThatCannotBeMadeIsOneSentence(t *testing.T) {
	c := shared.Cluster(t)
	proxy := faults.Start(t, c.Config(), true)
	bench := &faultBench{cluster: c, proxy: proxy}
	for _, w := range append(badTLS(t), append(badRoutes(t), badCredentials(t)...)...) {
		t.Run(w.name, func(t *testing.T) {
			proxy.Play(w.script)
			r := bench.run(t, proxy.Kubeconfig(t, w.change), lateLimit)
			bench.checkMessages(t, r)
			if r.status != 1 || r.stdout != "" || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("the status is %d: %q\n%s", r.status, r.stdout, r.stderr)
			}
			for _, want := range w.want {
				if !strings.Contains(r.stderr, want) {
					t.Errorf("stderr does not say %q: %s", want, r.stderr)
				}
			}
			noneLeft(t)
		})
	}
}

// listen returns the address of a server that does something with each connection.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
		}
	}()
	return l.Addr().String()
}

func toServer(address string) func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {
	return func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) { c.Server = address }
}

func badTLS(t *testing.T) []wired {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	hangsUp := listen(t, func(c net.Conn) { _ = c.Close() })
	rubbish := listen(t, func(c net.Conn) {
		fmt.Fprint(c, "SSH-2.0-OpenSSH_9.6\r\n")
		_ = c.Close()
	})
	silent := listen(t, func(c net.Conn) { t.Cleanup(func() { _ = c.Close() }) })
	return []wired{
		{name: "an unknown authority", want: []string{"The TLS connection to", "unknown authority"},
			change: func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) { c.CertificateAuthorityData = nil }},
		{name: "a certificate for another name", want: []string{"The TLS connection to", "wrong.example", "tls-server-name"},
			change: func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) { c.TLSServerName = "wrong.example" }},
		{name: "a certificate that has expired", want: []string{"The TLS connection to", "has expired", "the clock of this machine"}, change: expiredServer(t)},
		{name: "no TLS at the server", want: []string{"speaks no TLS"}, change: toServer("https://" + plain.Listener.Addr().String())},
		{name: "no TLS at the client", want: []string{"400 Bad Request"},
			change: func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) {
				c.Server = strings.Replace(c.Server, "https:", "http:", 1)
			}},
		{name: "a server that hangs up", want: []string{"The connection was cut"}, change: toServer("https://" + hangsUp)},
		{name: "a server of another protocol", want: []string{"speaks no TLS"}, change: toServer("https://" + rubbish)},
		{name: "a server that is silent", want: []string{lateLimit.String(), "--request-timeout"}, change: toServer("https://" + silent)},
		{name: "an authority that is no certificate", want: []string{"cannot set up a connection", "check the address, the certificates"},
			change: func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) { c.CertificateAuthorityData = []byte("no PEM") }},
	}
}

// expiredServer leads to a server whose certificate, which is trusted, is of yesterday.
func expiredServer(t *testing.T) func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotBefore: now.AddDate(0, 0, -2), NotAfter: now.AddDate(0, 0, -1),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) {
		c.Server, c.TLSServerName = server.URL, "localhost"
		c.CertificateAuthorityData = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
}

func badRoutes(t *testing.T) []wired {
	closed := httptest.NewServer(nil)
	closed.Close()
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", "Basic")
		http.Error(w, "<html>Sign in</html>", http.StatusProxyAuthRequired)
	}))
	t.Cleanup(login.Close)
	through := func(proxy string) func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {
		return func(c *clientcmdapi.Cluster, _ *clientcmdapi.AuthInfo) { c.ProxyURL = proxy }
	}
	return []wired{
		// Whether a resolver answers at all depends on the host.
		{name: "a name that cannot be resolved", want: []string{"nowhere.invalid"}, change: toServer("https://nowhere.invalid")},
		{name: "a port where nobody listens", want: []string{"refuses connections"}, change: toServer(closed.URL)},
		{name: "a proxy that is not there", want: []string{"The proxy on the way to", "connection refused", "proxy-url"}, change: through(closed.URL)},
		{name: "a proxy whose name cannot be resolved", want: []string{"The proxy on the way to", "nowhere.invalid"}, change: through("http://nowhere.invalid:3128")},
		{name: "a proxy that wants a login", want: []string{"The proxy on the way to", "407 Proxy Authentication Required"}, change: through(login.URL)},
	}
}

// execPlugin makes a credential plugin of a script.
func execPlugin(t *testing.T, script string) func(*clientcmdapi.Cluster, *clientcmdapi.AuthInfo) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plugin")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return func(_ *clientcmdapi.Cluster, user *clientcmdapi.AuthInfo) {
		user.Exec = &clientcmdapi.ExecConfig{
			Command: path, APIVersion: "client.authentication.k8s.io/v1", InteractiveMode: clientcmdapi.NeverExecInteractiveMode,
		}
	}
}

// expiredToken returns what a credential plugin prints that has only an old token.
func expiredToken() string {
	old := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	return `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"old","expirationTimestamp":"` + old + `"}}'` + "\n"
}

func badCredentials(t *testing.T) []wired {
	everything := func(name string) faults.Script {
		for _, f := range faults.All() {
			if f.Name == name {
				return func(string, int) *faults.Fault { return &f }
			}
		}
		t.Fatalf("there is no fault %q", name)
		return nil
	}
	const failed = "The credential plugin of the kubeconfig failed"
	return []wired{
		{name: "an expired token of a credential plugin", change: execPlugin(t, expiredToken()), script: everything("401"),
			want: []string{"401 Unauthorized", "kubelogin"}},
		{name: "a credential plugin that fails", change: execPlugin(t, "exit 3\n"), want: []string{failed, "kubelogin"}},
		{name: "a credential plugin that prints rubbish", change: execPlugin(t, "echo hello\n"), want: []string{failed, "no credential"}},
		{name: "a credential plugin that prints nothing", change: execPlugin(t, "true\n"), want: []string{failed, "no credential"}},
		{name: "a credential plugin that is not there", want: []string{failed, "no-such-plugin not found. Get it from example.com."},
			change: func(_ *clientcmdapi.Cluster, user *clientcmdapi.AuthInfo) {
				user.Exec = &clientcmdapi.ExecConfig{Command: "no-such-plugin", InstallHint: "Get it from example.com.", APIVersion: "client.authentication.k8s.io/v1", InteractiveMode: clientcmdapi.NeverExecInteractiveMode}
			}},
	}
}

func TestAnExpiredTokenThatTheServerTakesIsUsed(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c)
	bench := newFaultBench(t, c, true, []string{"--at", at.Format(time.RFC3339)})
	r := bench.run(t, bench.proxy.Kubeconfig(t, execPlugin(t, expiredToken())), time.Minute)
	if r.status != 0 || r.stdout != bench.baseline.stdout {
		t.Errorf("the status is %d\n%s%s", r.status, r.stderr, r.stdout)
	}
	noneLeft(t)
}
