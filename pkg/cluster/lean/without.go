package lean

import "google.golang.org/protobuf/encoding/protowire"

// Fields are fields of a message by number, with those in their messages; nil is a field as a whole.
type Fields map[protowire.Number]Fields

// items is the number of the objects of every list of Kubernetes.
// Source: https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto
const items = 2

// Events returns of a list of events the fields that snapshot.SlimEvent removes.
func Events() Fields {
	const metadata, labels, annotations, owners, finalizers, managedFields, related = 1, 11, 12, 13, 14, 17, 13
	return Fields{items: {related: nil, metadata: {labels: nil, annotations: nil, owners: nil, finalizers: nil, managedFields: nil}}}
}

// Nodes returns of a list of nodes the fields that snapshot.SlimNode removes, but for an annotation.
// Source: https://github.com/kubernetes/api/blob/v0.37.2/core/v1/generated.proto
func Nodes() Fields {
	const metadata, status, managedFields, images, volumesInUse, volumesAttached = 1, 3, 17, 8, 9, 10
	return Fields{items: {metadata: {managedFields: nil}, status: {images: nil, volumesInUse: nil, volumesAttached: nil}}}
}

// Without adds a message to out, which can be the beginning of its own bytes, without some fields. From where it is not
// valid on it is left as it is.
func Without(out, message []byte, unread Fields) []byte {
	for len(message) > 0 {
		number, kind, tag := protowire.ConsumeTag(message)
		if tag < 0 {
			break
		}
		size := protowire.ConsumeFieldValue(number, kind, message[tag:])
		if size < 0 {
			break
		}
		field := message[:tag+size]
		message = message[tag+size:]
		inner, named := unread[number]
		switch {
		case !named || kind != protowire.BytesType:
			out = append(out, field...)
		case inner != nil:
			value, _ := protowire.ConsumeBytes(field[tag:])
			out = append(out, field[:tag]...)
			begin := len(out)
			out = Without(out, value, inner)
			out = prefixed(out, begin)
		}
	}
	return append(out, message...)
}

// prefixed puts the length of the bytes from begin on before them.
func prefixed(out []byte, begin int) []byte {
	n := len(out) - begin
	size := protowire.SizeVarint(uint64(n))
	out = append(out, make([]byte, size)...)
	copy(out[begin+size:], out[begin:begin+n])
	protowire.AppendVarint(out[:begin], uint64(n))
	return out
}
