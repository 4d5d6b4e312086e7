package bounds

import (
	"context"
	"encoding/binary"
	"sync/atomic"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/brackets"
)

// Stream is a watch, as far as its reader and the transport need to know of each other.
type Stream struct {
	// failed is called with the bound that ended it while it is listing, and ended with one that did later.
	failed, ended func(error)
	// listing is true while the stream sends all objects that there are, before the changes of them.
	listing atomic.Bool
	objects int
}

type streamKey struct{}

// WithStream returns a context for the request of a watch. A watch that is listing begins with all objects that
// there are: up to Listed they are together as long as an answer may be. If a bound ends the watch, failed is called with
// an *Error up to then, and ended after that, before the reader sees the end.
func WithStream(ctx context.Context, listing bool, failed, ended func(error)) (context.Context, *Stream) {
	s := &Stream{failed: failed, ended: ended}
	s.listing.Store(listing)
	return context.WithValue(ctx, streamKey{}, s), s
}

// Listed says that all that follows is a change.
func (s *Stream) Listed() { s.listing.Store(false) }

// Listing reports whether that was not said yet.
func (s *Stream) Listing() bool { return s.listing.Load() }

// streamOf returns the Stream of a request, or one that nobody reads.
func streamOf(ctx context.Context) *Stream {
	if s, ok := ctx.Value(streamKey{}).(*Stream); ok {
		return s
	}
	return &Stream{failed: func(error) {}, ended: func(error) {}}
}

// over says that a bound ends the stream.
func (s *Stream) over(err error) {
	if s.Listing() {
		s.failed(err)
	} else {
		s.ended(err)
	}
}

// event is the event of a watch that is being read.
type event struct {
	bytes   int64
	depth   int
	strings brackets.Strings
	// head are the first bytes of an event in protobuf, which say how many follow; rest is how many do.
	head []byte
	rest int64
}

// pass goes on by some bytes and returns how long the longest event in them is, up to now, or as it says itself.
func (e *event) pass(read []byte, protobuf bool) int64 {
	if protobuf {
		return e.passFrames(read)
	}
	var longest int64
	for _, c := range read {
		e.bytes++
		longest = max(longest, e.bytes)
		if e.strings.Has(c) {
			continue
		}
		switch c {
		case '{', '[':
			e.depth++
		case '}', ']':
			if e.depth--; e.depth <= 0 {
				e.bytes, e.depth = 0, 0
			}
		}
	}
	return longest
}

// passFrames is pass for events that begin with their length in four bytes.
func (e *event) passFrames(read []byte) int64 {
	var longest int64
	for len(read) > 0 {
		if e.rest > 0 {
			n := min(e.rest, int64(len(read)))
			e.rest, read = e.rest-n, read[n:]
			continue
		}
		n := min(4-len(e.head), len(read))
		e.head, read = append(e.head, read[:n]...), read[n:]
		if len(e.head) == 4 {
			e.rest, e.head = int64(binary.BigEndian.Uint32(e.head)), e.head[:0]
			longest = max(longest, e.rest)
		}
	}
	return longest
}
