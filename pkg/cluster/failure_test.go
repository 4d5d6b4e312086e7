package cluster

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/http2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// scanGap is the gap of a snapshot whose scan met a fault.
func scanGap(t *testing.T, fault http.HandlerFunc) snapshot.Gap {
	t.Helper()
	s := newAPIServer(t)
	s.script = onLines("nodes", fault)
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshottest.Take(t, live)
	if len(got.Gaps) != 1 {
		t.Fatalf("gaps %v, want one", got.Gaps)
	}
	return got.Gaps[0]
}

func TestEachFaultOfTheServerHasItsSentence(t *testing.T) {
	for name, c := range map[string]struct {
		fault          http.HandlerFunc
		reason, action string
	}{
		"401":               {unauthorized(), "not accepted (401 Unauthorized)", "az aks get-credentials"},
		"403":               {forbidden("nodes", ""), `The server refuses it (403 Forbidden): nodes is forbidden: User "dev" cannot list`, "list nodes in the whole cluster"},
		"403 of a proxy":    {plain(403, "text/html", "<html>denied"), "The answer is a web page (403 Forbidden), not what", "HTTPS_PROXY"},
		"404":               {plain(404, "text/plain", "404 page not found"), "does not know this path (404 Not Found)", "is the address of a Kubernetes API server"},
		"410":               {expired(), "(410 Gone)", "Run the command again"},
		"429":               {plain(429, "text/plain", "no"), "(429 Too Many Requests)", "in a minute."},
		"429 for hours":     {plain(429, "text/plain", "no", "Retry-After", "7200"), "(429 Too Many Requests)", "in 2h0m0s, as the server asks."},
		"500":               {broken(), "The server failed (500 Internal Server Error): Internal error occurred: io: read/write on closed pipe.", "/readyz"},
		"502 with a page":   {plain(502, "text/html", "<html><h1>Bad gateway"), "The answer is a web page (502 Bad Gateway), not what", "HTTPS_PROXY"},
		"503":               {plain(503, "text/plain", "etcd is\nmoving\n"), "The server failed (503 Service Unavailable): etcd is moving.", "/readyz"},
		"418":               {plain(418, "text/plain", "teapot"), "The server answered 418 I'm a teapot: teapot.", "Kubernetes API server"},
		"redirect":          {plain(302, "text/html", "", "Location", "https://login.example/"), "a redirect (302 Found), which is not followed", "HTTPS_PROXY"},
		"login page":        {plain(200, "text/html; charset=utf-8", "<html>Log in"), "a web page (text/html)", "HTTPS_PROXY"},
		"some other JSON":   {plain(200, "application/json", `{"hello":"world"}`), "The answer is not what Kubernetes sends (Object 'Kind' is missing", "HTTPS_PROXY"},
		"another kind":      {plain(200, "application/json", `{"kind":"Node","apiVersion":"v1"}`), "The answer is a Node, not what Kubernetes sends", "HTTPS_PROXY"},
		"not even JSON":     {plain(200, "application/json", `hello`), "The answer is not what Kubernetes sends (couldn't get version/kind", "HTTPS_PROXY"},
		"no content type":   {plain(200, "application/; =", "{}"), "The answer is not what Kubernetes sends (its content type is not valid).", "HTTPS_PROXY"},
		"cut in the body":   {cutInAnswer, "cut before the answer was complete (unexpected EOF).", "proxies and load balancers"},
		"cut before a byte": {cutBeforeAnswer, "cut before the answer was complete (EOF)", "proxies and load balancers"},
	} {
		t.Run(name, func(t *testing.T) {
			gap := scanGap(t, c.fault)
			snapshottest.Equal(t, "subject", gap.Subject(), "nodes")
			snapshottest.Contains(t, gap.Reason, c.reason)
			snapshottest.Contains(t, gap.Action, c.action)
			checkSentences(t, gap.Reason, gap.Action)
		})
	}
}

// checkSentences holds what is true of every reason and action.
func checkSentences(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.HasSuffix(text, ".") || strings.HasSuffix(text, "..") || strings.ContainsAny(text, "\n\r\t<") {
			t.Errorf("%q is no sentence in one line", text)
		}
	}
}

// pluginAdvice is what client-go puts behind the error of a plugin that is not there.
const pluginAdvice = "\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n\n" +
	"To learn more about this feature, consult the documentation available at:\n" +
	"      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins"

// windows is a fault as package net has it there, by the number of Winsock.
func windows(op, call string, number syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, number)}
}

func TestEachFaultOfTheNetworkHasItsSentence(t *testing.T) {
	at := func(err error) error { return &url.Error{Op: "Get", URL: "https://prod/api/v1/nodes", Err: err} }
	server := target{context: "prod", server: "https://prod:443"}
	patient := target{server: "https://prod:443", timeout: 10 * time.Second}
	for name, c := range map[string]struct {
		target         target
		err            error
		reason, action string
	}{
		"name":          {server, at(&net.DNSError{Name: "prod", Err: "no such host"}), "The name prod cannot be resolved (no such host).", "private cluster"},
		"refused":       {server, at(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), "https://prod:443 refuses connections.", "context prod"},
		"dial timeout":  {server, at(&net.DNSError{Name: "prod", Err: "i/o timeout", IsTimeout: true}), "cannot be resolved", "DNS"},
		"no answer":     {server, at(context.DeadlineExceeded), "did not answer in time (context deadline exceeded)", "authorized IP ranges"},
		"our limit":     {patient, at(context.DeadlineExceeded), "within 10s, the limit of --request-timeout", "--request-timeout=30s"},
		"authority":     {server, at(x509.UnknownAuthorityError{}), "The TLS connection to https://prod:443 failed: x509", "certificate authority"},
		"no TLS":        {server, at(tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}), "speaks no TLS (tls: first record", "the port of the server"},
		"plain HTTP":    {server, at(errors.New("http: server gave HTTP response to HTTPS client")), "speaks no TLS (http: server gave HTTP", "the port of the server"},
		"other name":    {server, at(x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"other"}}, Host: "prod"}), "The TLS connection to https://prod:443 failed: x509", "tls-server-name"},
		"expired":       {server, at(&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}), "The TLS connection to https://prod:443 failed: tls", "the clock of this machine"},
		"plugin":        {server, at(errors.New("getting credentials: exec: executable kubelogin not found" + pluginAdvice)), "The credential plugin of the kubeconfig failed: exec: executable kubelogin not found.", "kubelogin"},
		"its own hint":  {server, at(errors.New("getting credentials: exec: executable x not found" + pluginAdvice + "\n\nInstall x.\n")), "exec: executable x not found. Install x.", "kubelogin"},
		"no credential": {server, at(errors.New("getting credentials: decoding stdout: couldn't get version/kind")), "failed: what it printed is no credential.", "log in again"},
		"proxy":         {server, at(&net.OpError{Op: "proxyconnect", Net: "tcp", Err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}), "The proxy on the way to https://prod:443 gives no connection: dial: connection refused.", "proxy-url"},
		"proxy's login": {server, at(errors.New("Proxy Authentication Required")), "gives no connection: 407 Proxy Authentication Required.", "HTTPS_PROXY"},
		"stream":        {server, fmt.Errorf("reading: %w", http2.StreamError{StreamID: 7, Code: http2.ErrCodeInternal}), "cut before the answer was complete (the stream was ended with INTERNAL_ERROR).", "again"},
		"read":          {server, &net.OpError{Op: "read", Net: "tcp", Addr: &net.TCPAddr{Port: 4711}, Err: syscall.ECONNRESET}, "complete (connection reset by peer).", "again"},
		"HTTP 2 closed": {server, at(errors.New("http2: client connection force closed via ClientConn.Close")), "cut before the answer", "Run the command again"},
		"reset":         {server, at(syscall.ECONNRESET), "cut before the answer", "Run the command again"},
		"WSA refused":   {server, at(windows("dial", "connectex", 10061)), "https://prod:443 refuses connections.", "context prod"},
		"WSA timed out": {server, at(windows("dial", "connectex", 10060)), "https://prod:443 did not answer in time", "authorized IP ranges"},
		"WSA cut":       {server, windows("read", "wsarecv", 10053), "cut before the answer was complete (wsarecv: ", "Run the command again"},
		"WSA reset":     {server, windows("read", "wsarecv", 10054), "cut before the answer was complete (wsarecv: ", "Run the command again"},
		"unexpected":    {server, at(errors.New("something odd.")), "no usable answer from https://prod:443: something odd.", "proxies"},
	} {
		t.Run(name, func(t *testing.T) {
			failed := c.target.explain(request{resource: "nodes"}, fmt.Errorf("sending the request: %w", c.err))
			snapshottest.Contains(t, failed.reason, c.reason)
			snapshottest.Contains(t, failed.action, c.action)
			checkSentences(t, failed.reason, failed.action)
			snapshottest.Contains(t, failed.Error(), "cannot list nodes. "+failed.reason)
			snapshottest.Equal(t, "keeps its cause", errors.Is(failed, c.err), true)
		})
	}
}

func TestRequestTimeoutIsHonouredAndNamed(t *testing.T) {
	s := newAPIServer(t)
	s.script = everywhere(slow)
	live, err := NewLive(getterFor(s.URL, "50ms"), LiveOptions{Now: snapshottest.TestTime})
	if err != nil {
		t.Fatal(err)
	}
	_, err = live.Snapshot(context.Background())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "within 50ms, the limit of --request-timeout", "--request-timeout=30s")
	snapshottest.Equal(t, "requests", len(s.requests()), 3)
}

func TestUnreachableServerIsNamed(t *testing.T) {
	s := newAPIServer(t)
	live, _ := newTestLive(t, s, LiveOptions{})
	s.Close()
	_, err := live.Snapshot(context.Background())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "cannot list nodes. "+s.URL+" refuses connections.", "context prod")
}

func TestForeignTextIsCutToALine(t *testing.T) {
	status := metav1.Status{Code: 500, Message: "a\n\tb " + strings.Repeat("ö", snapshot.MaxText)}
	failed := target{server: "s"}.explain(request{resource: "nodes"}, &apierrors.StatusError{ErrStatus: status})
	snapshottest.Contains(t, failed.reason, "a b ööö")
	if len(failed.reason) > snapshot.MaxText+100 || strings.ContainsRune(failed.reason, '�') {
		t.Errorf("%q is not cut well", failed.reason)
	}
}

func TestReadsThatFailForOneReasonShareAGap(t *testing.T) {
	var failures []*failure
	for i, reason := range []string{"x.", "y.", "x."} {
		failures = append(failures, &failure{request: request{resource: "nodes", name: fmt.Sprint("n", i)}, reason: reason, err: io.EOF})
	}
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(gapsOf(failures)), "node n0, node n2 | node n1")
}

func TestTheTokenIsShownToNoServerThatARedirectNames(t *testing.T) {
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(other.Close)
	redirect := plain(http.StatusTemporaryRedirect, "text/html", "", "Location", other.URL)
	scanGap(t, redirect)
	snapshottest.Equal(t, "the other server was asked", asked, false)

	server := httptest.NewServer(redirect)
	t.Cleanup(server.Close)
	if _, _, err := ServerVersion(t.Context(), getterFor(server.URL, "0"), "test"); err == nil || asked {
		t.Errorf("for the version the other server was asked (%t), and the error is %v", asked, err)
	}
}
