package cmd_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// rawEvents returns a list of one event with such a text, by content type.
func rawEvents(t *testing.T) map[string][]byte {
	t.Helper()
	const here = "HERE"
	hostile := faults.HostileText()
	at := metav1.NewTime(now.Add(-20 * time.Minute))
	e := corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: "e", Namespace: "default"},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "n"}, Reason: "NodeRebootError", FirstTimestamp: at, LastTimestamp: at,
		Message: "Node auto-repair reboot action failed due to an operation failure: VMNotFound " + here, Source: corev1.EventSource{Component: here},
	}
	list := corev1.EventList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "EventList"}, Items: []corev1.Event{e}}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	// JSON must escape the lowest characters; all others stand in it raw.
	escaped, err := json.Marshal(hostile[:0x20])
	if err != nil {
		t.Fatal(err)
	}
	list.Items[0].Message, list.Items[0].Source.Component = strings.Replace(e.Message, here, hostile, 1), hostile[:0x80]
	var binary bytes.Buffer
	if err := protobuf.NewSerializer(scheme.Scheme, scheme.Scheme).Encode(&list, &binary); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"application/vnd.kubernetes.protobuf": binary.Bytes(),
		"application/json":                    bytes.ReplaceAll(text, []byte(here), []byte(string(escaped[1:len(escaped)-1])+hostile[0x20:])),
	}
}

func TestRawTextsOfAServerReachNobodyRaw(t *testing.T) {
	upstream, err := url.Parse(nodesServer(t, node("n", false)))
	if err != nil {
		t.Fatal(err)
	}
	for contentType, events := range rawEvents(t) {
		if utf8.Valid(events) {
			t.Fatalf("the events as %s are UTF-8, so that this test proves nothing", contentType)
		}
		mux := http.NewServeMux()
		mux.Handle("/", httputil.NewSingleHostReverseProxy(upstream))
		mux.HandleFunc("GET /api/v1/namespaces/default/events", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write(events)
		})
		server := httptest.NewServer(dated(mux))
		t.Cleanup(server.Close)
		for _, format := range []string{"table", "wide", "brief", "markdown", "html", "json", "yaml", "kyaml", "name"} {
			for _, names := range [][]string{nil, {"n"}} {
				status, stdout, stderr := run(t, append([]string{"diagnose", "--server", server.URL, "-o", format}, names...)...)
				if status != 0 || stderr != "" || (format != "name" && !strings.Contains(stdout, "VMNotFound")) {
					t.Errorf("%s, -o %s %q: the status is %d: %s%.2000s", contentType, format, names, status, stderr, stdout)
				}
				raw := strings.IndexFunc(stdout, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) })
				if raw >= 0 || !utf8.ValidString(stdout) {
					t.Errorf("%s, -o %s %q: raw at byte %d, UTF-8 %t", contentType, format, names, raw, utf8.ValidString(stdout))
				}
			}
		}
	}
}
