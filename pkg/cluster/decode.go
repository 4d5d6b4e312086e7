package cluster

import (
	"google.golang.org/protobuf/encoding/protowire"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
)

// bytesPerEvent is less than an event from an API server takes in protobuf.
const bytesPerEvent = 400

// decodeEvents decodes a list of events. It allocates all of them at once, because growing the
// list would take most of the time.
func decodeEvents(result rest.Result) (*corev1.EventList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, is := bounds.ListIn(answer, "EventList")
	if !is {
		return decodeAs[*corev1.EventList](result)
	}
	list := &corev1.EventList{Items: make([]corev1.Event, 0, len(inside)/bytesPerEvent)}
	if err := list.Unmarshal(inside); err != nil {
		return nil, &unreadableAnswer{err}
	}
	return list, nil
}

// decodeNodes decodes a list of nodes. What slimNode would remove, which is most of it, is not decoded.
func (l *Live) decodeNodes(result rest.Result) (*corev1.NodeList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, is := bounds.ListIn(answer, "NodeList")
	if !is || l.options.Keep {
		return decodeAs[*corev1.NodeList](result)
	}
	list := &corev1.NodeList{}
	if err := list.Unmarshal(without(inside[:0], inside, unreadOfNodes())); err != nil {
		return nil, &unreadableAnswer{err}
	}
	return list, nil
}

// fieldTree has fields of a message by number, with those in their messages; nil is a field as a whole.
type fieldTree map[protowire.Number]fieldTree

// unreadOfNodes returns of a list of nodes the fields that snapshot.SlimNode removes, but for an annotation.
// Source: https://github.com/kubernetes/api/blob/v0.37.2/core/v1/generated.proto
func unreadOfNodes() fieldTree {
	const items, metadata, status, managedFields, images, volumesInUse, volumesAttached = 2, 1, 3, 17, 8, 9, 10
	return fieldTree{items: {metadata: {managedFields: nil}, status: {images: nil, volumesInUse: nil, volumesAttached: nil}}}
}

// without adds a message to out, which can be the beginning of its own bytes, without some fields. From where it is not
// valid on it is left as it is.
func without(out, message []byte, unread fieldTree) []byte {
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
			out = without(out, value, inner)
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
