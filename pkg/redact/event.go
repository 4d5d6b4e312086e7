package redact

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// redactEvent rebuilds an event. Its name is that of the node with a suffix that keeps events
// distinct.
func (r *Redactor) redactEvent(e *corev1.Event) corev1.Event {
	redacted := corev1.Event{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.nodeName(e.InvolvedObject.Name) + "." + r.token("name", e.Namespace+"/"+e.Name), Namespace: r.namespaceName(e.Namespace),
			UID: types.UID(r.idToken(string(e.UID))), CreationTimestamp: e.CreationTimestamp,
		},
		InvolvedObject: corev1.ObjectReference{
			Kind: r.Text(e.InvolvedObject.Kind), APIVersion: r.Text(e.InvolvedObject.APIVersion),
			Name: r.nodeName(e.InvolvedObject.Name), UID: types.UID(r.objectUID(e)),
		},
		Reason: r.Text(e.Reason), Message: r.redactMessage(e.Message), Type: r.Text(e.Type),
		EventTime: e.EventTime, FirstTimestamp: e.FirstTimestamp, LastTimestamp: e.LastTimestamp,
		Count: e.Count, Action: r.Text(e.Action),
		Source:              corev1.EventSource{Component: r.Text(e.Source.Component), Host: r.hostName(e.Source.Host)},
		ReportingController: r.Text(e.ReportingController), ReportingInstance: r.hostName(e.ReportingInstance),
	}
	if e.Series != nil {
		series := *e.Series
		redacted.Series = &series
	}
	return redacted
}

// objectUID redacts the UID of an event's node; the kubelet puts the node's name there.
func (r *Redactor) objectUID(e *corev1.Event) string {
	if uid := string(e.InvolvedObject.UID); uid != e.InvolvedObject.Name {
		return r.idToken(uid)
	}
	return r.nodeName(e.InvolvedObject.Name)
}

// hostName redacts the name of the host that reported an event.
func (r *Redactor) hostName(name string) string {
	if name == "" {
		return ""
	}
	return r.nodeName(name)
}

// namespaceName redacts a namespace; namespaces that every cluster has stay.
func (r *Redactor) namespaceName(name string) string {
	switch name {
	case "", metav1.NamespaceDefault, metav1.NamespaceSystem, metav1.NamespacePublic, corev1.NamespaceNodeLease, "gatekeeper-system", "calico-system", "tigera-operator":
		return name
	default:
		return r.token("ns", name)
	}
}
