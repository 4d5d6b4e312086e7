package cmd

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// struck is the node of the demo that the storm is over.
const struck = "aks-user-15776247-vmss000007"

// quietNode is a dump with that node, on which AKS has tried nothing.
const quietNode = `apiVersion: v1
kind: Node
metadata:
  name: ` + struck + `
  creationTimestamp: "2026-05-01T00:00:00Z"
  labels: {kubernetes.azure.com/agentpool: user}
spec: {providerID: "azure:///subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/v/virtualMachines/7"}
status:
  conditions:
  - {type: Ready, status: Unknown, reason: NodeStatusUnknown, lastTransitionTime: "2026-05-19T21:00:00Z", lastHeartbeatTime: "2026-05-19T20:59:00Z"}
  nodeInfo: {operatingSystem: linux, systemUUID: u}
---
apiVersion: v1
kind: Event
metadata: {name: e, namespace: default}
involvedObject: {kind: Node, name: ` + struck + `}
reason: NodeNotReady
lastTimestamp: "2026-05-19T21:00:00Z"
type: Normal
---
apiVersion: v1
kind: Event
metadata: {name: f, namespace: default}
involvedObject: {kind: Node, name: another}
reason: NodeReady
lastTimestamp: "2026-05-19T21:40:00Z"
type: Normal
---
apiVersion: v1
kind: Node
metadata: {name: another, labels: {kubernetes.azure.com/agentpool: user}}
spec: {providerID: "azure:///x"}
status:
  conditions:
  - {type: Ready, status: "True", lastHeartbeatTime: "2026-05-19T21:40:00Z"}
  nodeInfo: {operatingSystem: linux, systemUUID: v}
`

// diagnosed runs diagnose as a user does, with the source of facts where there is one.
func diagnosed(t *testing.T, source []snapshot.Enricher, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	sys := System{
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut}, Context: t.Context(), Now: time.Now,
		Getenv: func(string) string { return "" }, Terminal: func(any) (int, bool) { return 0, false },
	}
	c := newDiagnose(sys, func(ctx context.Context, o *diagnoseOptions) error {
		o.enrichers = source
		return o.run(ctx, sys)
	})
	c.SetArgs(append(args, "--knowledge", "testdata/weather.yaml"))
	c.SilenceUsage, c.SilenceErrors = true, true
	if err := c.ExecuteContext(t.Context()); err != nil && !errors.Is(err, errGaps) {
		t.Fatalf("%v: %v", args, err)
	}
	return out.String()
}

// TestANewSourceOfFactsIsAReaderAndYAML: what the source reports is in every output, in the
// saved evidence and in what is made of that, and redacted, by code that does not know it.
func TestANewSourceOfFactsIsAReaderAndYAML(t *testing.T) {
	source := []snapshot.Enricher{weather{struck}}
	dump := filepath.Join(t.TempDir(), "dump.yaml")
	if err := os.WriteFile(dump, []byte(quietNode), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string][]string{
		"-f " + dump:                     {"StormDamage", "Lightning has struck the rack of the node"},
		"--demo=all " + struck:           {"Lightning has struck the rack of the node", "Storm=Raging", "Lightning struck the rack of contoso-zebra"},
		"--demo=all --details " + struck: {"StormDamage", "Storm=Raging", "Lightning struck the rack of contoso-zebra.", "Moon=Full"},
		"-f " + dump + " " + struck:      {"Wait for the sun.", "the weather of tomorrow"},
		"--demo=all -o json":             {`"source": "weather"`, `"name": "Storm=Raging"`, `"entry": "StormDamage"`, `"count": 3`},
		"--demo=all -o html":             {"StormDamage", "Storm=Raging", "The rack stands in the open."},
		"--demo=all -o markdown":         {"StormDamage", "Storm=Raging"},
		"--demo=all --redact -o json":    {`"source": "weather"`, `"name": "Storm=Raging"`, `"entry": "StormDamage"`},
		"--demo=all --redact -o html":    {"StormDamage", "Storm=Raging"},
		"--demo=all -l agentpool=nosuch": {"Nothing found, but not everything could be seen."},
	} {
		out := diagnosed(t, source, strings.Fields(args)...)
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("diagnose %s does not have %q:\n%.3000s", args, text, out)
			}
		}
		if strings.Contains(args, "--redact") && strings.Contains(out, "zebra") {
			t.Errorf("diagnose %s has a name", args)
		}
		if strings.Contains(out, "Storm=Over") {
			t.Errorf("diagnose %s has a fact that the table calls healthy", args)
		}
	}
	if plain := diagnosed(t, nil, "--demo=all"); strings.Contains(plain, "StormDamage") {
		t.Errorf("a storm without its source:\n%s", plain)
	}
}

func TestFactsAreSavedAndReplayed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	kept := dump.IncompleteName(file) // the weather of one node is not seen
	before := diagnosed(t, []snapshot.Enricher{weather{struck}}, "--demo=all", "-o", "json", "--save", file)
	if after := diagnosed(t, nil, "-f", kept, "-o", "json"); after != before {
		t.Errorf("the saved facts give another diagnosis:\n%s\nwant\n%s", after, before)
	}
	if facts := memberOf(t, kept, "facts.json"); strings.Count(facts, `"source":"weather"`) != 3 {
		t.Errorf("the saved facts are %s", facts)
	}
	diagnosed(t, []snapshot.Enricher{weather{struck}}, "--demo=all", "--redact", "--save", file, "--force")
	if facts := memberOf(t, kept, "facts.json"); strings.Contains(facts, "zebra") || strings.Contains(facts, struck) || strings.Count(facts, `"type":"Storm"`) != 2 {
		t.Errorf("the redacted facts are %s", facts)
	}
}

// memberOf returns a file of saved evidence.
func memberOf(t *testing.T, file, name string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(unpacked)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			t.Fatalf("there is no %s", name)
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Name == name {
			text, err := io.ReadAll(archive)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
	}
}

// stillCluster is a watcher whose cluster does not change.
type stillCluster struct{ snapshot *snapshot.Snapshot }

func (stillCluster) Start(context.Context) error    { return nil }
func (c stillCluster) Snapshot() *snapshot.Snapshot { return c.snapshot }

func TestAWatchHasFactsOfItsStart(t *testing.T) {
	plain := &snapshot.Snapshot{TakenAt: time.Unix(0, 0), Gaps: []snapshot.Gap{{Source: snapshot.SourceNodes, Subjects: []string{"nodes"}}}}
	w := (&door{}).watcher(stillCluster{plain}, []snapshot.Enricher{weather{struck}}, 5*time.Minute)
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := w.Snapshot(); len(got.Facts) != 3 || len(got.Gaps) != 2 || len(plain.Facts) != 0 {
			t.Errorf("%d facts and gaps %v, want those of the source beside the cluster's", len(got.Facts), got.Gaps)
		}
	}
}
