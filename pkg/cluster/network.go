package cluster

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http2"
	utilnet "k8s.io/apimachinery/pkg/util/net"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// explainNetwork says why no answer came, or none that could be read, and what to do.
func (t target) explainNetwork(err error) (reason, action string) {
	text := innermost(err)
	var dns *net.DNSError
	var unreadable *unreadableAnswer
	if plugin, ok := strings.CutPrefix(text, "getting credentials: "); ok {
		return fmt.Sprintf("The credential plugin of the kubeconfig failed: %s.", pluginError(plugin)),
			`Install it or log in again, for example with "az aks get-credentials" or "kubelogin".`
	}
	if refusal, ok := proxyError(err); ok {
		return fmt.Sprintf("The proxy on the way to %s gives no connection: %s.", t.server, refusal),
			"Check HTTPS_PROXY, NO_PROXY and the kubeconfig's proxy-url; a proxy that wants a login takes it in its address."
	}
	switch {
	case errors.Is(err, errNoAnswer):
		return fmt.Sprintf("%s has not answered yet.", t.server), "Check the network path to it, if that stays."
	case errors.As(err, &dns):
		return fmt.Sprintf("The name %s cannot be resolved (%s).", dns.Name, dns.Err),
			fmt.Sprintf("Check the VPN and DNS (the name of a private cluster resolves only inside its network), and that %s is the right cluster.", t)
	case timedOut(err) && t.timeout > 0:
		return fmt.Sprintf("There was no complete answer within %s, the limit of --request-timeout.", t.timeout),
			fmt.Sprintf("Allow more, for example --request-timeout=%s, or check the network path to %s.", max(2*t.timeout, 30*time.Second), t.server)
	case timedOut(err):
		return fmt.Sprintf("%s did not answer in time (%s).", t.server, text),
			"Check the network path to it: VPN, firewall, and the cluster's authorized IP ranges."
	case utilnet.IsConnectionRefused(err) || winsock(err, wsaRefused):
		return fmt.Sprintf("%s refuses connections.", t.server),
			fmt.Sprintf("Check that the cluster runs and that %s is the right one.", t)
	case noTLS(err):
		return fmt.Sprintf("What answers at %s speaks no TLS (%s).", t.server, text),
			"Check the address and the port of the server in the kubeconfig, and proxies."
	case untrusted(err):
		return fmt.Sprintf("The TLS connection to %s failed: %s.", t.server, text), trust(err)
	case cut(err):
		return fmt.Sprintf("The connection was cut before the answer was complete (%s).", text),
			fmt.Sprintf("Run the command again; if it stays, check proxies and load balancers before %s.", t.server)
	case errors.As(err, &unreadable):
		return fmt.Sprintf("The answer is not what Kubernetes sends (%s).", snapshot.OneLine(unreadable.err.Error())), t.inPlace()
	default:
		return fmt.Sprintf("There was no usable answer from %s: %s.", t.server, text),
			"Check the network path, proxies and the kubeconfig."
	}
}

// inPlace is what to do when somebody else seems to answer.
func (t target) inPlace() string {
	return fmt.Sprintf("A proxy or a login page seems to answer in place of %s: check HTTPS_PROXY, NO_PROXY, the VPN and the server address.", t)
}

// pluginError is what client-go says of a credential plugin, without its own advice; that
// of the kubeconfig stays.
func pluginError(text string) string {
	if strings.HasPrefix(text, "decoding stdout: ") || strings.HasSuffix(text, "/__internal") {
		return "what it printed is no credential"
	}
	what, advice, _ := strings.Cut(text, " It looks like you are trying to use a client-go credential plugin")
	if _, hint, ok := strings.Cut(advice, "#client-go-credential-plugins "); ok {
		what += ". " + hint
	}
	return what
}

// proxyError is why a proxy makes no connection, if there is one that was asked to: it
// cannot be reached, or answers with a status, of which net/http keeps the text alone.
func proxyError(err error) (text string, ok bool) {
	var way *net.OpError
	if errors.As(err, &way) && way.Op == "proxyconnect" {
		return snapshot.OneLine(way.Err.Error()), true
	}
	text = innermost(err)
	for code := http.StatusBadRequest; code <= http.StatusNetworkAuthenticationRequired; code++ {
		if text != "" && text == http.StatusText(code) {
			return fmt.Sprintf("%d %s", code, text), statusCode(err) == 0
		}
	}
	return "", false
}

// timedOut says whether time ran out, here or at the network.
func timedOut(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &timeout) && timeout.Timeout()) || winsock(err, wsaTimedOut)
}

// noTLS says whether the other side spoke something else than TLS.
func noTLS(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

// untrusted says whether no TLS connection came about.
func untrusted(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		host        x509.HostnameError
		alert       tls.AlertError
	)
	return errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &alert)
}

// trust is what to do about a certificate that is not accepted.
func trust(err error) string {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "Check the clock of this machine, and proxies that open TLS. Where the cluster's own certificate has expired, see https://learn.microsoft.com/azure/aks/certificate-rotation."
	case errors.As(err, &host):
		return "Check the server address and tls-server-name in the kubeconfig, and proxies that open TLS."
	default:
		return `Check the certificate authority in the kubeconfig ("az aks get-credentials" renews it), the server address, and proxies that open TLS.`
	}
}

// innermost is the text of an error without the address of the request, which the
// sentence around it names already, without the numbers of connections, which differ
// between requests that failed alike, in one line and without a full stop.
func innermost(err error) string {
	var request *url.Error
	var transfer *net.OpError
	var stream http2.StreamError
	switch {
	case errors.As(err, &stream):
		return "the stream was ended with " + stream.Code.String()
	case errors.As(err, &transfer) && (transfer.Op == "read" || transfer.Op == "write"):
		err = transfer.Err
	case errors.As(err, &request):
		err = request.Err
	}
	text := strings.TrimPrefix(snapshot.OneLine(err.Error()), "sending the request: ")
	if _, original, ok := strings.Cut(text, "Original error: "); ok {
		text = original
	}
	return strings.TrimSuffix(text, ".")
}
