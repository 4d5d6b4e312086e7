package bounds

import (
	"context"
	"io"
	"net/http"
	"runtime/debug"
	"sync/atomic"
)

// firstBytes are how many bytes of an answer are read at the same time as others. Those beyond wait for each
// other: as a page of a real list has about as many, hardly any does, and several answers without an end do not
// fill the memory at once.
const firstBytes = 8 << 20

// collectBytes are how many bytes an answer has when the garbage that the one before it left is collected and its memory
// returned: the next collection would be due at twice the memory, and what it left in pieces does not fit what grows.
const collectBytes = 2 * firstBytes

// counter counts the bytes of several answers.
type counter struct{ atomic.Int64 }

// body is the body of one answer.
type body struct {
	io.ReadCloser
	limits Limits
	used   *counter
	bytes  int64
	// large has the place that an answer holds once it is large.
	large chan struct{}
	holds bool
	// watch is for a stream of events, protobuf for one whose events are not JSON.
	watch, protobuf bool
	stream          *Stream
	event           event
	// head is empty where nobody wants to know it.
	head head
	ctx  context.Context //nolint:containedctx // its cause is why a read failed
	// end gives up what was waiting for the time limit.
	end  func()
	over error
}

// Read reads some of it. The error is an *Error once it is over a limit.
func (b *body) Read(p []byte) (int, error) {
	if b.over != nil {
		return 0, b.over
	}
	if err := b.hold(); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	if b.over = b.count(p[:n]); b.over != nil {
		if b.watch {
			b.stream.over(b.over)
		}
		return n, b.over
	}
	b.head.add(p[:n])
	if b.bytes >= collectBytes && b.bytes-int64(n) < collectBytes {
		debug.FreeOSMemory()
	}
	if err != nil { // also io.EOF: a server can end an answer because it was given up
		err = reason(b.ctx, err)
	}
	return n, err
}

// Close gives up the rest.
func (b *body) Close() error {
	if b.holds {
		<-b.large
		b.holds = false
	}
	b.end()
	return b.ReadCloser.Close() //nolint:wrapcheck // it is the transport's own
}

// hold waits for the place of a large answer, where this is one.
func (b *body) hold() error {
	if b.watch || b.holds || b.bytes < firstBytes {
		return nil
	}
	select {
	case b.large <- struct{}{}:
		b.holds = true
		return nil
	case <-b.ctx.Done():
		return reason(b.ctx, b.ctx.Err())
	}
}

// count returns an error once what was read is over a limit.
func (b *body) count(read []byte) error {
	b.bytes += int64(len(read))
	l := b.limits
	switch {
	case b.watch && l.Change > 0 && b.event.pass(read, b.protobuf) > l.Change:
		return TooLong(l.Change, " in one event")
	case b.watch && !b.stream.Listing():
	case l.Answer > 0 && b.bytes > l.Answer:
		return TooLong(l.Answer, "")
	case !b.watch && l.Run > 0 && b.used.Add(int64(len(read))) > l.Run:
		return TooLong(l.Run, " together with those before it")
	}
	return nil
}

var _ http.RoundTripper = (*transport)(nil)
