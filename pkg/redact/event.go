package redact

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// event is an event made anew. The name is that of the node with a part that keeps events
// apart.
func (r *Redactor) event(e *corev1.Event) corev1.Event {
	redacted := corev1.Event{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.node(e.InvolvedObject.Name) + "." + r.token("name", e.Namespace+"/"+e.Name), Namespace: r.namespace(e.Namespace),
			UID: types.UID(r.id(string(e.UID))), CreationTimestamp: e.CreationTimestamp,
		},
		InvolvedObject: corev1.ObjectReference{
			Kind: r.Text(e.InvolvedObject.Kind), APIVersion: r.Text(e.InvolvedObject.APIVersion),
			Name: r.node(e.InvolvedObject.Name), UID: types.UID(r.objectUID(e)),
		},
		Reason: r.Text(e.Reason), Message: r.message(e.Message), Type: r.Text(e.Type),
		EventTime: e.EventTime, FirstTimestamp: e.FirstTimestamp, LastTimestamp: e.LastTimestamp,
		Count: e.Count, Action: r.Text(e.Action),
		Source:              corev1.EventSource{Component: r.Text(e.Source.Component), Host: r.host(e.Source.Host)},
		ReportingController: r.Text(e.ReportingController), ReportingInstance: r.host(e.ReportingInstance),
	}
	if e.Series != nil {
		series := *e.Series
		redacted.Series = &series
	}
	return redacted
}

// objectUID is the UID of the node of an event; the kubelet gives the node's name for it.
func (r *Redactor) objectUID(e *corev1.Event) string {
	if uid := string(e.InvolvedObject.UID); uid != e.InvolvedObject.Name {
		return r.id(uid)
	}
	return r.node(e.InvolvedObject.Name)
}

// host is the machine that reported an event.
func (r *Redactor) host(name string) string {
	if name == "" {
		return ""
	}
	return r.node(name)
}

// namespace is a namespace; those that every cluster has stay.
func (r *Redactor) namespace(name string) string {
	switch name {
	case "", metav1.NamespaceDefault, metav1.NamespaceSystem, metav1.NamespacePublic, corev1.NamespaceNodeLease, "gatekeeper-system", "calico-system", "tigera-operator":
		return name
	default:
		return r.token("ns", name)
	}
}
