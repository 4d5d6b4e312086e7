package azure

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// behindProxy is what to do where something else may answer in place of Azure.
const behindProxy = "Something may answer in place of Azure: check the proxy, HTTPS_PROXY, and the name server."

// tlsSentences says what is wrong with the connection to a host, and what to do. It is empty where TLS is not the fault.
func tlsSentences(failed *url.Error) (reason, action string) {
	host := "Azure's host"
	if u, err := url.Parse(failed.URL); err == nil && u.Host != "" { // the rest of it can be a secret
		host = u.Host
	}
	var other x509.HostnameError
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	switch {
	case errors.As(failed, &other):
		return "The certificate at " + host + " is that of another host" + named(other.Certificate) + ".", behindProxy
	case errors.As(failed, &invalid) && invalid.Reason == x509.Expired:
		return "The certificate at " + host + " is valid from " + day(invalid.Cert.NotBefore) + " to " + day(invalid.Cert.NotAfter) + ".", "Check the clock of this computer. " + behindProxy
	case errors.As(failed, &authority):
		return "The certificate at " + host + " is signed by an authority that this computer does not trust.",
			"Behind a proxy that inspects TLS, add its certificate authority to those of this computer; on Linux SSL_CERT_FILE names a file with it."
	case errors.Is(failed, http.ErrSchemeMismatch), errors.As(failed, &record):
		return host + " answers without TLS, and nothing is sent to it.", behindProxy
	default:
		return "", ""
	}
}

// named are the hosts that a certificate is for, as far as it is for some.
func named(c *x509.Certificate) string {
	const shown = 3
	if c == nil || len(c.DNSNames) == 0 {
		return ""
	}
	return ", " + strings.Join(c.DNSNames[:min(len(c.DNSNames), shown)], ", ")
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
