package cmd_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
)

// ownedNode returns a node of a scale set with names that show whose it is.
func ownedNode(name string, ready bool) corev1.Node {
	n := node(name, ready)
	n.Labels = map[string]string{
		"kubernetes.azure.com/agentpool": "contosopool", "kubernetes.azure.com/cluster": "MC_contoso_fabrikam_uksouth",
		"topology.kubernetes.io/region": "uksouth", "app.contoso.com/team": "payments",
	}
	n.Spec.ProviderID = "azure:///subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/MC_contoso_fabrikam_uksouth/providers/Microsoft.Compute/virtualMachineScaleSets/aks-contosopool-77665544-vmss/virtualMachines/10"
	n.Status.Conditions[0].Message = "Kubelet stopped posting node status. Ask jane about 10.11.12.13"
	return n
}

// owned returns a configuration for a cluster that is full of such names.
func owned(t *testing.T) (args []string, originals []string) {
	t.Helper()
	server := nodesServer(t, ownedNode("aks-contosopool-77665544-vmss00000a", false), ownedNode("zebra", false), ownedNode("aks-contosopool-77665544-vmss00000b", true))
	config := kubeconfig(t, map[string]string{"contoso-prod": server, "contoso-dev": server})
	return []string{"diagnose", "--kubeconfig", config, "--context", "contoso-prod"},
		[]string{"contoso", "fabrikam", "77665544", "0b1f6471", "payments", "zebra", "jane", "10.11.12.13", "web-budget", strings.TrimPrefix(server, "http://"), config}
}

// leftIn names the originals that a text still has.
func leftIn(t *testing.T, what, text string, originals []string) {
	t.Helper()
	for _, original := range originals {
		if at := strings.Index(strings.ToLower(text), original); at >= 0 {
			t.Errorf("%s has %q: …%s…", what, original, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

func TestNoneOfTheOriginalsIsLeftInAnyOutput(t *testing.T) {
	args, originals := owned(t)
	help := regexp.MustCompile(`Output format\. One of: \((.*)\)`)
	_, text, _ := run(t, "diagnose", "--help")
	formats := strings.Split(help.FindStringSubmatch(text)[1], ", ")
	if len(formats) < 10 {
		t.Fatalf("only the formats %q", formats)
	}
	for _, format := range formats {
		value := format
		switch {
		case strings.Contains(format, "file"):
			continue // the template is a file, the data are those of the next ones
		case strings.HasPrefix(format, "jsonpath"):
			value += "={@}"
		case strings.HasPrefix(format, "go-template"), strings.HasPrefix(format, "template"):
			value += "={{.}}"
		}
		t.Run(format, func(t *testing.T) {
			for _, source := range [][]string{{"--context", "contoso-prod"}, {"--contexts", "contoso-prod,contoso-dev"}} {
				copy(args[3:], source)
				_, plain, notes := run(t, append(args, "--impact", "-o", value)...)
				if !slices.ContainsFunc(originals, func(o string) bool { return strings.Contains(strings.ToLower(plain), o) }) || source[0] == "--contexts" && !strings.Contains(notes, "contexts contoso-prod, contoso-dev lead to") {
					t.Fatalf("there is nothing to redact in %s%s", notes, plain)
				}
				status, stdout, stderr := run(t, append(args, "--impact", "-o", value, "--redact")...)
				if status != 0 || stdout == "" {
					t.Errorf("status %d: %s", status, stderr)
				}
				leftIn(t, "stdout", stdout, originals)
				leftIn(t, "stderr", stderr, originals)
			}
		})
	}
}

func TestNoneOfTheOriginalsIsLeftInAWatchOrInAListWithErrors(t *testing.T) {
	args, originals := owned(t)
	for _, format := range []string{"table", "json"} {
		status, stdout, stderr := run(t, append(args, "-w", "--timeout", "1ms", "-o", format, "--redact")...)
		if status != 1 || !strings.Contains(stdout, "node-") || !strings.Contains(stderr, "still NotReady: ") {
			t.Errorf("status %d: %s%s", status, stdout, stderr)
		}
		leftIn(t, "the watch", stdout+stderr, originals)
	}
	config := kubeconfig(t, map[string]string{"contoso-prod": "http://127.0.0.1:1", "contoso-test": nodesServer(t, ownedNode("zebra", false))})
	for _, format := range []string{"table", "brief", "html", "json", "name"} {
		status, stdout, stderr := run(t, "diagnose", "--kubeconfig", config, "--contexts", "contoso-prod,contoso-none,contoso-test", "--redact", "-o", format)
		if status != 1 || !strings.Contains(stdout+stderr, "context-") {
			t.Errorf("status %d: %s%s", status, stdout, stderr)
		}
		leftIn(t, "the list", stdout+stderr, append(originals, "127.0.0.1", filepath.Dir(config)))
	}
}

func TestNoneOfTheOriginalsIsLeftInAPageASavedFileOrAnError(t *testing.T) {
	args, originals := owned(t)
	_, page, stderr := run(t, append(args, "--impact", "--redact", "zebra")...)
	if !strings.Contains(page, "node-") {
		t.Errorf("the page is %s", page)
	}
	leftIn(t, "page", page+stderr, originals)

	file := filepath.Join(t.TempDir(), "evidence.tgz")
	_, _, stderr = run(t, append(args, "--impact", "--redact", "--save", file)...)
	originals = append(originals, filepath.Dir(file))
	leftIn(t, "stderr", stderr, originals)
	leftIn(t, "the saved file", unpacked(t, file), originals)

	broken := kubeconfig(t, map[string]string{"contoso-prod": "http://127.0.0.1:1"})
	status, _, stderr := run(t, "diagnose", "--kubeconfig", broken, "--context", "contoso-prod", "--redact")
	if status != 1 || !strings.Contains(stderr, "cannot list nodes") {
		t.Errorf("status %d: %s", status, stderr)
	}
	leftIn(t, "the error", stderr, originals)
	for _, wrong := range [][]string{{"--save", "/home/jane/contoso/x.tgz"}, {"-f", "/home/jane/zebra.json"}, {"--knowledge", "/home/jane/zebra.yaml"}, {"--kubeconfig", "/home/jane/zebra"}} {
		status, _, stderr := run(t, append([]string{"diagnose", "--redact"}, wrong...)...)
		if status != 1 || !strings.HasPrefix(stderr, "error: ") {
			t.Errorf("status %d: %s", status, stderr)
		}
		leftIn(t, "the error", stderr, originals)
	}
}

// saved is the name that evidence has got, whole or not.
func saved(file string) string {
	if _, err := os.Stat(file); err != nil {
		return dump.IncompleteName(file)
	}
	return file
}

// unpacked is everything in a .tgz.
func unpacked(t *testing.T, file string) string {
	t.Helper()
	packed, err := os.Open(saved(file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	compressed, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for archive := tar.NewReader(compressed); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(header.Name + "\n")
		if _, err := io.Copy(&all, archive); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEvidenceOfAClusterIsDiagnosedLikeTheCluster(t *testing.T) {
	args, _ := owned(t)
	for name, more := range map[string][]string{
		"everything": nil, "one node": {"zebra"}, "a Ready node": {"aks-contosopool-77665544-vmss00000b"},
		"another time": {"--at", "2026-05-19T22:30:00Z", "--not-ready-for", "80m"}, "redacted": {"--redact"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "evidence.tgz")
			status, want, stderr := run(t, append(append(args, "--impact", "-o", "json", "--save", file), more...)...)
			again, got, _ := run(t, "diagnose", "-f", saved(file), "-o", "json")
			if got != want || again != status || want == "" {
				t.Errorf("status %d, then %d (%s); the evidence gives\n%s\nthe cluster\n%s", status, again, stderr, got, want)
			}
			if !strings.Contains(unpacked(t, file), want) {
				t.Error("the diagnosis in the file is not the one that was printed")
			}
		})
	}
}

func TestEvidenceOfADumpHasAllThatTheDumpHas(t *testing.T) {
	dumped, again := filepath.Join(t.TempDir(), "dump.json"), filepath.Join(t.TempDir(), "again.tgz")
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	const annotated = `{"apiVersion":"v1","kind":"Event","metadata":{"name":"e","namespace":"default","annotations":{"note":"of-others"}},"involvedObject":{"kind":"Node","name":"n"},"lastTimestamp":"2026-05-19T21:45:00Z"}`
	if err := os.WriteFile(dumped, []byte(annotated), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, from := range []string{dumped, file} { // evidence is saved again
		to := []string{file, again}[i]
		if _, _, stderr := run(t, "diagnose", "-f", saved(from), "--save", to); !strings.Contains(stderr, "events: 1") {
			t.Errorf("from %s: %s", from, stderr)
		}
		if !strings.Contains(unpacked(t, to), `"note":"of-others"`) {
			t.Errorf("the evidence of %s does not have the annotation of the event", from)
		}
	}
}

func TestEvidenceOfAnotherVersionIsReported(t *testing.T) {
	t.Cleanup(func() { cmd.SetVersion("") })
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	const note = "note: saved by v1.0.0; this is v1.1.0, and its diagnosis can differ from the one that was saved\n"
	for _, c := range []struct{ saved, this, want string }{
		{"v1.0.0", "v1.1.0", note}, {"v1.0.0", "v1.0.0", ""}, {"dev", "v1.1.0", ""}, {"v1.0.0", "dev", ""},
	} {
		cmd.SetVersion(c.saved)
		run(t, "diagnose", "--demo=all", "--save", file, "--force")
		cmd.SetVersion(c.this)
		status, stdout, stderr := run(t, "diagnose", "-f", file)
		if status != 0 || stdout == "" || stderr != c.want {
			t.Errorf("saved by %s, read by %s: status %d, %q, want %q", c.saved, c.this, status, stderr, c.want)
		}
	}
}

// TestAContextThatIsAWordOfTheTableIsReplacedToo: users call contexts as they like, and the
// knowledge has many words.
func TestAContextThatIsAWordOfTheTableIsReplacedToo(t *testing.T) {
	config := kubeconfig(t, map[string]string{"production": "http://127.0.0.1:1", "nodes": "http://127.0.0.1:1"})
	for _, args := range [][]string{{"--context", "production"}, {"--contexts", "production"}, {"--context", "prodution"}, {"--all-contexts"}} {
		status, stdout, stderr := run(t, append([]string{"diagnose", "--redact", "--kubeconfig", config}, args...)...)
		if status != 1 || strings.Contains(stdout+stderr, "production") {
			t.Errorf("%v: status %d, %s%s", args, status, stdout, stderr)
		}
	}
}
