package integration

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

func TestTextsThatTheServerStoresReachNobodyRaw(t *testing.T) {
	c := shared.Cluster(t)
	begin := metav1.NewTime(time.Now().Truncate(time.Second))
	load(t, c, []corev1.Node{nodeWith("n", corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: begin})}, nil)
	config := rest.CopyConfig(c.Config())
	config.ContentType = runtime.ContentTypeProtobuf
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	e := legacyEvent("n", "NodeRebootError", metav1.NewTime(begin.Add(20*time.Minute)))
	e.Message = "Node auto-repair reboot action failed due to an operation failure: VMNotFound " + faults.HostileText()
	e.Source.Component = "a\x1b[31m\xff"
	stored, err := client.CoreV1().Events(e.Namespace).Create(t.Context(), &e, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if utf8.ValidString(stored.Message) || !strings.Contains(stored.Message, "\x1b") {
		t.Error("the server has changed the text, so that this test proves nothing")
	}
	at := begin.Add(40 * time.Minute).Format(time.RFC3339)
	for _, format := range []string{"table", "wide", "markdown", "html", "json", "yaml"} {
		for _, names := range [][]string{nil, {"n"}} {
			bench := &faultBench{cluster: c, args: append([]string{"--at", at, "-o", format}, names...)}
			r := bench.run(t, c.Kubeconfig(t), time.Minute)
			if r.status != 0 || r.stderr != "" || !strings.Contains(r.stdout, "VMNotFound") {
				t.Errorf("-o %s %q: the status is %d: %s%.2000s", format, names, r.status, r.stderr, r.stdout)
			}
			raw := strings.IndexFunc(r.stdout, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) })
			if !utf8.ValidString(r.stdout) || raw >= 0 {
				t.Errorf("-o %s %q: UTF-8 %t, and raw at byte %d", format, names, utf8.ValidString(r.stdout), raw)
			}
		}
	}
}
