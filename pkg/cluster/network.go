package cluster

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// explainNetwork says why no answer came, or none that could be read, and what to do.
func (t target) explainNetwork(err error) (reason, action string) {
	text := innermost(err)
	var dns *net.DNSError
	switch {
	case strings.Contains(text, "getting credentials: "):
		return fmt.Sprintf("The credential plugin of the kubeconfig failed: %s.", text),
			`Install it or log in again, for example with "az aks get-credentials" or "kubelogin".`
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
	case utilnet.IsConnectionRefused(err):
		return fmt.Sprintf("%s refuses connections.", t.server),
			fmt.Sprintf("Check that the cluster runs and that %s is the right one.", t)
	case untrusted(err):
		return fmt.Sprintf("The TLS connection to %s failed: %s.", t.server, text),
			`Check the certificate authority in the kubeconfig ("az aks get-credentials" renews it), the server address, and proxies that open TLS.`
	case cut(err):
		return fmt.Sprintf("The connection was cut before the answer was complete (%s).", text),
			fmt.Sprintf("Run the command again; if it stays, check proxies and load balancers before %s.", t.server)
	default:
		return fmt.Sprintf("There was no usable answer from %s: %s.", t.server, text),
			"Check the network path, proxies and the kubeconfig."
	}
}

// timedOut says whether time ran out, here or at the network.
func timedOut(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &timeout) && timeout.Timeout())
}

// untrusted says whether no TLS connection came about.
func untrusted(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		host        x509.HostnameError
		record      tls.RecordHeaderError
		alert       tls.AlertError
	)
	return errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &host) ||
		errors.As(err, &record) || errors.As(err, &alert) ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

// innermost is the text of an error without the address of the request, which the
// sentence around it names already, in one line and without a full stop.
func innermost(err error) string {
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	return strings.TrimSuffix(oneLine(err.Error()), ".")
}
