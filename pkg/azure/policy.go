package azure

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// errStopped is for a request that is not sent, because an earlier one has shown that the credential is not
// accepted.
var errStopped = errors.New("the credential is not accepted")

// guard stands before everything else in the pipeline, and so before a token is fetched or sent: it lets
// only requests pass that read, to the one host that the token is for, and counts them.
type guard struct {
	endpoint *url.URL
	// query is the path of the only address that is asked, by POST: that of a query of Log Analytics, which only reads.
	// Without it everything is asked by GET.
	query string
	// diagnostics are the addresses, without the host, of boot diagnostics that are asked for by POST beside all GETs: their names are
	// the keys.
	diagnostics sync.Map
	sent        atomic.Int64
	stopped     atomic.Bool
}

// Do passes on what may be asked, and stops all that follows an answer that the credential is not accepted.
func (g *guard) Do(r *policy.Request) (*http.Response, error) {
	raw := r.Raw()
	switch {
	case g.stopped.Load():
		return nil, errStopped
	case !g.reads(raw):
		return nil, fmt.Errorf("the request was not sent: %s can change something", raw.Method)
	case !g.own(raw.URL):
		return nil, fmt.Errorf("the request was not sent: %s is not the host of the cloud", raw.URL.Host)
	}
	response, err := r.Next()
	var none *noCredentialError
	unsent := errors.As(err, &none)
	if !unsent {
		g.sent.Add(1)
	}
	if unsent || err == nil && response.StatusCode == http.StatusUnauthorized {
		g.stopped.Store(true)
	}
	return response, err //nolint:wrapcheck // the refusal says what it is
}

// reads says whether a request changes nothing.
func (g *guard) reads(r *http.Request) bool {
	if g.query == "" {
		_, asked := g.diagnostics.Load(r.URL.RequestURI())
		return r.Method == http.MethodGet || r.Method == http.MethodPost && asked && r.ContentLength == 0
	}
	return r.Method == http.MethodPost && r.URL.EscapedPath() == g.query && r.URL.RawQuery == ""
}

// own says whether an address is of the host that the token is for.
func (g *guard) own(u *url.URL) bool {
	return u.Scheme == g.endpoint.Scheme && u.Host == g.endpoint.Host && u.User == nil
}
