package integration

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// everythingOf returns a diagnosis as text, the origin included.
func everythingOf(t *testing.T, s *snapshot.Snapshot, o repair.Options) string {
	t.Helper()
	text, err := json.MarshalIndent(diagnose(t, s, o), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSavedEvidenceIsDiagnosedLikeTheClusterToTheByte(t *testing.T) {
	c := shared.Cluster(t)
	begin := time.Now().Truncate(time.Second)
	disaster(t, c, begin)
	c.Lease(t, "silent", begin.Add(9*time.Minute+123456*time.Microsecond))
	at := begin.Add(time.Hour + 123456789)
	options := repair.Options{NotReadyFor: 5 * time.Minute}
	live := mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{Now: func() time.Time { return at }, Keep: true})
	if len(live.Facts) != 1 {
		t.Errorf("%d leases were read, want that of the node that is down", len(live.Facts))
	}
	want := everythingOf(t, live, options)

	file := filepath.Join(t.TempDir(), "evidence.tgz")
	if err := (dump.Evidence{Snapshot: live, Version: "test", Diagnosis: []byte("{}")}).Save(file); err != nil {
		t.Fatal(err)
	}
	saved, err := dump.Dump{Filenames: []string{file}}.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := everythingOf(t, saved, options); got != want {
		t.Errorf("the evidence gives\n%s\nthe cluster itself\n%s", got, want)
	}
}

func TestEveryWayToDumpWithKubectlIsDiagnosedLikeTheCluster(t *testing.T) {
	kubeconfig, at, want := diagnosedDisaster(t)

	k, dir := newKubectl(t, kubeconfig, ""), t.TempDir()
	k.must(t, "cluster-info", "dump", "--namespaces", "default,kube-system", "--output-directory", dir)
	raw := k.must(t, "get", "--raw", "/api/v1/nodes") + k.must(t, "get", "--raw", "/api/v1/namespaces/default/events") + k.must(t, "get", "--raw", "/apis/events.k8s.io/v1/namespaces/kube-system/events")
	modern := k.must(t, "get", "nodes", "-o", "yaml") + "---\n" + k.must(t, "get", "events.v1.events.k8s.io", "-A", "-o", "yaml")
	printed := k.must(t, "get", "nodes", "-o", "json") + k.must(t, "events", "-A", "-o", "json")
	for name, source := range map[string]dump.Dump{
		"cluster-info dump": {Filenames: []string{dir}},
		"raw lists":         {Filenames: []string{"-"}, Stdin: strings.NewReader(raw)},
		"events.k8s.io":     {Filenames: []string{"-"}, Stdin: strings.NewReader(modern)},
		"kubectl events":    {Filenames: []string{"-"}, Stdin: strings.NewReader(printed)},
		"all of it at once": {Filenames: []string{dir, "-"}, Stdin: strings.NewReader(raw + modern + "---\n" + printed)},
	} {
		source.At = at
		s, err := source.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := diagnosed(t, s); got != want {
			t.Errorf("%s gives\n%s\nthe cluster itself\n%s", name, got, want)
		}
	}
}
