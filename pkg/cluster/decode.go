package cluster

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/lean"
)

// nodeList returns a request for a list of nodes that are decoded while they come, and what makes the list of them.
func (l *Live) nodeList(r request) (request, func(rest.Result) (*corev1.NodeList, error)) {
	o := &lean.Objects[corev1.Node, *corev1.Node]{Kind: "NodeList", Unread: l.unread(lean.Nodes()), Decode: lean.DecodeNode}
	r.into = o
	return r, func(result rest.Result) (*corev1.NodeList, error) {
		return decodeList(result, o.Kind, &corev1.NodeList{Items: o.Items})
	}
}

// eventList is nodeList for events.
func (l *Live) eventList(r request) (request, func(rest.Result) (*corev1.EventList, error)) {
	o := &lean.Objects[corev1.Event, *corev1.Event]{Kind: "EventList", Unread: l.unread(lean.Events())}
	r.into = o
	return r, func(result rest.Result) (*corev1.EventList, error) {
		return decodeList(result, o.Kind, &corev1.EventList{Items: o.Items})
	}
}

// unread returns fields of a list that are not read, where it is not saved as evidence.
func (l *Live) unread(fields lean.Fields) lean.Fields {
	if l.options.Keep {
		return nil
	}
	return fields
}

// decodeList decodes what is left in an answer of a list of a kind, in protobuf, whose objects have come.
func decodeList[L interface {
	runtime.Object
	Unmarshal(message []byte) error
}](result rest.Result, kind string, list L) (L, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, is := bounds.ListIn(answer, kind)
	if !is {
		return decodeAs[L](result)
	}
	if err := list.Unmarshal(inside); err != nil {
		return list, &unreadableAnswer{err}
	}
	return list, nil
}
