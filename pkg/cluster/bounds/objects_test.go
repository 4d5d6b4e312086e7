package bounds

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// inProtobuf returns a list as an API server sends it.
func inProtobuf(t *testing.T, list *corev1.NodeList) []byte {
	t.Helper()
	raw, err := list.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := (&runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Raw: raw}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte("k8s\x00"), envelope...)
}

func TestObjectsAreCountedBeforeTheyAreDecoded(t *testing.T) {
	list := func(n int, element string) []byte {
		return []byte(`{"kind":"NodeList","metadata":{"a":1},"items":[` + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + `]}`)
	}
	const node = `{"metadata":{"name":"a, {[","labels":{"a":"b","c":"d"}},"status":{"images":[{"names":["x","y","z"]},{},{}]}}`
	for name, test := range map[string]struct {
		answer []byte
		table  bool
		over   bool
	}{
		"a hundred nodes":             {list(100, node), false, false},
		"more":                        {list(102, node), false, true},
		"empty objects":               {list(10_000, "{}"), false, true},
		"nulls":                       {list(10_000, "null"), false, true},
		"numbers":                     {list(10_000, "0"), false, true},
		"one with many parts":         {[]byte(`{"a":{` + strings.Repeat(`"b":[{},{}],`, 1000) + `"c":1}}`), false, false},
		"a hundred rows":              {list(100, `{"cells":["a","Ready"],"x":[1,2,3]}`), true, false},
		"more rows":                   {list(102, `{"cells":["a","Ready"]}`), true, true},
		"null rows":                   {list(1000, "null"), true, true},
		"a hundred nodes in protobuf": {inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 100)}), false, false},
		"more in protobuf":            {inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 101)}), false, true},
		"cut in protobuf":             {inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 100)})[:70], false, false},
		"rubbish":                     {[]byte("k8s\x00\xff\xff\xff\xff\x7f\x0a\x03"), false, false},
		"brackets that do not match":  {[]byte(`]]}` + strings.Repeat(",", 200)), false, false},
		"nothing":                     {nil, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Objects(test.answer, test.table, 100); (err != nil) != test.over {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestAListInAnAnswerIsWholeAndOfItsKind(t *testing.T) {
	answer := inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 3)})
	for i := range answer[:len(answer)-4] { // the encoding and the type of the content, which are empty, come last
		if _, _, is := ListIn(answer[:i], "NodeList"); is {
			t.Fatalf("the first %d of %d bytes are taken for a list", i, len(answer))
		}
	}
	for kind, want := range map[string]bool{"NodeList": true, "EventList": false, "": false} {
		list, n, is := ListIn(answer, kind)
		var nodes corev1.NodeList
		if is != want || is && (nodes.Unmarshal(list) != nil || len(nodes.Items) != 3 || n != 3) {
			t.Errorf("%q: it is one: %t, with %d nodes", kind, is, len(nodes.Items))
		}
	}
}
