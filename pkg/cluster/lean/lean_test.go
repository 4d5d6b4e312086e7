package lean

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// TestAnswersThatComeAtOnceAreNotMixed reads through a server, as a client does.
func TestAnswersThatComeAtOnceAreNotMixed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscan(r.URL.Query().Get("n"), &n)
		if n == 0 {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write(answerOf(t, wholeNodes(n)))
	}))
	defer server.Close()
	client := &http.Client{Transport: Wrap(http.DefaultTransport)}
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			n, ctx, list, got := i%10, t.Context(), wholeNodes(i%10), &corev1.NodeList{}
			if i%4 != 3 { // others ask for nodes as they are
				ctx = With(ctx, nodes(got))
				for i := range list.Items {
					snapshot.SlimNode(&list.Items[i])
				}
			}
			answer := ask(ctx, t, client, fmt.Sprintf("%s?n=%d", server.URL, n))
			if taken := len(got.Items); !decoded(answer, got) || !equality.Semantic.DeepEqual(got, list) || taken > 0 && i%4 == 3 {
				t.Errorf("of %d nodes %d are taken, and %d come", n, taken, len(got.Items))
			}
		})
	}
	all.Wait()
}

// ask reads an answer.
func ask(ctx context.Context, t *testing.T, client *http.Client, address string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Error(err)
		return nil
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer func() { _ = answer.Body.Close() }()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return got
}
