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

// explainNetwork returns why no answer came, or none that could be decoded, and what to do.
func (t target) explainNetwork(err error) (reason, action string) {
	text := innermostText(err)
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
	case errors.Is(err, errNoEnd):
		return fmt.Sprintf("%s has begun to answer, but the list has not ended yet.", t.server),
			"If that stays, check the load of the API server, and proxies on the way to it."
	case errors.As(err, &dns):
		return fmt.Sprintf("The name %s cannot be resolved (%s).", dns.Name, dns.Err),
			fmt.Sprintf("Check the VPN and DNS (the name of a private cluster resolves only inside its network), and that %s is the right cluster.", t)
	case isTimeout(err) && t.timeout > 0:
		return fmt.Sprintf("There was no complete answer within %s, the limit of --request-timeout.", t.timeout),
			fmt.Sprintf("Allow more, for example --request-timeout=%s, or check the network path to %s.", max(2*t.timeout, 30*time.Second), t.server)
	case isTimeout(err):
		return fmt.Sprintf("%s did not answer in time (%s).", t.server, text),
			"Check the network path to it: VPN, firewall, and the cluster's authorized IP ranges."
	case utilnet.IsConnectionRefused(err) || isWinsock(err, wsaRefused):
		return fmt.Sprintf("%s refuses connections.", t.server),
			fmt.Sprintf("Check that the cluster runs and that %s is the right one.", t)
	case isNotTLS(err):
		return fmt.Sprintf("What answers at %s speaks no TLS (%s).", t.server, text),
			"Check the address and the port of the server in the kubeconfig, and proxies."
	case isUntrusted(err):
		return fmt.Sprintf("The TLS connection to %s failed: %s.", t.server, text), certificateAction(err)
	case isConnectionCut(err):
		return fmt.Sprintf("The connection was cut before the answer was complete (%s).", text),
			fmt.Sprintf("Run the command again; if it stays, check proxies and load balancers before %s.", t.server)
	case errors.As(err, &unreadable):
		return fmt.Sprintf("The answer is not what Kubernetes sends (%s).", snapshot.OneLine(unreadable.err.Error())), t.impostorAction()
	default:
		return fmt.Sprintf("There was no usable answer from %s: %s.", t.server, text),
			"Check the network path, proxies and the kubeconfig."
	}
}

// impostorAction says what to do if something other than the API server seems to answer.
func (t target) impostorAction() string {
	return fmt.Sprintf("A proxy or a login page seems to answer in place of %s: check HTTPS_PROXY, NO_PROXY, the VPN and the server address.", t)
}

// pluginError returns client-go's error for a credential plugin without client-go's advice; the
// advice of the kubeconfig stays.
func pluginError(text string) string {
	if strings.HasPrefix(text, "decoding stdout: ") || strings.HasSuffix(text, "/__internal") {
		return "what it printed is no credential"
	}
	text = strings.TrimSuffix(text, " (Client.Timeout exceeded while awaiting headers)")
	what, advice, _ := strings.Cut(text, " It looks like you are trying to use a client-go credential plugin")
	if _, hint, ok := strings.Cut(advice, "#client-go-credential-plugins "); ok {
		what += ". " + hint
	}
	return what
}

// proxyError returns why a proxy makes no connection; ok is false for other errors. The proxy
// cannot be reached, or answers with a status, of which net/http keeps only the text.
func proxyError(err error) (text string, ok bool) {
	var way *net.OpError
	if errors.As(err, &way) && way.Op == "proxyconnect" {
		return snapshot.OneLine(way.Err.Error()), true
	}
	text = innermostText(err)
	for code := http.StatusBadRequest; code <= http.StatusNetworkAuthenticationRequired; code++ {
		if text != "" && text == http.StatusText(code) {
			return fmt.Sprintf("%d %s", code, text), statusCode(err) == 0
		}
	}
	return "", false
}

// isTimeout says whether a time limit ended the request, of the client or of the network.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &timeout) && timeout.Timeout()) || isWinsock(err, wsaTimedOut)
}

// isNotTLS says whether the other side does not use TLS.
func isNotTLS(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

// isUntrusted says whether the TLS handshake failed.
func isUntrusted(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		host        x509.HostnameError
		alert       tls.AlertError
	)
	return errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &alert)
}

// certificateAction says what to do about a certificate that is not accepted.
func certificateAction(err error) string {
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

// innermostText returns the text of an error in one line without a full stop. It leaves out the
// address of the request, which the sentence around it names, and the numbers of connections,
// which differ between requests that failed for the same reason.
func innermostText(err error) string {
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
