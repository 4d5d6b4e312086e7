package cmd_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

// now is the time of every test that reads a server.
var now = time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC)

// run runs the program in this process, outside a terminal.
func run(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errOut bytes.Buffer
	status = cmd.Main(cmd.System{
		Args:     append([]string{"kubectl-autorepair"}, args...),
		Streams:  genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut},
		Context:  t.Context(),
		Now:      func() time.Time { return now },
		Getenv:   func(string) string { return "" },
		Terminal: func(any) (int, bool) { return 0, false },
	})
	return status, out.String(), errOut.String()
}

// node returns a node that has been NotReady for an hour, or is Ready.
func node(name string, ready bool) corev1.Node {
	n := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: metav1.NewTime(now.Add(-24 * time.Hour))}}
	c := corev1.NodeCondition{
		Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady", LastTransitionTime: metav1.NewTime(now.Add(-time.Hour)),
	}
	if !ready {
		c.Status, c.Reason = corev1.ConditionUnknown, "NodeStatusUnknown"
	}
	n.Status.Conditions = []corev1.NodeCondition{c}
	return n
}

// dated sends the time of the tests as the Date of each answer.
func dated(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", now.Format(http.TimeFormat))
		h.ServeHTTP(w, r)
	})
}

// nodesServer has nodes and no events. It answers with lists alone, as old servers do.
func nodesServer(t *testing.T, nodes ...corev1.Node) string {
	t.Helper()
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	list := corev1.NodeList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Items: nodes}
	mux.HandleFunc("GET /api/v1/nodes", func(w http.ResponseWriter, _ *http.Request) { answer(w, list) })
	mux.HandleFunc("GET /api/v1/nodes/{name}", func(w http.ResponseWriter, r *http.Request) {
		for _, n := range nodes {
			if n.TypeMeta = (metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}); n.Name == r.PathValue("name") {
				answer(w, n)
				return
			}
		}
		notFound(w)
	})
	mux.HandleFunc("GET /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{name}", func(w http.ResponseWriter, _ *http.Request) { notFound(w) })
	mux.HandleFunc("GET /api/v1/pods", func(w http.ResponseWriter, r *http.Request) { answer(w, podsOn(r.URL.Query().Get("fieldSelector"))) })
	mux.HandleFunc("GET /apis/policy/v1/poddisruptionbudgets", func(w http.ResponseWriter, _ *http.Request) { answer(w, budgets()) })
	mux.HandleFunc("GET /api/v1/namespaces/{namespace}/events", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, corev1.EventList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "EventList"}})
	})
	server := httptest.NewServer(dated(mux))
	t.Cleanup(server.Close)
	return server.URL
}

// notFound is what the real server says of an object that is not there.
func notFound(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`)
}

// kubeconfig has a context, a cluster and a user of the same name for each address.
func kubeconfig(t *testing.T, servers map[string]string) string {
	t.Helper()
	type named map[string]any
	var clusters, contexts, users []named
	for name, address := range servers {
		clusters = append(clusters, named{"name": name, "cluster": named{"server": address}})
		users = append(users, named{"name": name, "user": named{"token": name}})
		contexts = append(contexts, named{"name": name, "context": named{"cluster": name, "user": name}})
	}
	contexts = append(contexts, named{"name": "broken-again", "context": named{"cluster": "broken", "user": "broken", "namespace": "x"}})
	data, err := json.Marshal(named{
		"apiVersion": "v1", "kind": "Config", "clusters": clusters, "contexts": contexts, "users": users, "current-context": "broken",
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
