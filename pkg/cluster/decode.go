package cluster

import (
	"google.golang.org/protobuf/encoding/protowire"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
)

// decodeEvents decodes a list of events. It allocates all of them at once, because growing the
// list would take most of the time.
func (l *Live) decodeEvents(result rest.Result) (*corev1.EventList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, n, is := bounds.ListIn(answer, "EventList")
	if !is {
		return decodeAs[*corev1.EventList](result)
	}
	list := &corev1.EventList{Items: make([]corev1.Event, 0, n+n/16)} // the few of the other namespace fit in
	return list, l.decodeList(inside, unreadOfEvents(), list.Unmarshal)
}

// decodeNodes is decodeEvents for nodes.
func (l *Live) decodeNodes(result rest.Result) (*corev1.NodeList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, n, is := bounds.ListIn(answer, "NodeList")
	if !is {
		return decodeAs[*corev1.NodeList](result)
	}
	list := &corev1.NodeList{Items: make([]corev1.Node, 0, n)}
	return list, l.decodeList(inside, unreadOfNodes(), list.Unmarshal)
}

// decodeList decodes a list in protobuf. What is removed from an object that is not saved as evidence, which can be
// most of it, is not decoded. It changes the list.
func (l *Live) decodeList(list []byte, unread fieldTree, decode func([]byte) error) error {
	if !l.options.Keep {
		list = without(list[:0], list, unread)
	}
	if err := decode(list); err != nil {
		return &unreadableAnswer{err}
	}
	return nil
}

// fieldTree has fields of a message by number, with those in their messages; nil is a field as a whole.
type fieldTree map[protowire.Number]fieldTree

// unreadOfEvents returns of a list of events the fields that snapshot.SlimEvent removes.
func unreadOfEvents() fieldTree {
	const items, metadata, labels, annotations, owners, finalizers, managedFields, related = 2, 1, 11, 12, 13, 14, 17, 13
	return fieldTree{items: {related: nil, metadata: {labels: nil, annotations: nil, owners: nil, finalizers: nil, managedFields: nil}}}
}

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
