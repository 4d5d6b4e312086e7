package lean

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
)

// typeMeta and raw are the numbers of what an object is and of the object in a runtime.Unknown, which follows
// bounds.Envelope.
const typeMeta, raw = 1, 2

// reading is an answer that is being read.
type reading struct {
	*bufio.Reader
	// object is memory for one object.
	object bytes.Buffer
	// out is the answer so far; it had so many objects, which had so many bytes.
	out            []byte
	objects, bytes int
}

// readings are kept for the next answers.
var readings = sync.Pool{New: func() any { return &reading{Reader: bufio.NewReaderSize(nil, 32<<10)} }}

// maxSpare is the most memory of an answer that is kept for the next one, in bytes.
const maxSpare = 1 << 20

// begin begins to read an answer.
func begin(answer io.Reader) *reading {
	r := readings.Get().(*reading) //nolint:forcetypeassert // nothing else is put there
	r.Reset(answer)
	return r
}

// end gives the memory back.
func (r *reading) end() {
	if r.Reader == nil || r.object.Cap()+cap(r.out) > maxSpare {
		return
	}
	r.Reset(nil)
	r.object.Reset()
	r.out, r.objects, r.bytes = r.out[:0], 0, 0
	readings.Put(r)
}

// isProtobuf says whether an answer is in protobuf.
func (r *reading) isProtobuf() bool {
	begin, _ := r.Peek(len(bounds.Envelope)) // an error comes again
	return string(begin) == bounds.Envelope
}

// shorten reads an answer in protobuf and returns it without the objects that were taken. A failure is returned with
// what was read before. Where an answer is no list of the kind, is cut, or is not valid from somewhere on, the rest is
// as it came.
func (r *reading) shorten(l List) ([]byte, error) {
	err := r.take(int64(len(bounds.Envelope)))
	isKind := false
	for err == nil {
		var f field
		if f, err = r.next(math.MaxInt64); err != nil {
			break
		}
		if isKind && f.number == raw && f.kind == protowire.BytesType {
			_, _ = r.Discard(f.head) // it was peeked at
			if r.objects > 0 {       // they would be those of another list
				return nil, bounds.Strange() //nolint:wrapcheck // it is a sentence
			}
			err = r.list(l, f.size)
			continue
		}
		begin := len(r.out) + f.head
		if err = r.take(int64(f.head) + f.size); err == nil && f.number == typeMeta && f.kind == protowire.BytesType {
			var is runtime.TypeMeta
			isKind = is.Unmarshal(r.out[begin:]) == nil && is == runtime.TypeMeta{APIVersion: "v1", Kind: l.Kind}
		}
	}
	if errors.Is(err, errInvalid) {
		err = r.take(math.MaxInt64)
	}
	if err == io.EOF { //nolint:errorlint // as for io.ReadAll, one that wraps it is a failure
		err = nil
	}
	return r.out, err
}

// take adds so many bytes as they are.
func (r *reading) take(n int64) error {
	for n > 0 {
		some, err := r.Peek(int(min(n, int64(r.Size()))))
		r.out = append(r.out, some...)
		n -= int64(len(some))
		_, _ = r.Discard(len(some)) // it was peeked at
		if err != nil {
			return err //nolint:wrapcheck // it is the answer's own
		}
	}
	return nil
}

// errInvalid is where bytes are no field of a message.
var errInvalid = errors.New("not a field")

// field is a field of which only the beginning was read.
type field struct {
	number protowire.Number
	kind   protowire.Type
	// head is how many bytes are before the value, size how many that has.
	head int
	size int64
}

// next returns the field that comes next, of a message of which so many bytes are left. It takes none of it.
func (r *reading) next(left int64) (field, error) {
	begin, err := r.Peek(2 * protowire.SizeVarint(math.MaxUint64))
	if len(begin) == 0 {
		return field{}, err //nolint:wrapcheck // it is the answer's own
	}
	number, kind, n := protowire.ConsumeTag(begin)
	if n < 0 {
		return field{}, errInvalid
	}
	f := field{number: number, kind: kind, head: n}
	if kind == protowire.BytesType {
		size, m := protowire.ConsumeVarint(begin[n:])
		if m < 0 || size > math.MaxInt64 {
			return field{}, errInvalid
		}
		f.head, f.size = n+m, int64(size)
	} else if f.size = int64(protowire.ConsumeFieldValue(number, kind, begin[n:])); f.size < 0 {
		return field{}, errInvalid
	}
	if f.size > left-int64(f.head) {
		return field{}, errInvalid
	}
	return f, nil
}

// list reads a list that has so many bytes.
func (r *reading) list(l List, size int64) error {
	begin, left, removed := len(r.out), size, int64(0)
	var err error
	for left > 0 && err == nil {
		var f field
		if f, err = r.next(left); err != nil {
			break
		}
		left -= int64(f.head) + f.size
		if f.number != items || f.kind != protowire.BytesType {
			err = r.take(int64(f.head) + f.size)
			continue
		}
		var fewer int64
		fewer, err = r.item(l, f, left)
		removed += fewer
	}
	// The length is known only now. That of a list that is cut is more than what there is, as it was.
	r.out = slices.Insert(r.out, begin, protowire.AppendVarint(protowire.AppendTag(nil, raw, protowire.BytesType), uint64(size-removed))...)
	return err
}

// item reads an object, after which so many bytes of the list are left, and returns how many bytes fewer the answer
// has because of it.
func (r *reading) item(l List, f field, left int64) (int64, error) {
	_, _ = r.Discard(f.head) // it was peeked at
	r.object.Reset()
	_, err := io.CopyN(&r.object, r.Reader, f.size)
	before, short := f.head+r.object.Len(), r.object.Bytes()
	if err == nil {
		r.objects, r.bytes = r.objects+1, r.bytes+before
		if err = l.Check(r.objects, r.bytes); err != nil {
			return 0, err
		}
		short = Without(short[:0], short, l.Unread[items])
		if l.Take(short, int(min(left/int64(r.bytes/r.objects), math.MaxInt32))) {
			return int64(before), nil
		}
		f.size = int64(len(short))
	}
	end := len(r.out)
	r.out = append(protowire.AppendVarint(protowire.AppendTag(r.out, items, protowire.BytesType), uint64(f.size)), short...)
	return int64(before - (len(r.out) - end)), err //nolint:wrapcheck // it is the answer's own
}
