package integration

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// operatorModule has the definitions of the Prometheus operator's kinds.
const operatorModule = "github.com/prometheus-operator/prometheus-operator"

// installOperator gives the server the operator's own definitions of its kinds, for a test.
func installOperator(t *testing.T, c *testenv.Cluster) kubectl {
	t.Helper()
	download := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", operatorModule)
	download.Dir = "../operator"
	download.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	output, err := download.Output()
	var module struct{ Dir string }
	if err == nil {
		err = json.Unmarshal(output, &module)
	}
	if err != nil {
		t.Fatalf("downloading %s: %v", operatorModule, err)
	}
	admin := newKubectl(t, c.Kubeconfig(t), plugin(t))
	for _, kind := range []string{"prometheusrules", "prometheuses"} {
		name := kind + ".monitoring.coreos.com"
		admin.must(t, "create", "-f", filepath.Join(module.Dir, "example/prometheus-operator-crd/monitoring.coreos.com_"+kind+".yaml"))
		t.Cleanup(func() {
			c := exec.Command(admin.binary, "delete", "crd", name)
			c.Env = []string{"KUBECONFIG=" + admin.kubeconfig, "HOME=" + admin.home}
			if output, err := c.CombinedOutput(); err != nil {
				t.Errorf("deleting %s: %v\n%s", name, err, output)
			}
		})
		err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
			return admin.run(t, "get", name, "-A").status == 0, nil
		})
		if err != nil {
			t.Fatalf("waiting until the server serves %s: %v", name, err)
		}
	}
	return admin
}

// manifest writes a file for kubectl.
func manifest(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "manifest.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheOperatorsKindTakesTheRules(t *testing.T) {
	k := installOperator(t, shared.Cluster(t))
	text := k.must(t, "autorepair", "alerts", "-o", "prometheusrule", "-n", "default", "--label", "release=prom")
	for what, change := range map[string][2]string{
		"a duration that is none": {"for: 5m\n", "for: 5 minutes\n"},
		"an unknown field":        {"for: 5m\n", "fro: 5m\n"},
	} {
		broken := strings.Replace(text, change[0], change[1], 1)
		if r := k.run(t, "create", "--validate=strict", "-f", manifest(t, broken)); broken == text || r.status == 0 {
			t.Errorf("the server takes %s: it proves nothing", what)
		}
	}
	k.must(t, "create", "--validate=strict", "-f", manifest(t, text))
	var printed, kept struct {
		Metadata struct{ Labels map[string]string }
		Spec     any
	}
	if err := yaml.Unmarshal([]byte(text), &printed); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(k.must(t, "get", "prometheusrule", "-n", "default", "kubectl-autorepair", "-o", "json")), &kept); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(printed, kept) {
		t.Errorf("the server keeps\n%v\nof\n%v", kept, printed)
	}
}

// runDeployment has a deployment with a pod that is ready, as far as the server knows.
func runDeployment(t *testing.T, c *testenv.Cluster, namespace, name string, labels map[string]string) {
	t.Helper()
	all := c.Client().AppsV1().Deployments(namespace)
	d := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}, Spec: appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": name}},
		Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": name}},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "c", Image: "none"}}},
		},
	}}
	made, err := all.Create(t.Context(), d, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	made.Status = appsv1.DeploymentStatus{Replicas: 1, ReadyReplicas: 1}
	if _, err = all.UpdateStatus(t.Context(), made, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := all.Delete(context.WithoutCancel(t.Context()), name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
}

func TestTheCheckPrintsACommandThatTheOperatorsPrometheusSelects(t *testing.T) {
	c := shared.Cluster(t)
	before := newKubectl(t, c.Kubeconfig(t), plugin(t)).must(t, "autorepair", "alerts", "--check")
	for _, want := range []string{"-o prometheus: cannot work here", "-o prometheusrule: cannot work here", "the server has no kind PrometheusRule"} {
		if !strings.Contains(before, want) {
			t.Errorf("of a cluster without anything the check does not say %q:\n%s", want, before)
		}
	}
	k := installOperator(t, c)
	runDeployment(t, c, "default", "state", map[string]string{"app.kubernetes.io/name": "kube-state-metrics"})
	k.must(t, "create", "-f", manifest(t, `{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: {name: k8s, namespace: default},
  spec: {ruleSelector: {matchLabels: {release: prom}, matchExpressions: [{key: role, operator: In, values: [alert-rules]}]}}}`))
	said := k.must(t, "autorepair", "alerts", "--check")
	const printed = "kubectl autorepair alerts -o prometheusrule -n default --label release=prom --label role=alert-rules | kubectl "
	_, rest, found := strings.Cut(said, printed)
	if !found || !strings.Contains(said, "-o prometheusrule for default/k8s: can work here") {
		t.Fatalf("the check does not say %q:\n%s", printed, said)
	}
	words, _, _ := strings.Cut(rest, "\n")
	rules := k.must(t, strings.Fields(strings.TrimSuffix(strings.TrimPrefix(printed, "kubectl "), " | kubectl "))...)
	apply := strings.Fields(strings.Replace(words, " -f -", " -f "+manifest(t, rules), 1))
	k.must(t, apply...)
	selected := k.must(t, "get", "prometheusrule", "-n", "default", "-l", "release=prom,role in (alert-rules)", "-o", "name")
	if !strings.Contains(selected, "kubectl-autorepair") {
		t.Errorf("the Prometheus selects %q", selected)
	}
}
