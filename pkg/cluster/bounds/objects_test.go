package bounds

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// behind returns a list with empty objects behind other bytes.
func behind(t *testing.T, bytes string, objects int) []byte {
	t.Helper()
	envelope, err := (&runtime.Unknown{Raw: []byte(bytes + strings.Repeat("\x12\x00", objects))}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte(Envelope), envelope...)
}

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
		"rubbish":                     {[]byte("k8s\x00\xff\xff\xff\xff\x7f\x0a\x03"), false, true},
		"a group":                     {behind(t, "\x7b\x08\x01\x7c", 100), false, false},
		"more behind a group":         {behind(t, "\x7b\x08\x01\x7c", 101), false, true},
		"a group of another end":      {behind(t, "\x7b\x08\x01\x74", 1), false, true},
		"a number that is too big":    {behind(t, "\xfa\xff\xff\xff\xff\x01\x00", 1), false, true},
		"brackets that do not match":  {[]byte(`]]}` + strings.Repeat(",", 200)), false, false},
		"nothing":                     {nil, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Objects(test.answer, "nodes", test.table, 0, 100); (err != nil) != test.over {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestAListInAnAnswerIsWholeAndOfItsKind(t *testing.T) {
	answer := inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 3)})
	for i := range answer[:len(answer)-4] { // the encoding and the type of the content, which are empty, come last
		if _, is := ListIn(answer[:i], "NodeList"); is {
			t.Fatalf("the first %d of %d bytes are taken for a list", i, len(answer))
		}
	}
	for kind, want := range map[string]bool{"NodeList": true, "EventList": false, "": false} {
		list, is := ListIn(answer, kind)
		var nodes corev1.NodeList
		if is != want || is && (nodes.Unmarshal(list) != nil || len(nodes.Items) != 3) {
			t.Errorf("%q: it is one: %t, with %d nodes", kind, is, len(nodes.Items))
		}
	}
}

// An object that a server has stored has a name, a UID, a version and times.
func TestManyObjectsThatAreTooSmallAreNotDecoded(t *testing.T) {
	item := func(size int) string {
		return `{"metadata":{"name":"` + strings.Repeat("x", size-len(`{"metadata":{"name":""}},`)) + `"}}`
	}
	list := func(n int, item string) []byte {
		return []byte(`{"kind":"List","items":[` + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + `]}`)
	}
	for resource, size := range map[string]int{"nodes": 700, "pods": 700, "events": 400, "leases": 150} {
		for name, test := range map[string]struct {
			answer []byte
			table  bool
			over   bool
		}{
			"objects of a real size":       {list(2000, item(size+1)), false, false},
			"real ones with many parts":    {list(2000, `{"metadata":{"name":"a","labels":{`+strings.TrimSuffix(strings.Repeat(`"a":"b",`, size/8), ",")+`}}}`), false, false},
			"a few that are small":         {list(1000, item(30)), false, false},
			"many that are small":          {list(2000, item(size-10)), false, true},
			"rows, which are always small": {[]byte(`{"rows":[` + strings.TrimSuffix(strings.Repeat(`{"cells":["a","Ready"]},`, 2000), ",") + `]}`), true, false},
		} {
			if err := Objects(test.answer, resource, test.table, 0, 100_000); (err != nil) != test.over {
				t.Errorf("%s, %s: the error is %v", resource, name, err)
			}
		}
	}
	for taken, want := range map[int]bool{97: false, 98: true} { // three more
		if err := Objects(inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 3)}), "nodes", false, taken, 100); (err != nil) != want || want && !strings.Contains(err.Error(), "more than 100 objects") {
			t.Errorf("after %d that were taken: %v", taken, err)
		}
	}
	if err := Objects(inProtobuf(t, &corev1.NodeList{Items: make([]corev1.Node, 50_000)}), "nodes", false, 0, 100_000); err == nil {
		t.Error("50,000 empty nodes in protobuf are decoded")
	}
}
