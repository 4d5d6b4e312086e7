package dump

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// sampleObjects returns two nodes, an event and a pod as a server sends them.
func sampleObjects() []runtime.Object {
	var objects []runtime.Object
	for _, name := range []string{"up", "down"} {
		n := snapshottest.Node(name, corev1.ConditionUnknown)
		n.TypeMeta = metav1.TypeMeta{Kind: "Node", APIVersion: "v1"}
		n.Status.Conditions[0].LastHeartbeatTime, n.Status.Conditions[0].LastTransitionTime = metav1.NewTime(snapshottest.Minute(-9)), metav1.NewTime(snapshottest.Minute(-8))
		n.Status.NodeInfo = corev1.NodeSystemInfo{OSImage: "Ubuntu", SystemUUID: "0"}
		objects = append(objects, &n)
	}
	return append(objects,
		&corev1.Pod{TypeMeta: metav1.TypeMeta{Kind: "Pod", APIVersion: "v1"}, Status: corev1.PodStatus{Phase: corev1.PodRunning, QOSClass: corev1.PodQOSBurstable}},
		&corev1.Event{
			TypeMeta: metav1.TypeMeta{Kind: "Event", APIVersion: "v1"}, ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: "default"},
			InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "down"}, Reason: "NodeRebootError", Message: "failed:\n  ErrorCode: X",
			LastTimestamp: metav1.NewTime(snapshottest.Minute(-3)), Type: corev1.EventTypeWarning,
		})
}

// sortedYAML returns an object or a list as kubectl writes it, in YAML or JSON.
func sortedYAML(t *testing.T, object any, indent string) string {
	t.Helper()
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	var members any
	if err := json.Unmarshal(data, &members); err != nil {
		t.Fatal(err)
	}
	if indent == "" {
		data, err = yaml.Marshal(members)
	} else {
		data, err = json.MarshalIndent(members, "", indent)
		data = append(data, '\n')
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A dump that was cut anywhere is an error, or has a gap, or what is left of it is whole:
// where nothing is around the objects, the end of one of them may be the end of the dump.
func TestADumpThatIsCutAnywhereIsNeverTakenForWhole(t *testing.T) {
	objects := sampleObjects()
	list := map[string]any{"apiVersion": "v1", "kind": "List", "metadata": map[string]any{"resourceVersion": ""}, "items": objects}
	var documents, items, nodes []string
	for _, object := range objects {
		document := sortedYAML(t, object, "")
		documents = append(documents, document)
		items = append(items, "  - "+strings.ReplaceAll(strings.TrimSpace(document), "\n", "\n    ")+"\n")
		if strings.Contains(document, "\nkind: Node\n") { // as in the list of one kind, whose items do not name it
			document = strings.NewReplacer("apiVersion: v1\n", "", "kind: Node\n", "").Replace(document)
			nodes = append(nodes, "- "+strings.ReplaceAll(strings.TrimSpace(document), "\n", "\n  ")+"\n")
		}
	}
	for name, c := range map[string]struct {
		text string
		// closed: something is around the objects, or there is one alone.
		closed bool
	}{
		"JSON":            {sortedYAML(t, list, "    "), true},
		"YAML":            {sortedYAML(t, list, ""), true},
		"YAML of nodes":   {"apiVersion: v1\nitems:\n" + strings.Join(nodes, "") + "kind: NodeList\nmetadata:\n  resourceVersion: \"1\"\n", true},
		"an event":        {documents[3], true},
		"a node":          {documents[1], true},
		"documents":       {strings.Join(documents, "---\n"), false},
		"JSON in a row":   {sortedYAML(t, objects[0], " ") + sortedYAML(t, objects[1], " ") + sortedYAML(t, objects[3], " "), false},
		"the kind first":  {"kind: List\napiVersion: v1\nitems:\n" + strings.Join(items, ""), false},
		"logs in between": {documents[0] + "---\n==== START logs for container c\nlog\n==== END logs for container c\n---\n" + documents[3], false},
	} {
		t.Run(name, func(t *testing.T) {
			whole := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(c.text), At: snapshottest.Minute(0)})
			for end := range len(c.text) {
				got, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(c.text[:end]), At: snapshottest.Minute(0)}.Snapshot(t.Context())
				if err != nil || !isSubset(got.Gaps, whole.Gaps) {
					continue
				}
				if !isSubset(got.Nodes, whole.Nodes) || !isSubset(got.Events, whole.Events) ||
					c.closed && len(got.Nodes)+len(got.Events) < len(whole.Nodes)+len(whole.Events) {
					t.Fatalf("cut behind byte %d, %q, it passes for whole", end, c.text[max(0, end-40):end])
				}
			}
		})
	}
}

// isSubset says whether others has all of some.
func isSubset[T any](some, others []T) bool {
	return !slices.ContainsFunc(some, func(a T) bool {
		return !slices.ContainsFunc(others, func(b T) bool { return reflect.DeepEqual(a, b) })
	})
}

func TestAnObjectThatIsIncompleteIsAGapWithItsPlace(t *testing.T) {
	const event = "---\napiVersion: v1\nkind: Event\nmetadata:\n  name: x\n  namespace: default\n"
	const about = event + "involvedObject: {kind: Node, name: down}\n"
	for name, c := range map[string]struct{ text, want string }{
		"whole":                  {about + "type: Normal\n", ""},
		"nothing behind":         {about + "---\n", ""},
		"in brackets":            {"---\n{apiVersion: v1, kind: Node, metadata: {name: x}}", ""},
		"an event about nothing": {event + "---\n", `line 8, byte 452: Event "x" is not valid: it does not say what it is about`},
		"a node without a name":  {"---\napiVersion: v1\nkind: Node\nmetadata:\n---\n", `line 8, byte 452: Node "" is not valid: it has no name`},
		"an event's end":         {about + "type: Norm", `line 8, byte 452: Event "x" may have been cut off: it ends with the text, before its type`},
		"a node's end":           {"---\napiVersion: v1\nkind: Node\nmetadata:\n  name: x\nstatus:\n  conditions:\n", `line 8, byte 452: Node "x" may have been cut off: it ends with the text, before its status.nodeInfo.systemUUID`},
		"before anything":        {"---\naction: Reboot\n", "line 8, byte 452: it ends too early"},
		"before its kind":        {"---\napiVersion: v1\n", "line 8, byte 452: it ends too early"},
		"a pod's last line":      {"---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: some", "line 8, byte 452: it ends too early"},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, t.TempDir(), "dump.tgz", packTar(t, map[string]string{"a/dump.yaml": dumpedNodes + c.text}))
			got := snapshottest.Take(t, Dump{Filenames: []string{file}})
			if c.want == "" {
				snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), map[bool]string{true: "events"}[strings.HasPrefix(c.text, "---\n{")])
				return
			}
			last := got.Gaps[len(got.Gaps)-1]
			snapshottest.Contains(t, last.Subject()+": "+last.Reason, file+": a/dump.yaml: "+c.want)
		})
	}
}
