package dump

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// evidence is a snapshot with every field set, and with a time of more precision than
// Kubernetes' JSON has.
func evidence() Evidence {
	down, up := snapshottest.Node("down", corev1.ConditionUnknown), snapshottest.Node("later", corev1.ConditionTrue)
	e := corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: "default", UID: "u"}, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: "down"},
		EventTime: metav1.NewMicroTime(snapshottest.Minute(-5).Add(123456 * time.Microsecond)), Message: "text",
	}
	return Evidence{Version: "v1", Settings: json.RawMessage(`{"a":1}`), Diagnosis: []byte(`{"kind":"Diagnosis"}`), Snapshot: &snapshot.Snapshot{
		Group: "/subscriptions/s/resourceGroups/g",
		Nodes: []corev1.Node{down, up}, Scan: []snapshot.NodeStatus{{Name: "down", Pool: "p"}, {Name: "up", Ready: true}},
		NodesListed: true, Events: []corev1.Event{e}, TakenAt: snapshottest.Minute(0).Add(123456789), Origin: snapshot.Origin{Context: "c", Server: "https://h"},
		Facts: []snapshot.Fact{
			{Node: "down", Source: snapshot.LeaseSource, Type: snapshot.Heartbeat, Time: snapshottest.Minute(-1).Add(123456 * time.Microsecond)},
			{Source: "s", Type: "t", Status: "st", Reason: "r", Message: "m", Time: snapshottest.Minute(-2), Until: snapshottest.Minute(-1), Count: 2},
		},
		Impact:    &snapshot.Impact{Pods: []corev1.Pod{{ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: "a"}}}, Budgets: []policyv1.PodDisruptionBudget{{ObjectMeta: metav1.ObjectMeta{Name: "b"}}}, Unread: []string{"x"}, BudgetsListed: true},
		Clock:     &snapshot.Clock{Earliest: snapshottest.Minute(-1), Latest: snapshottest.Minute(0), Doubt: "d", Action: "a"},
		Selection: snapshot.Selection{Selector: "a=b"}, Gaps: []snapshot.Gap{{Subjects: []string{"s"}, Reason: "r", Action: "a"}},
	}}
}

// asJSON returns the JSON of a snapshot with its objects, for comparison. Empty slices are
// null, whether or not they are nil.
func asJSON(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	impact := s.Impact
	if impact == nil {
		impact = &snapshot.Impact{}
	}
	data, err := json.MarshalIndent([]any{s, s.Nodes, s.Events, s.Facts, impact.Pods, impact.Budgets}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "[]", "null")
}

func TestSavedEvidenceMakesTheSameSnapshotAgain(t *testing.T) {
	e := evidence()
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	if err := e.Save(file); err != nil {
		t.Fatal(err)
	}
	got := snapshottest.Take(t, Dump{Filenames: []string{file}})
	if a, b := asJSON(t, got), asJSON(t, e.Snapshot); a != b {
		t.Errorf("got\n%s\nwant\n%s", a, b)
	}
	snapshottest.Equal(t, "taken at", got.TakenAt.Equal(e.Snapshot.TakenAt), true)
	snapshottest.Equal(t, "saved by", got.SavedBy, "v1")
	snapshottest.Equal(t, "settings", strings.Join(strings.Fields(string(got.Settings)), ""), `{"a":1}`)
	unpacked := t.TempDir()
	for name, content := range unpack(t, file) {
		write(t, unpacked, name, content)
	}
	if a, b := asJSON(t, snapshottest.Take(t, Dump{Filenames: []string{unpacked}})), asJSON(t, e.Snapshot); a != b {
		t.Errorf("unpacked:\n%s\nwant\n%s", a, b)
	}
}

func TestEveryFieldOfASnapshotIsSaved(t *testing.T) {
	e := evidence()
	e.Snapshot.EventsListed = true
	v := reflect.ValueOf(*e.Snapshot)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).IsZero() && !slices.Contains([]string{"Skipped", "Settings", "SavedBy", "Changes"}, name) {
			t.Errorf("the evidence of these tests says nothing of the field %s: is it saved and read back?", name)
		}
	}
}

func TestSavedFileIsPrivateWholeAndTheSameEachTime(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "evidence.tgz", "an older one")
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := evidence().Save(file); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" { // where a file has the rights that its folder gives
		snapshottest.Equal(t, "mode", info.Mode().Perm(), 0o600)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v (%v), want the file alone", entries, err)
	}
	var one, two bytes.Buffer
	if err := evidence().Write(&one); err != nil {
		t.Fatal(err)
	}
	if err := evidence().Write(&two); err != nil {
		t.Fatal(err)
	}
	snapshottest.Equal(t, "the same bytes", bytes.Equal(one.Bytes(), two.Bytes()), true)
}

func TestFailedSaveLeavesNothingBehindAndTheOlderFileAsItWas(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "evidence.tgz", "an older one")
	e := evidence()
	e.Settings = json.RawMessage("no JSON")
	err := e.Save(file)
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "cannot save the evidence to "+file, "making manifest.json")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	snapshottest.Equal(t, "older file", string(content), "an older one")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v (%v)", entries, err)
	}
	for _, name := range []string{filepath.Join(dir, "no", "folder.tgz"), dir} {
		if err := evidence().Save(name); err == nil || !regexp.MustCompile("^cannot save the evidence to "+regexp.QuoteMeta(name)+": [A-Za-z ]+[.]?$").MatchString(err.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSavedEvidenceIsNarrowedByNamesAndStandsAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	if err := evidence().Save(file); err != nil {
		t.Fatal(err)
	}
	got := snapshottest.Take(t, Dump{Filenames: []string{file}, Selection: snapshot.Selection{Names: []string{"down", "up", "gone"}}, At: snapshottest.Minute(3)})
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "down")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "s | node up")
	snapshottest.Equal(t, "taken at", got.TakenAt, snapshottest.Minute(3))
	for want, dump := range map[string]Dump{
		"stands alone": {Filenames: []string{file, file}},
		"--selector":   {Filenames: []string{file}, Selection: snapshot.Selection{Selector: "a=b"}},
		"was cut":      {Filenames: []string{"-"}, Stdin: strings.NewReader(`{"apiVersion":"` + ManifestAPIVersion + `","kind":"` + ManifestKind + `","snapshot":{}}`)},
	} {
		_, err := dump.Snapshot(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestCutEvidenceHasAGap(t *testing.T) {
	var out bytes.Buffer
	if err := evidence().Write(&out); err != nil {
		t.Fatal(err)
	}
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(out.Bytes()[:out.Len()-100])})
	snapshottest.Equal(t, "listed", got.NodesListed || got.EventsListed, false)
	snapshottest.Equal(t, "gaps", len(got.Gaps), 2)
}

func TestEvidenceWithOtherObjectsBesideItIsRefused(t *testing.T) {
	var out bytes.Buffer
	if err := evidence().Write(&out); err != nil {
		t.Fatal(err)
	}
	one := write(t, t.TempDir(), "one.tgz", out.String())
	loose := unpack(t, one)
	loose["old.json"] = dumpedEvents
	for name, c := range map[string]struct {
		files         map[string]string
		pattern, want string
	}{
		"two in a folder":       {map[string]string{"a.tgz": out.String(), "b.tgz": out.String()}, "", "b.tgz: manifest.json"},
		"two by a pattern":      {map[string]string{"a.tgz": out.String(), "b.tgz": out.String()}, "*.tgz", "b.tgz: manifest.json"},
		"two in an archive":     {map[string]string{"x.tgz": packTar(t, map[string]string{"a.tgz": out.String(), "b.tgz": out.String()})}, "x.tgz", ".tgz: manifest.json"},
		"a dump before":         {map[string]string{"a.yaml": dumpedNodes, "b.tgz": out.String()}, "", "a.yaml"},
		"a dump behind":         {map[string]string{"a.tgz": out.String(), "b.json": dumpedEvents}, "", "b.json"},
		"a dump among files":    {loose, "", "old.json"},
		"an archive of a dump":  {map[string]string{"a.tgz": out.String(), "b.tgz": packTar(t, map[string]string{"nodes.json": dumpedNodes})}, "", "b.tgz: nodes.json"},
		"two behind each other": {map[string]string{"a.json": loose["manifest.json"] + loose["manifest.json"]}, "a.json", "a.json"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range c.files {
				write(t, dir, file, content)
			}
			_, err := Dump{Filenames: []string{filepath.Join(dir, c.pattern)}}.Snapshot(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			snapshottest.Contains(t, err.Error(), "saved evidence stands alone", c.want+" beside it")
		})
	}
	dir := t.TempDir()
	write(t, dir, "evidence.tgz", out.String())
	write(t, dir, "apps.json", `{"kind":"DeploymentList","apiVersion":"apps/v1","items":[{}]}`)
	write(t, dir, "answer.json", `{"kind":"Status","apiVersion":"v1","status":"Success"}`)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(snapshottest.Take(t, Dump{Filenames: []string{dir}}).Nodes), "down later")
}
