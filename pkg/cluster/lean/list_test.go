package lean

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
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

// nodes takes nodes into a list, without what is not read.
func nodes(into *corev1.NodeList) List {
	o := &Objects[corev1.Node, *corev1.Node]{Kind: "NodeList", Unread: Nodes(), Decode: DecodeNode}
	l := o.Begin(func(int, int) error { return nil })
	l.Take = func(object []byte, more int) bool {
		defer func() { into.Items = o.Items }()
		return o.take(object, more)
	}
	return l
}

// decoded adds what is left in an answer to the nodes that were taken; false where it is no list of nodes or is not
// valid.
func decoded(answer []byte, into *corev1.NodeList) bool {
	inside, is := bounds.ListIn(answer, "NodeList")
	return is && into.Unmarshal(inside) == nil
}

// decodes takes nodes from an answer, and what is left of it.
func decodes(t *testing.T, name string, answer io.Reader) (*corev1.NodeList, bool) {
	t.Helper()
	into := &corev1.NodeList{}
	short, err := passed(answer, nodes(into))
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return into, decoded(short, into)
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
		got := &corev1.NodeList{}
		short, err := passed(source, nodes(got))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := answerOf(t, &corev1.NodeList{ListMeta: list.ListMeta}); !bytes.Equal(short, want) {
			t.Errorf("%s: %d bytes are left, want the %d of a list without nodes", name, len(short), len(want))
		}
		if !decoded(short, got) || !equality.Semantic.DeepEqual(got, list) {
			t.Errorf("%s: nodes differ:\n%v\n%v", name, got, list)
		}
	}
}

func TestANodeThatIsNotTakenStaysInTheList(t *testing.T) {
	list, got := wholeNodes(20), &corev1.NodeList{}
	l, n, most := nodes(got), 0, 0
	taken := l.Take
	l.Take = func(object []byte, more int) bool {
		n, most = n+1, max(most, more)
		return n%3 > 0 && taken(object, more)
	}
	short, err := passed(bytes.NewReader(answerOf(t, list)), l)
	if err != nil || len(got.Items) != 27 || !decoded(short, got) || len(got.Items) != 40 {
		t.Errorf("%d nodes, %v", len(got.Items), err)
	}
	for i := range list.Items {
		snapshot.SlimNode(&list.Items[i])
	}
	slices.SortFunc(got.Items, func(a, b corev1.Node) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(list.Items, func(a, b corev1.Node) int { return strings.Compare(a.Name, b.Name) })
	if !equality.Semantic.DeepEqual(got, list) {
		t.Error("the nodes differ")
	}
	if most < 39 {
		t.Errorf("at most %d nodes were to come after the first of 40, which is the smallest", most)
	}
}

func TestObjectsOfAnotherKindAreNotTaken(t *testing.T) {
	answer := answerOf(t, wholeNodes(3))
	other := bytes.Replace(answer, []byte("NodeList"), []byte("PodLists"), 1)
	version := bytes.Replace(answer, []byte("\x02v1"), []byte("\x02v2"), 1)
	for _, answer := range [][]byte{other, version} {
		got := &corev1.NodeList{}
		if short, err := passed(bytes.NewReader(answer), nodes(got)); err != nil || !bytes.Equal(short, answer) || len(got.Items) > 0 {
			t.Errorf("%d nodes are taken, %v", len(got.Items), err)
		}
	}
}

// TestAListThatIsCutIsNotReadAsAShorterOne has also bytes that are of no list.
func TestAListThatIsCutIsNotReadAsAShorterOne(t *testing.T) {
	answer := answerOf(t, wholeNodes(3))
	end := len(answer) - len("\x1a\x00\x22\x01x") // of the list: what follows says nothing of it
	for n := range answer {
		if _, is := decodes(t, "cut", bytes.NewReader(answer[:n])); is != (n >= end) {
			t.Errorf("%d of %d bytes: decoded: %t", n, len(answer), is)
		}
	}
	for _, rest := range []string{"", "\xff\xff\xff", "\x12\x7f", "\x12", "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x12\x02\x12\x05", "\x12\x04\x12\x02\x1a\x7f", "\x12\x03\x0b\x0c\x08", "\x08\x01\x0a\x00"} {
		text := bounds.Envelope + rest
		if short, err := passed(strings.NewReader(text), nodes(&corev1.NodeList{})); err != nil || string(short) != text {
			t.Errorf("%q becomes %q, %v", text, short, err)
		}
	}
}

func TestAnAnswerThatIsNoProtobufIsPassedOnAsItComes(t *testing.T) {
	for _, text := range []string{"", "k", `{"kind":"NodeList","items":[{}]}`, strings.Repeat("<html>", 100_000)} {
		if got, err := passed(strings.NewReader(text), nodes(&corev1.NodeList{})); err != nil || string(got) != text {
			t.Errorf("%.20q becomes %.20q, %v", text, got, err)
		}
	}
}

// TestASecondListIsRefused has one behind the first in the same answer: what decodes it as a whole takes only the last.
func TestASecondListIsRefused(t *testing.T) {
	answer, got := answerOf(t, wholeNodes(3)), &corev1.NodeList{}
	answer = append(answer, bytes.TrimPrefix(answer, []byte(bounds.Envelope))...)
	if _, err := passed(bytes.NewReader(answer), nodes(got)); err == nil || !strings.Contains(err.Error(), "no API server sends") {
		t.Errorf("%d nodes, %v", len(got.Items), err)
	}
}

func TestAFailureIsNoEnd(t *testing.T) {
	broken := errors.New("broken")
	answer := answerOf(t, wholeNodes(3))
	for n := range answer {
		if _, err := passed(io.MultiReader(bytes.NewReader(answer[:n]), iotest.ErrReader(broken)), nodes(&corev1.NodeList{})); !errors.Is(err, broken) {
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
	l := nodes(&corev1.NodeList{})
	l.Check = check
	if _, err := passed(bytes.NewReader(answerOf(t, list)), l); !errors.Is(err, tooMany) || most != 5 {
		t.Errorf("after %d objects: %v", most, err)
	}
}
