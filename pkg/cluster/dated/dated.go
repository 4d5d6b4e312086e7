// Package dated has the answers of an API server show its clock.
package dated

import (
	"net/http"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// Wrap makes a transport note the Date of each answer of a server.
func Wrap(s *clock.Server) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper { return transport{s, next} }
}

type transport struct {
	server *clock.Server
	next   http.RoundTripper
}

// RoundTrip sends a request.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answered := t.server.Ask()
	answer, err := t.next.RoundTrip(r)
	if err == nil {
		answered(answer.Header.Get("Date"))
	}
	return answer, err //nolint:wrapcheck // a transport changes no error
}

// WrappedRoundTripper returns the transport behind this one.
func (t transport) WrappedRoundTripper() http.RoundTripper { return t.next }
