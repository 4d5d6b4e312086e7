package lean

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// wholeNodes returns nodes that have all that is left out, and more.
func wholeNodes(n int) *corev1.NodeList {
	list := &corev1.NodeList{ListMeta: metav1.ListMeta{Continue: "token"}, Items: snapshottest.SomeNodes(n, n)}
	for i := range list.Items {
		node := &list.Items[i]
		node.ManagedFields = []metav1.ManagedFieldsEntry{{Manager: "kubelet", FieldsV1: metav1.NewFieldsV1(strings.Repeat("x", 100*i))}}
		node.Finalizers, node.Annotations = []string{"a"}, map[string]string{"b": "c"}
		node.Spec.Taints = []corev1.Taint{{Key: "d", TimeAdded: &metav1.Time{}}}
		node.Status.Images = slices.Repeat([]corev1.ContainerImage{{Names: []string{"image"}, SizeBytes: 1}}, 7*i)
		node.Status.VolumesInUse = []corev1.UniqueVolumeName{"volume"}
		node.Status.VolumesAttached = []corev1.AttachedVolume{{Name: "volume"}}
		node.Status.Config = &corev1.NodeConfigStatus{Error: "e"}
		node.Status.RuntimeHandlers = []corev1.NodeRuntimeHandler{{Name: "f"}}
	}
	return list
}

// answerOf returns a list as an API server sends it.
func answerOf(t testing.TB, list *corev1.NodeList) []byte {
	t.Helper()
	inside, err := list.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	unknown, err := (&runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Raw: inside, ContentType: "x"}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte(bounds.Envelope), unknown...)
}

// passed returns what becomes of an answer.
func passed(answer io.Reader, l List) ([]byte, error) {
	b := &body{ReadCloser: io.NopCloser(answer), list: l}
	defer func() { _ = b.Close() }()
	return io.ReadAll(iotest.OneByteReader(b))
}

// nodes leaves out of nodes what is not read.
func nodes() List { return List{Unread: Nodes(), Check: func(int, int) error { return nil }} }

// decoded returns the nodes in an answer; false where it has none or is not valid.
func decoded(answer []byte) (*corev1.NodeList, bool) {
	inside, _, is := bounds.ListIn(answer, "NodeList")
	list := &corev1.NodeList{}
	return list, is && list.Unmarshal(inside) == nil
}

func TestAListComesWithoutWhatIsNotRead(t *testing.T) {
	list := wholeNodes(20)
	answer := answerOf(t, list)
	for i := range list.Items {
		snapshot.SlimNode(&list.Items[i])
	}
	for name, source := range map[string]io.Reader{
		"at once": bytes.NewReader(answer), "byte by byte": iotest.OneByteReader(bytes.NewReader(answer)), "with its end": iotest.DataErrReader(bytes.NewReader(answer)),
	} {
		short, err := passed(source, nodes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, is := decoded(short); !is || !equality.Semantic.DeepEqual(got, list) {
			t.Errorf("%s: nodes differ:\n%v\n%v", name, got, list)
		}
		if want := answerOf(t, list); !bytes.Equal(short, want) {
			t.Errorf("%s: the answer has other %d bytes than the %d of such a list", name, len(short), len(want))
		}
	}
}

// TestAListThatIsCutIsNotReadAsAShorterOne has also bytes that are of no list.
func TestAListThatIsCutIsNotReadAsAShorterOne(t *testing.T) {
	answer := answerOf(t, wholeNodes(3))
	end := len(answer) - len("\x1a\x00\x22\x01x") // of the list: what follows says nothing of it
	for n := range answer {
		short, err := passed(bytes.NewReader(answer[:n]), nodes())
		if _, is := decoded(short); err != nil || is != (n >= end) {
			t.Errorf("%d of %d bytes: decoded: %t, %v", n, len(answer), is, err)
		}
	}
	for _, rest := range []string{"", "\xff\xff\xff", "\x12\x7f", "\x12", "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x12\x02\x12\x05", "\x12\x04\x12\x02\x1a\x7f", "\x12\x03\x0b\x0c\x08", "\x08\x01\x0a\x00"} {
		text := bounds.Envelope + rest
		if short, err := passed(strings.NewReader(text), nodes()); err != nil || string(short) != text {
			t.Errorf("%q becomes %q, %v", text, short, err)
		}
	}
}

func TestAnAnswerThatIsNoProtobufIsPassedOnAsItComes(t *testing.T) {
	for _, text := range []string{"", "k", `{"kind":"NodeList","items":[{}]}`, strings.Repeat("<html>", 100_000)} {
		if got, err := passed(strings.NewReader(text), nodes()); err != nil || string(got) != text {
			t.Errorf("%.20q becomes %.20q, %v", text, got, err)
		}
	}
}

func TestAFailureIsNoEnd(t *testing.T) {
	broken := errors.New("broken")
	answer := answerOf(t, wholeNodes(3))
	for n := range answer {
		if _, err := passed(io.MultiReader(bytes.NewReader(answer[:n]), iotest.ErrReader(broken)), nodes()); !errors.Is(err, broken) {
			t.Errorf("after %d of %d bytes the error is %v", n, len(answer), err)
		}
	}
}

func TestAListIsCheckedWhileItComes(t *testing.T) {
	tooMany := errors.New("too many")
	list := wholeNodes(20)
	sizes := 0
	for i := range list.Items[:5] {
		sizes += 3 + list.Items[i].Size() // a tag, and a length of one byte or two
	}
	var most int
	check := func(objects, bytes int) error {
		if most = objects; objects == 5 {
			if bytes > sizes || bytes < sizes-5 {
				t.Errorf("5 objects have %d bytes, not about %d", bytes, sizes)
			}
			return tooMany
		}
		return nil
	}
	if _, err := passed(bytes.NewReader(answerOf(t, list)), List{Unread: Nodes(), Check: check}); !errors.Is(err, tooMany) || most != 5 {
		t.Errorf("after %d objects: %v", most, err)
	}
}

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
			n, ctx, list := i%10, t.Context(), wholeNodes(i%10)
			if i%4 != 3 { // others ask for nodes as they are
				ctx = With(ctx, nodes())
				for i := range list.Items {
					snapshot.SlimNode(&list.Items[i])
				}
			}
			got := ask(ctx, t, client, fmt.Sprintf("%s?n=%d", server.URL, n))
			if want := answerOf(t, list); !bytes.Equal(got, want) {
				t.Errorf("of %d nodes %d bytes come, want %d", n, len(got), len(want))
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
