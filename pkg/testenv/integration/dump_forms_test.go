package integration

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// packed returns a folder as .tar, .tgz and .zip, by these names.
func packed(t *testing.T, folder string) map[string]string {
	t.Helper()
	var plain, compressed, zipped bytes.Buffer
	archive, list := tar.NewWriter(&plain), zip.NewWriter(&zipped)
	compressor := gzip.NewWriter(&compressed)
	if err := archive.AddFS(os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	if err := list.AddFS(os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []io.Closer{archive, list} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := compressor.Write(plain.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := compressor.Close(); err != nil {
		t.Fatal(err)
	}
	return map[string]string{".tar": plain.String(), ".tgz": compressed.String(), ".zip": zipped.String()}
}

// forms returns what kubectl prints of all nodes and events of a cluster, in every form that
// people keep.
func forms(t *testing.T, k kubectl) map[string]string {
	t.Helper()
	list, text := k.must(t, "get", "nodes,events", "-A", "-o", "json"), k.must(t, "get", "nodes,events", "-A", "-o", "yaml")
	windows, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	each := map[string]string{}
	for _, format := range []string{"json", "yaml"} {
		for _, kind := range []string{"nodes", "events"} {
			names := k.must(t, "get", kind, "-A", "-o", `jsonpath={range .items[*]}{.metadata.namespace}{"/"}{.metadata.name}{"\n"}{end}`)
			for line := range strings.Lines(names) {
				namespace, name, _ := strings.Cut(strings.TrimSpace(line), "/")
				each[format] += "---\n" + k.must(t, "get", kind, name, "-n", namespace, "-o", format)
			}
		}
	}
	found := map[string]string{
		"JSON": list, "YAML": text, "YAML of Windows": windows,
		"single objects": strings.ReplaceAll(each["json"], "---\n", ""), "documents": each["yaml"],
		"lines":     k.must(t, "get", "nodes", "-o", `jsonpath={range .items[*]}{@}{"\n"}{end}`) + k.must(t, "get", "events", "-A", "-o", `jsonpath={range .items[*]}{@}{"\n"}{end}`),
		"to stdout": k.must(t, "cluster-info", "dump", "-A"), "to stdout, YAML": k.must(t, "cluster-info", "dump", "-A", "-o", "yaml"),
	}
	for _, format := range []string{"json", "yaml"} {
		folder := t.TempDir()
		k.must(t, "cluster-info", "dump", "-A", "-o", format, "--output-directory", folder)
		for ending, content := range packed(t, folder) {
			found["folder of "+format+ending] = content
		}
	}
	return found
}

func TestEveryFormOfADumpIsDiagnosedLikeTheClusterAndNoneIsCutInSilence(t *testing.T) {
	kubeconfig, at, want := diagnosedDisaster(t)
	// These have nothing around their objects: the end of one may be the end of all.
	open := map[string]bool{"single objects": true, "documents": true, "lines": true, "to stdout": true, "to stdout, YAML": true}
	for name, text := range forms(t, newKubectl(t, kubeconfig, "")) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "dump")
			s := readDump(t, file, text, at)
			if got := diagnosed(t, s); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			for step := range 200 {
				end := len(text) * step / 200
				cut := readDump(t, file, text[:end], at)
				if cut != nil && len(cut.Gaps) == 0 && (lost(s, cut) != 0 && !open[name] || lost(s, cut) < 0) {
					t.Errorf("cut behind byte %d of %d, %q, it passes for whole", end, len(text), text[max(0, end-60):end])
				}
			}
		})
	}
}

// lost is how many nodes and events of one snapshot another does not have; -1 when it has
// some that are not as they were.
func lost(s, cut *snapshot.Snapshot) int {
	known := map[string]any{}
	for i := range s.Nodes {
		known[s.Nodes[i].Name] = s.Nodes[i]
	}
	for i := range s.Events {
		known[string(s.Events[i].UID)] = s.Events[i]
	}
	left := len(known)
	for i := range cut.Nodes {
		if left--; !reflect.DeepEqual(known[cut.Nodes[i].Name], cut.Nodes[i]) {
			return -1
		}
	}
	for i := range cut.Events {
		if left--; !reflect.DeepEqual(known[string(cut.Events[i].UID)], cut.Events[i]) {
			return -1
		}
	}
	return left
}

// readDump reads a text as a file; nil when that is an error.
func readDump(t *testing.T, file, text string, at time.Time) *snapshot.Snapshot {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := dump.Dump{Filenames: []string{file}, At: at, Keep: true}.Snapshot(t.Context())
	if err != nil && s != nil {
		t.Fatalf("a snapshot and the error %v", err)
	}
	return s
}
