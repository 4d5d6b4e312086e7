package cmd_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// monitoredServer answers as a cluster with kube-state-metrics and the Prometheus operator, and
// counts the requests.
func monitoredServer(t *testing.T, requests *[]string) string {
	t.Helper()
	answer := map[string]string{
		"/apis/apps/v1/deployments":                        `{"kind":"DeploymentList","apiVersion":"apps/v1","items":[{"metadata":{"namespace":"monitoring","name":"ksm\u001b[31m"},"status":{"readyReplicas":1}}]}`,
		"/apis/apps/v1/namespaces/kube-system/deployments": `{"kind":"DeploymentList","apiVersion":"apps/v1","items":[]}`,
		"/apis/monitoring.coreos.com/v1":                   `{"kind":"APIResourceList","apiVersion":"v1","resources":[{"name":"prometheusrules"}]}`,
		"/apis/monitoring.coreos.com/v1/prometheuses":      `{"kind":"PrometheusList","apiVersion":"monitoring.coreos.com/v1","items":[{"metadata":{"namespace":"monitoring","name":"k8s"},"spec":{"ruleSelector":{"matchLabels":{"release":"prom"}}}}]}`,
	}
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		*requests = append(*requests, r.Method+" "+r.URL.Path)
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		if text := answer[r.URL.Path]; text != "" {
			fmt.Fprint(w, text)
			return
		}
		if strings.HasSuffix(r.URL.Path, "/ama-metrics-settings-configmap") {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}`)
			return
		}
		notFound(w)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAlertsReadTheClusterOnlyForTheCheck(t *testing.T) {
	var requests []string
	file := kubeconfig(t, map[string]string{"prod": monitoredServer(t, &requests)})
	for _, args := range [][]string{{}, {"-o", "prometheusrule"}, {"-o", "arm"}, {"--help"}} {
		status, stdout, _ := run(t, append([]string{"alerts", "--kubeconfig", file, "--context", "prod"}, args...)...)
		if status != 0 || stdout == "" || len(requests) > 0 {
			t.Errorf("%q: status %d, sends %q", args, status, requests)
		}
	}
	status, stdout, stderr := run(t, "alerts", "--check", "--kubeconfig", file, "--context", "prod")
	for _, want := range []string{
		"-o prometheusrule for monitoring/k8s: can work here\n",
		"kubectl autorepair alerts -o prometheusrule -n monitoring --label release=prom | kubectl --kubeconfig=" + file + " --context=prod apply -f -\n",
		`monitoring/ksm\x1b[31m`, "The server refuses it (403 Forbidden)", "--resource=configmaps",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the check does not say %q:\n%s", want, stdout)
		}
	}
	if status != 1 || !strings.HasPrefix(stderr, "error: not everything could be seen") || len(requests) != 6 {
		t.Errorf("status %d, stderr %q, sends %q", status, stderr, requests)
	}
}
