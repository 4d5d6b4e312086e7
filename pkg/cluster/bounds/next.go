package bounds

import (
	"bytes"
	"context"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxHead is more than what an API server sends of a list before the first object, in bytes.
const maxHead = 8 << 10

type nextKey struct{}

// WithNext returns a context for the request of a page of a list. As soon as the answer has named the page that
// follows, its token is passed to next: the objects are still on their way. It is not called after the last page, and
// where the answer is not in protobuf.
func WithNext(ctx context.Context, next func(token string)) context.Context {
	return context.WithValue(ctx, nextKey{}, next)
}

// head is how an answer begins.
type head struct {
	next  func(token string)
	bytes []byte
}

// headOf returns that of the answer to a request.
func headOf(ctx context.Context) head {
	next, _ := ctx.Value(nextKey{}).(func(string))
	return head{next: next}
}

// add adds some of the answer, and passes on the token once it is there.
func (h *head) add(read []byte) {
	if h.next == nil {
		return
	}
	h.bytes = append(h.bytes, read[:min(len(read), maxHead)]...)
	token, done := tokenIn(h.bytes)
	if token != "" {
		h.next(token)
	}
	if done || len(h.bytes) >= maxHead {
		*h = head{}
	}
}

// tokenIn returns the token of the page that follows, empty where there is none, from the beginning of a list in
// protobuf. Done is false where more has to be read.
func tokenIn(begin []byte) (token string, done bool) {
	if len(begin) < len(Envelope) {
		return "", false
	}
	message, is := bytes.CutPrefix(begin, []byte(Envelope))
	if !is {
		return "", true
	}
	for _, field := range []protowire.Number{typeField, rawField, metadataField} {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return "", false
		}
		if number != field || kind != protowire.BytesType {
			return "", true
		}
		message = message[n:]
		if field == rawField { // the list, of which only the beginning is here
			if _, n = protowire.ConsumeVarint(message); n < 0 {
				return "", false
			}
			message = message[n:]
			continue
		}
		value, n := protowire.ConsumeBytes(message)
		if n < 0 {
			return "", false
		}
		if message = message[n:]; field == metadataField {
			each(value, continueField, func(text []byte) { token = string(text) })
		}
	}
	return token, true
}
