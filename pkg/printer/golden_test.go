package printer

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var update = flag.Bool("update", false, "write the golden files")

// rendering is one call of the package with everything but the style.
type rendering struct {
	name  string
	print func(io.Writer, Style) error
}

func overview(name string, d *diagnosis.Diagnosis) rendering {
	return rendering{"overview-" + name, func(w io.Writer, s Style) error { return Overview(w, d, Reach{}, s) }}
}

func nodePage(name string, f *diagnosis.Finding, entries ...*knowledge.Entry) rendering {
	return rendering{"node-" + name, func(w io.Writer, s Style) error { return Node(w, broken(), f, entries, Reach{}, s) }}
}

var (
	at80   = Style{Width: 80}
	at120  = Style{Width: 120}
	piped  = Style{}
	all120 = Style{Width: 120, Color: true}
)

// renderings returns what the golden files show, and what every property of the layout is
// checked on.
func renderings() []rendering {
	list := []rendering{
		overview("healthy", healthy()),
		overview("broken", broken()),
		overview("short-codes", shortCodes()),
		overview("gaps", gapped()),
		overview("below", below()),
		overview("unlisted", unlisted()),
		overview("long-names", longNames()),
		{"entry", func(w io.Writer, s Style) error {
			return Entry(w, redeployEntry(), []string{"NODE=...", "RG=..."}, sayNames, s)
		}},
		{"entries", func(w io.Writer, s Style) error { return Entries(w, entries(), s) }},
	}
	return slices.Concat(list, clusterRenderings(), impactRenderings(), nodePages())
}

func entries() []*knowledge.Entry {
	odd := unknownEntry()
	odd.Code, odd.Kind = "Odd", "new-kind"
	return []*knowledge.Entry{redeployEntry(), credentialEntry(), unknownEntry(), stoppedEntry(), odd}
}

func gapped() *diagnosis.Diagnosis {
	d := healthy()
	d.Gaps = []snapshot.Gap{gap()}
	return d
}

// shortCodes has no code that keeps a terminal of 120 columns from a table of problems.
func shortCodes() *diagnosis.Diagnosis {
	d := broken()
	d.Groups = slices.Delete(d.Groups, 1, 2)
	d.Findings = slices.Delete(d.Findings, 2, 3)
	return d
}

func below() *diagnosis.Diagnosis {
	d := healthy()
	d.Selector = "agentpool=user"
	d.Summary = diagnosis.Summary{Total: 412, Ready: 410, NotReady: 2, Below: 2}
	d.Events = diagnosis.EventWindow{Kept: d.Events.Kept}
	return d
}

func unlisted() *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{Total: -1}
	d.Gaps = []snapshot.Gap{{Subjects: []string{"nodes"}, Reason: "nodes is forbidden."}, gap()}
	return d
}

func longNames() *diagnosis.Diagnosis {
	d := broken()
	d.Groups[0].Code = "AVeryLongCodeThatNoColumnOfTheTableWasMadeForAndThatIsNotCut"
	d.Findings[0].Node = "a-node-of-a-cluster-made-by-hand-with-a-name-of-sixty-three-long"
	return d
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	goldenFile(t, name+".txt", got)
}

// goldenFile compares with a file of testdata, or writes it.
func goldenFile(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s is not what is printed now (-update writes it)\n--- want\n%s\n--- got\n%s", path, want, got)
	}
}

func TestOutputIsWhatTheGoldenFilesShow(t *testing.T) {
	styles := map[string][]string{"": {"80", "120", "pipe"}}
	for _, r := range []string{"overview-broken", "overview-short-codes", "node-failed", "entry"} {
		styles[r] = []string{"80", "120", "pipe", "color", "wide", "no-headers", "wide-120", "160"}
	}
	style := map[string]Style{
		"80": at80, "120": at120, "pipe": piped, "color": all120, "wide": {Wide: true},
		"no-headers": {Width: 120, NoHeaders: true}, "wide-120": {Width: 120, Wide: true}, "160": {Width: 160},
	}
	for _, r := range renderings() {
		names, ok := styles[r.name]
		if !ok {
			names = styles[""]
		}
		for _, name := range names {
			t.Run(r.name+"-"+name, func(t *testing.T) {
				var out bytes.Buffer
				if err := r.print(&out, style[name]); err != nil {
					t.Fatal(err)
				}
				golden(t, r.name+"-"+name, out.Bytes())
			})
		}
	}
}
