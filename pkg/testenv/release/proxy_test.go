package release

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// downloads serves the files of releases under the addresses that the manifests name, and
// returns the environment that leads a program there: a proxy on loopback which answers in
// place of github.com, and the authority of its certificate.
func downloads(t *testing.T, dists map[string]string) []string {
	t.Helper()
	certificate, authority := certificateFor(t, "github.com")
	files := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ours := strings.CutPrefix(r.URL.Path, strings.TrimSuffix(strings.TrimPrefix(published, "https://github.com"), ".git")+"/releases/download/")
		dist, known := dists[path.Dir(rest)]
		if !ours || !known {
			http.NotFound(w, r)
			return
		}
		http.ServeFile(w, r, filepath.Join(dist, path.Base(rest)))
	}))
	files.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	files.StartTLS()
	t.Cleanup(files.Close)
	proxy := httptest.NewServer(tunnel(files.Listener.Addr().String()))
	t.Cleanup(proxy.Close)
	return []string{"HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + authority}
}

// tunnel returns a proxy that connects everybody who asks for github.com to one address, and
// nobody to anything else.
func tunnel(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		hijacker, ok := w.(http.Hijacker)
		if r.Method != http.MethodConnect || r.Host != "github.com:443" || !ok {
			http.Error(w, "only github.com is here", http.StatusForbidden)
			return
		}
		var dialer net.Dialer
		server, err := dialer.DialContext(r.Context(), "tcp", address)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		client, _, err := hijacker.Hijack()
		if err != nil {
			_ = server.Close()
			return
		}
		_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
		go pour(server, client)
		go pour(client, server)
	}
}

// pour copies until either side ends, and closes both.
func pour(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
	_ = from.Close()
}

// certificateFor makes a certificate that is its own authority, and the file of that.
func certificateFor(t *testing.T, host string) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
