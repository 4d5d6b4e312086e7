package arm

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TLSFault is one way in which a host is not the one that it should be.
type TLSFault struct {
	// Name says what is wrong.
	Name string
	// change makes the certificate of it; nil is a host without TLS.
	change func(*x509.Certificate)
	// Unknown is true where the client does not trust the authority.
	Unknown bool
}

// TLSFaults returns the faults of certificates, and a host without TLS.
func TLSFaults() []TLSFault {
	return []TLSFault{
		{Name: "a certificate of another host", change: func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"proxy.example"} }},
		{Name: "an expired certificate", change: func(c *x509.Certificate) { c.NotBefore, c.NotAfter = day(2020), day(2021) }},
		{Name: "a certificate of the future", change: func(c *x509.Certificate) { c.NotBefore, c.NotAfter = day(2120), day(2121) }},
		{Name: "a certificate of an unknown authority", change: func(*x509.Certificate) {}, Unknown: true},
		{Name: "plain HTTP"},
	}
}

func day(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// BreakTLS puts a host with a fault in the place of the server, and returns what a client with the usual trust connects with.
func (s *Server) BreakTLS(t testing.TB, f TLSFault) *http.Transport {
	t.Helper()
	front := httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	front.Config.ErrorLog = log.New(io.Discard, "", 0)
	roots := x509.NewCertPool()
	if f.change == nil {
		front.Start()
	} else {
		certificate := selfSigned(t, f.change)
		front.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		front.StartTLS()
		if !f.Unknown {
			roots.AddCert(certificate.Leaf)
		}
	}
	t.Cleanup(func() { front.CloseClientConnections(); front.Close() })
	s.URL = "https" + strings.TrimPrefix(strings.TrimPrefix(front.URL, "https"), "http")
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
}

// selfSigned returns a certificate of this computer that is its own authority, with a change.
func selfSigned(t testing.TB, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fake"}, NotBefore: day(2020), NotAfter: day(2100), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	change(c)
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
