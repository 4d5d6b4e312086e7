package azure

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
)

// maxBody is how many bytes one answer may have once it is decompressed, maxTotal all of a subscription.
const maxBody, maxTotal = 16 << 20, 128 << 20

var (
	errLarge = fmt.Errorf("the answer has more than %d MiB", maxBody>>20)
	errTotal = fmt.Errorf("all answers together have more than %d MiB", maxTotal>>20)
	errShort = errors.New("the answer ends too early")
)

// bounded is a transport whose answers end with an error where they have too many bytes. The pipeline reads them without
// a limit, those that are an error in any case.
type bounded struct {
	http.RoundTripper
	bytes atomic.Int64
}

// RoundTrip sends a request.
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &boundedBody{ReadCloser: response.Body, all: &b.bytes}
	}
	return response, err //nolint:wrapcheck // it is the transport's own
}

// boundedBody is the body of one answer.
type boundedBody struct {
	io.ReadCloser
	bytes int64
	all   *atomic.Int64
}

// Read reads some of it.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.bytes += int64(n)
	switch total := b.all.Add(int64(n)); {
	case b.bytes > maxBody:
		return n, errLarge
	case total > maxTotal:
		return n, errTotal
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, errShort
	default:
		return n, err //nolint:wrapcheck // a reader returns io.EOF as it is
	}
}
