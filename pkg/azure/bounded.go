package azure

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
)

// maxBody is how many bytes one answer may have once it is decompressed, maxTotal all that are kept, and maxPast all of a
// past, whose pages are not.
const maxBody, maxTotal, maxPast = 32 << 20, 128 << 20, 1 << 30

var (
	errLarge = &boundError{fmt.Sprintf("the answer has more than %d MiB", maxBody>>20)}
	errTotal = &boundError{"all answers together have more bytes than are read"}
	errShort = errors.New("the answer ends too early")
)

// boundError is for answers that are too long.
type boundError struct{ text string }

// Error is the reason for a gap.
func (e *boundError) Error() string { return e.text }

// NonRetriable says to the pipeline that a second answer would be as long.
func (*boundError) NonRetriable() {}

// bounded is a transport whose answers end with an error where they have too many bytes. The pipeline reads them without
// a limit, those that are an error in any case.
type bounded struct {
	http.RoundTripper
	total int64
	bytes atomic.Int64
}

// RoundTrip sends a request.
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = &boundedBody{ReadCloser: response.Body, of: b}
	}
	return response, err //nolint:wrapcheck // it is the transport's own
}

// boundedBody is the body of one answer.
type boundedBody struct {
	io.ReadCloser
	bytes int64
	of    *bounded
}

// Read reads some of it.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.bytes += int64(n)
	switch total := b.of.bytes.Add(int64(n)); {
	case b.bytes > maxBody:
		return n, errLarge
	case total > b.of.total:
		return n, errTotal
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, errShort
	default:
		return n, err //nolint:wrapcheck // a reader returns io.EOF as it is
	}
}
