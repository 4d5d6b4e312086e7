package cluster

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// status answers with a Status object, in protobuf like the real server.
func status(err *apierrors.StatusError) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		code := int(err.ErrStatus.Code)
		headerFirst := &statusWriter{ResponseWriter: w, code: code}
		object := err.ErrStatus
		send(headerFirst, r, &object)
	}
}

// statusWriter writes its status before the first byte of the body.
type statusWriter struct {
	http.ResponseWriter
	code int
}

func (w *statusWriter) Write(data []byte) (int, error) {
	w.WriteHeader(w.code)
	return w.ResponseWriter.Write(data)
}

// plain answers with a status and a text, like a proxy or the server's own filters.
func plain(code int, contentType, text string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}
}

// forbidden answers with the real server's refusal of a request.
func forbidden(resource, namespace string) http.HandlerFunc {
	where := "at the cluster scope"
	if namespace != "" {
		where = "in the namespace " + strconv.Quote(namespace)
	}
	return status(&apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: http.StatusForbidden, Reason: metav1.StatusReasonForbidden,
		Message: resource + ` is forbidden: User "dev" cannot list resource "` + resource + `" in API group "" ` + where,
	}})
}

func unauthorized() http.HandlerFunc { return status(apierrors.NewUnauthorized("Unauthorized")) }

func expired() http.HandlerFunc {
	return status(apierrors.NewResourceExpired("The provided continue parameter is too old"))
}

func broken() http.HandlerFunc {
	return status(apierrors.NewInternalError(io.ErrClosedPipe))
}

// neverAnswer answers only when the client has gone away.
func neverAnswer(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// cutBeforeAnswer closes the connection before the first byte.
func cutBeforeAnswer(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cutInAnswer closes the connection in the middle of the body.
func cutInAnswer(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"kind":"Table","rows":[`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// onLines scripts an answer for the requests that start with a line; others get the usual one.
func onLines(start string, answer http.HandlerFunc) func(string, int) http.HandlerFunc {
	return func(line string, _ int) http.HandlerFunc {
		if strings.HasPrefix(line, start) {
			return answer
		}
		return nil
	}
}

// everywhere scripts the same answer for all requests.
func everywhere(answer http.HandlerFunc) func(string, int) http.HandlerFunc {
	return onLines("", answer)
}

// getterFor returns a kubeconfig with one context, "prod", for a server.
func getterFor(server, timeout string) genericclioptions.RESTClientGetter {
	raw := clientcmdapi.NewConfig()
	raw.Clusters["c"] = &clientcmdapi.Cluster{Server: server, InsecureSkipTLSVerify: strings.HasPrefix(server, "https:")}
	raw.AuthInfos["u"] = &clientcmdapi.AuthInfo{Token: "t"}
	raw.Contexts["prod"] = &clientcmdapi.Context{Cluster: "c", AuthInfo: "u"}
	raw.CurrentContext = "prod"
	overrides := &clientcmd.ConfigOverrides{Timeout: timeout}
	return genericclioptions.NewTestConfigFlags().WithClientConfig(clientcmd.NewDefaultClientConfig(*raw, overrides))
}

// newTestLive returns a Live for a test server, and its waits, which are recorded and take no
// time.
func newTestLive(t *testing.T, s *apiServer, o LiveOptions) (*Live, *[]time.Duration) {
	t.Helper()
	if o.Now == nil {
		o.Now = snapshottest.TestTime
	}
	live, err := NewLive(getterFor(s.URL, "0"), o)
	if err != nil {
		t.Fatalf("NewLive: %v", err)
	}
	waits := &[]time.Duration{}
	live.pause = func(ctx context.Context, d time.Duration) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		*waits = append(*waits, d)
		return ctx.Err()
	}
	return live, waits
}

func nodeResource() schema.GroupResource { return corev1.Resource("nodes") }

const (
	tableLine     = "nodes?includeObject=None&resourceVersion=0"
	nodesLine     = "nodes?limit=500"
	defaultEvents = "namespaces/default/events?fieldSelector=involvedObject.kind=Node&limit=6000"
	systemEvents  = "namespaces/kube-system/events?fieldSelector=involvedObject.kind=Node&limit=6000"
)
