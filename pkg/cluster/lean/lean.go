// Package lean takes the objects out of lists while an API server sends them, so that they are decoded beside its work
// and nobody copies a list as a whole. Of each it leaves out what no diagnosis reads: the images of a node and who wrote
// its fields are most of it.
//
//	lean.go      requests whose answers come without their objects, and their transport
//	list.go      a list in protobuf, object by object
//	objects.go   the objects, decoded
//	without.go   a message without some of its fields
package lean

import (
	"context"
	"io"
	"net/http"
)

// List says what becomes of the objects of a list.
type List struct {
	// Kind is that of the list: "NodeList".
	Kind string
	// Unread are fields of the list that its objects come without, by number.
	Unread Fields
	// Check returns an error where a list has too many objects, given how many there are so far, of so many bytes
	// before they are made shorter.
	Check func(objects, bytes int) error
	// Take gets an object, in memory that is not its own, and about how many more are to come. One that it does not
	// take stays in the answer.
	Take func(object []byte, more int) bool
}

type listKey struct{}

// With returns a context for a request for a list whose objects are taken. They are taken, and checked, only from a good
// answer in protobuf.
func With(ctx context.Context, l List) context.Context { return context.WithValue(ctx, listKey{}, l) }

// Wrap returns a transport that sends requests by next and takes the objects of their answers. It belongs around all
// that limits them.
func Wrap(next http.RoundTripper) http.RoundTripper { return &transport{next} }

type transport struct{ http.RoundTripper }

// RoundTrip sends a request. Reading the answer can return the error of a check.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.RoundTripper.RoundTrip(r)
	if l, is := r.Context().Value(listKey{}).(List); is && err == nil && good(answer.StatusCode) {
		answer.Body, answer.ContentLength = &body{ReadCloser: answer.Body, list: l}, -1
	}
	return answer, err //nolint:wrapcheck // it is the transport's own
}

// good says whether client-go reads an answer of a status as what was asked for.
func good(status int) bool { return status >= http.StatusOK && status <= http.StatusPartialContent }

// WrappedRoundTripper returns the transport behind this one.
func (t *transport) WrappedRoundTripper() http.RoundTripper { return t.RoundTripper }

// body is an answer. One in protobuf is read to its end before anything is passed on.
type body struct {
	io.ReadCloser
	list List
	// reading is nil before the first byte was read.
	reading *reading
	// rest is not passed on yet, err follows it.
	rest []byte
	err  error
}

// Read reads some of what the answer has become.
func (b *body) Read(p []byte) (int, error) {
	if b.reading == nil {
		b.reading = begin(b.ReadCloser)
		if b.reading.isProtobuf() {
			if b.rest, b.err = b.reading.shorten(b.list); b.err == nil {
				b.err = io.EOF
			}
		}
	}
	if b.err == nil { // it is passed on as it comes
		return b.reading.Read(p) //nolint:wrapcheck // it is the answer's own
	}
	n := copy(p, b.rest)
	if b.rest = b.rest[n:]; len(b.rest) == 0 {
		return n, b.err
	}
	return n, nil
}

// Close gives up the rest.
func (b *body) Close() error {
	if b.reading != nil {
		b.reading.end()
	}
	b.reading, b.rest, b.err = &reading{}, nil, io.ErrClosedPipe
	return b.ReadCloser.Close() //nolint:wrapcheck // it is the answer's own
}
