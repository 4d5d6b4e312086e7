package azure

import (
	"fmt"
	"io"
	"net/http"
)

// maxBody is how many bytes one answer may have, when it is decompressed.
const maxBody = 32 << 20

// tooLongError is for an answer that has more.
type tooLongError struct{}

// Error is the reason for a gap.
func (e tooLongError) Error() string { return "the answer has more than " + e.size() }

func (tooLongError) size() string { return fmt.Sprintf("%d MiB", maxBody>>20) }

// NonRetriable says to the pipeline that a second answer would be as long.
func (tooLongError) NonRetriable() {}

// boundedTransport sends a request and bounds the answer, which the pipeline reads whole into memory.
type boundedTransport struct{ *http.Client }

// bounded returns a transport that is the caller's, without redirects: they would take the token to another place.
func bounded(t http.RoundTripper) boundedTransport {
	return boundedTransport{&http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Do sends a request.
func (t boundedTransport) Do(r *http.Request) (*http.Response, error) {
	response, err := t.Client.Do(r)
	if err == nil {
		response.Body = &boundedBody{response.Body, maxBody}
	}
	return response, err //nolint:wrapcheck // the pipeline reads what it is
}

// boundedBody is a body of which only so many bytes are read.
type boundedBody struct {
	io.ReadCloser
	left int64
}

// Read reads from the body. It returns an error where that has more bytes than it may have.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, tooLongError{}
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left+1)])
	b.left -= int64(n)
	if b.left < 0 {
		return n, tooLongError{}
	}
	return n, err //nolint:wrapcheck // the pipeline reads what it is
}
