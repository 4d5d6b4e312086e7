package bounds

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestTheTokenIsPassedOnBeforeTheObjectsAreThere(t *testing.T) {
	list := &corev1.NodeList{ListMeta: metav1.ListMeta{ResourceVersion: "7", Continue: "a token"}, Items: make([]corev1.Node, 200)}
	for i := range list.Items {
		list.Items[i].Name = strings.Repeat("x", 200)
	}
	last := list.DeepCopy()
	last.Continue = ""
	long := list.DeepCopy()
	long.Continue = strings.Repeat("y", 3*maxHead)
	for name, test := range map[string]struct {
		answer []byte
		want   string
	}{
		"a page": {inProtobuf(t, list), "a token"}, "the last": {inProtobuf(t, last), ""}, "JSON": {[]byte(`{"metadata":{"continue":"a token"}}`), ""},
		"nothing": {nil, ""}, "a token that is too long": {inProtobuf(t, long), ""}, "another message": {[]byte(Envelope + "\x08\x01\x12\x02ab"), ""},
	} {
		for _, step := range []int{1, 7, 100, 1 << 20} {
			var got []string
			h := head{next: func(token string) { got = append(got, token) }}
			rest, at := test.answer, 0
			for len(rest) > 0 {
				n := min(step, len(rest))
				h.add(rest[:n])
				rest = rest[n:]
				if len(got) > 0 && at == 0 {
					at = len(test.answer) - len(rest)
				}
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%s in steps of %d: the tokens are %q, want %q", name, step, got, test.want)
			}
			if at > 100+step {
				t.Errorf("%s in steps of %d: it was known after %d bytes", name, step, at)
			}
			if len(h.bytes) > maxHead+step {
				t.Errorf("%s in steps of %d: %d bytes were kept", name, step, len(h.bytes))
			}
		}
	}
}
