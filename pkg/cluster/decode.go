package cluster

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/lean"
)

// decodeEvents decodes a list of events. It allocates all of them at once, because growing the
// list would take most of the time. What is not read is left out here, because events are short: to do so on the
// way takes more memory than it saves.
func (l *Live) decodeEvents(result rest.Result) (*corev1.EventList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, n, is := bounds.ListIn(answer, "EventList")
	if !is {
		return decodeAs[*corev1.EventList](result)
	}
	list := &corev1.EventList{Items: make([]corev1.Event, 0, n+n/16)} // the few of the other namespace fit in
	return list, unreadable(list.Unmarshal(lean.Without(inside[:0], inside, l.unread(lean.Events()))))
}

// decodeNodes is decodeEvents for nodes, which come without what is not read.
func decodeNodes(result rest.Result) (*corev1.NodeList, error) {
	answer, _ := result.Raw() // decodeAs returns its error
	inside, n, is := bounds.ListIn(answer, "NodeList")
	if !is {
		return decodeAs[*corev1.NodeList](result)
	}
	list := &corev1.NodeList{Items: make([]corev1.Node, 0, n)}
	return list, unreadable(list.Unmarshal(inside))
}

// unreadable returns the error for an answer that cannot be decoded, nil where there is none.
func unreadable(err error) error {
	if err != nil {
		return &unreadableAnswer{err}
	}
	return nil
}

// unread returns fields of a list that are not read, where it is not saved as evidence.
func (l *Live) unread(fields lean.Fields) lean.Fields {
	if l.options.Keep {
		return nil
	}
	return fields
}
