package cluster

import (
	"net/http"
	"slices"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

const (
	leasesPath  = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/"
	budgetsPath = "/apis/policy/v1/poddisruptionbudgets"
	budgetsLine = budgetsPath + "?limit=5000"
)

// extras is what a test server has beside nodes and events.
type extras struct {
	leases  []coordinationv1.Lease
	pods    []corev1.Pod
	budgets []policyv1.PodDisruptionBudget
}

// leaseLine returns the request for the lease of a node.
func leaseLine(node string) string { return leasesPath + node }

// podsLine returns the request for the pods on a node.
func podsLine(node string) string {
	return "pods?fieldSelector=spec.nodeName=" + node + "&resourceVersion=0"
}

// serveExtra answers a request for other objects than nodes and events, and says whether it was
// one.
func (s *apiServer) serveExtra(w http.ResponseWriter, r *http.Request) bool {
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, leasesPath):
		s.getLease(w, r, strings.TrimPrefix(path, leasesPath))
	case path == "/api/v1/pods":
		s.listPods(w, r)
	case path == budgetsPath:
		list := &policyv1.PodDisruptionBudgetList{}
		list.Items, list.Continue = page(s.budgets, r)
		send(w, r, list)
	default:
		return false
	}
	return true
}

func (s *apiServer) getLease(w http.ResponseWriter, r *http.Request, name string) {
	i := slices.IndexFunc(s.leases, func(l coordinationv1.Lease) bool { return l.Name == name })
	if i < 0 {
		status(apierrors.NewNotFound(coordinationv1.Resource("leases"), name))(w, r)
		return
	}
	send(w, r, s.leases[i].DeepCopy())
}

func (s *apiServer) listPods(w http.ResponseWriter, r *http.Request) {
	node, filtered := strings.CutPrefix(r.URL.Query().Get("fieldSelector"), "spec.nodeName=")
	var selected []corev1.Pod
	for i := range s.pods {
		if !filtered || s.pods[i].Spec.NodeName == node {
			selected = append(selected, s.pods[i])
		}
	}
	list := &corev1.PodList{}
	list.Items, list.Continue = page(selected, r)
	send(w, r, list)
}
