package testenv

import (
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

var shared = NewShared(WithoutNodeTaints(), WithEventTTL(24*time.Hour))

func TestMain(m *testing.M) { shared.Run(m) }

func node(name string) corev1.Node {
	return corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: corev1.NodeStatus{
		Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady"}},
	}}
}

func event(name string) corev1.Event {
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "any"},
		Reason:         "Test",
	}
}

func taints(n *corev1.Node) []string {
	var keys []string
	for _, taint := range n.Spec.Taints {
		keys = append(keys, taint.Key)
	}
	return keys
}

func TestStartKeepsTheServersOwnDefaults(t *testing.T) {
	c := Start(t)
	n := node("tainted")
	created, err := c.Client().CoreV1().Nodes().Create(t.Context(), &n, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := taints(created); !slices.Equal(got, []string{corev1.TaintNodeNotReady}) {
		t.Errorf("a new node has the taints %q, want %s alone", got, corev1.TaintNodeNotReady)
	}
	version, err := c.Client().Discovery().ServerVersion()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(version.GitVersion, "v1.") || version.Major != "1" {
		t.Errorf("the server says it is version %+v: build.sh did not stamp it", version)
	}
}

func TestLoadCreatesEverythingAndTheNextTestSeesNothingOfIt(t *testing.T) {
	c := shared.Cluster(t)
	nodes, events := []corev1.Node{node("a"), node("b"), node("c")}, []corev1.Event{event("x"), event("y")}
	if err := c.Load(t.Context(), nodes, events); err != nil {
		t.Fatal(err)
	}
	stored, err := c.Client().CoreV1().Nodes().Get(t.Context(), "b", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := taints(stored); got != nil {
		t.Errorf("without the admission plugin a new node has the taints %q", got)
	}
	if len(stored.Status.Conditions) != 1 || stored.Status.Conditions[0].Reason != "KubeletReady" {
		t.Errorf("the node's conditions are %+v, not those it was created with", stored.Status.Conditions)
	}
	if n, e := count(t, c); n != 3 || e != 2 {
		t.Errorf("%d nodes and %d events after loading 3 and 2", n, e)
	}
	if n, e := count(t, shared.Cluster(t)); n != 0 || e != 0 {
		t.Errorf("%d nodes and %d events in the cluster of the next test", n, e)
	}
}

func TestLoadNamesWhatItCouldNotCreate(t *testing.T) {
	err := shared.Cluster(t).Load(t.Context(), []corev1.Node{node("twice"), node("twice")}, nil)
	if !apierrors.IsAlreadyExists(err) || !strings.Contains(err.Error(), "creating node twice") {
		t.Errorf("Load = %v", err)
	}
}

// count is how many nodes there are, and how many events in the namespace default.
func count(t *testing.T, c *Cluster) (nodes, events int) {
	t.Helper()
	n, err := c.Client().CoreV1().Nodes().List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Client().CoreV1().Events(metav1.NamespaceDefault).List(t.Context(), metav1.ListOptions{
		FieldSelector: "involvedObject.kind=Node",
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(n.Items), len(e.Items)
}

func TestServiceAccountMayDoWhatItsGrantsSayAndNothingElse(t *testing.T) {
	c := shared.Cluster(t)
	path := c.ServiceAccount(t, "reader", Grant{Verb: "list", Resource: "nodes"},
		Grant{Verb: "list", Resource: "events", Namespace: metav1.NamespaceDefault})
	config, err := clientcmd.BuildConfigFromFlags("", path)
	if err != nil {
		t.Fatal(err)
	}
	core := kubernetes.NewForConfigOrDie(config).CoreV1()
	for _, test := range []struct {
		name    string
		request func() error
		allowed bool
	}{
		{"list nodes", func() error { _, err := core.Nodes().List(t.Context(), metav1.ListOptions{}); return err }, true},
		{"get nodes", func() error { _, err := core.Nodes().Get(t.Context(), "a", metav1.GetOptions{}); return err }, false},
		{"list events in default", func() error {
			_, err := core.Events(metav1.NamespaceDefault).List(t.Context(), metav1.ListOptions{})
			return err
		}, true},
		{"list events in kube-system", func() error {
			_, err := core.Events(metav1.NamespaceSystem).List(t.Context(), metav1.ListOptions{})
			return err
		}, false},
	} {
		if err := test.request(); test.allowed && err != nil || !test.allowed && !apierrors.IsForbidden(err) {
			t.Errorf("%s: %v, want allowed: %t", test.name, err, test.allowed)
		}
	}
}

func TestKubeconfigIsTheAdministrators(t *testing.T) {
	c := shared.Cluster(t)
	config, err := clientcmd.BuildConfigFromFlags("", c.Kubeconfig(t))
	if err != nil {
		t.Fatal(err)
	}
	err = kubernetes.NewForConfigOrDie(config).CoreV1().Nodes().Delete(t.Context(), "none", metav1.DeleteOptions{})
	if !apierrors.IsNotFound(err) {
		t.Errorf("deleting a node that does not exist: %v, want not found", err)
	}
}
