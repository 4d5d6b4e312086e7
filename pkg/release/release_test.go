package release

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

const (
	repository  = "../.."
	testVersion = "v9.8.7-rc.1"
	testCommit  = "0123456789abcdef0123456789abcdef01234567"
	testTime    = "1779227106"
	bill        = program + "_" + testVersion + "_sbom.cdx.json"
)

// here is the platform of this machine: building for it shares the cache of `make build`.
func here() Platform { return Platform{runtime.GOOS, runtime.GOARCH} }

// makeRelease makes a release for this machine from a repository.
func makeRelease(t *testing.T, root, version string) (dist string) {
	t.Helper()
	dist = filepath.Join(t.TempDir(), "dist")
	var progress bytes.Buffer
	status := Main(t.Context(), []string{
		"-root", root, "-dist", dist, "-version", version, "-commit", testCommit, "-time", testTime, "-platforms", here().String(),
	}, &progress)
	if status != 0 {
		t.Fatalf("status %d: %s", status, progress.String())
	}
	return dist
}

// clone copies what a build reads of the repository.
func clone(t *testing.T, to string) {
	t.Helper()
	for _, path := range []string{"go.mod", "go.sum", "LICENSE", "README.md", "Makefile", licencesFile} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, path), read(t, filepath.Join(repository, path)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{"cmd", "pkg"} {
		if err := os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestARelease builds the real program twice, from two folders.
func TestARelease(t *testing.T) {
	near, far := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "quite", "another", "place")
	clone(t, near)
	if err := os.CopyFS(far, os.DirFS(near)); err != nil {
		t.Fatal(err)
	}
	one, two := makeRelease(t, near, testVersion), makeRelease(t, far, testVersion)
	program := unpacked(t, one)
	t.Run("two folders give the same bytes", func(t *testing.T) { sameFolders(t, one, two) })
	t.Run("the program holds no path of the machine", func(t *testing.T) {
		goRoot, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
		if err != nil {
			t.Fatal(err)
		}
		library := filepath.Join(string(bytes.TrimSpace(goRoot)), "src")
		if bytes.Contains(program, []byte(near)) || bytes.Contains(program, []byte(library)) {
			t.Error("a path of the machine that built it is in the program")
		}
	})
	t.Run("the program knows its version", func(t *testing.T) { knowsItsVersion(t, program) })
	t.Run("the bill lists what is built in", func(t *testing.T) {
		listsModules(t, read(t, filepath.Join(one, bill)))
	})
}

func sameFolders(t *testing.T, one, two string) {
	t.Helper()
	want := []string{sumsFile, manifestFile, here().archive(testVersion), bill, "plugins"}
	if got := names(t, one); !slices.Equal(got, want) || !slices.Equal(got, names(t, two)) {
		t.Fatalf("the folder has %q, want %q", got, want)
	}
	for _, name := range append(want[:4:4], indexFile) {
		if !bytes.Equal(read(t, filepath.Join(one, name)), read(t, filepath.Join(two, name))) {
			t.Errorf("%s differs", name)
		}
	}
}

func knowsItsVersion(t *testing.T, program []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), here().binary())
	if err := os.WriteFile(path, program, 0o700); err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(t.Context(), path, "version", "--client", "-o", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ ClientVersion map[string]string }
	if err := json.Unmarshal(output, &v); err != nil {
		t.Fatal(err)
	}
	if v.ClientVersion["gitVersion"] != testVersion || v.ClientVersion["gitCommit"] != testCommit {
		t.Errorf("the program says %s", output)
	}
}

func listsModules(t *testing.T, text []byte) {
	t.Helper()
	var bill cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(text), cdx.BOMFileFormatJSON).Decode(&bill); err != nil {
		t.Fatal(err)
	}
	if bill.Metadata.Component.Version != testVersion || bill.Metadata.Timestamp != "2026-05-19T21:45:06Z" {
		t.Errorf("the bill is of %+v", bill.Metadata)
	}
	var listed []string
	for _, c := range *bill.Components {
		listed = append(listed, c.Name)
		if c.Licenses == nil || len(*c.Licenses) == 0 || (*c.Licenses)[0].License.ID == "" {
			t.Errorf("%s has no licence", c.Name)
		}
	}
	for _, module := range []string{"stdlib", "k8s.io/client-go", "github.com/spf13/cobra"} {
		if !slices.Contains(listed, module) {
			t.Errorf("%s is not listed", module)
		}
	}
	for _, module := range []string{"sigs.k8s.io/controller-runtime", "github.com/CycloneDX/cyclonedx-go"} {
		if slices.Contains(listed, module) {
			t.Errorf("%s is listed, but only tests and releases use it", module)
		}
	}
}

func TestAModuleWithoutAListedLicenceIsNotReleased(t *testing.T) {
	licences, err := readLicences(filepath.Join(repository, licencesFile))
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*debug.Module{"x": {Path: "github.com/spf13/cobra", Version: "v1.0.0"}}
	if all, err := components(modules, licences); err != nil || (*(*all)[0].Licenses)[0].License.ID != "Apache-2.0" {
		t.Errorf("cobra: %+v, %v", all, err)
	}
	modules["y"] = &debug.Module{Path: "example.com/new", Version: "v1.0.0"}
	if _, err := components(modules, licences); err == nil || !strings.Contains(err.Error(), "licence of example.com/new") {
		t.Errorf("got %v", err)
	}
	if _, err := readLicences("missing"); err == nil {
		t.Error("without the list there are licences")
	}
}

func TestArgumentsThatMakeNoRelease(t *testing.T) {
	for _, test := range []struct {
		name, want string
		args       []string
	}{
		{"no version", `"" is not a version such as v1.2.3`, nil},
		{"a version without its v", `"1.2.3" is not a version`, []string{"-version", "1.2.3"}},
		{"a platform that is not released", `"plan9/amd64" is none of the platforms`, []string{"-platforms", "plan9/amd64"}},
		{"no time", `"noon" is no time`, []string{"-commit", "c", "-time", "noon"}},
		{"no repository", "asking git for rev-parse", []string{"-root", t.TempDir()}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var said strings.Builder
			args := append([]string{"-root", repository, "-dist", filepath.Join(t.TempDir(), "dist")}, test.args...)
			if status := Main(t.Context(), args, &said); status != 1 || !strings.HasPrefix(said.String(), "error: "+test.want) {
				t.Errorf("status %d, said %q, want %q", status, said.String(), test.want)
			}
		})
	}
}

// names are the entries of a folder.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// unpacked is the program in this machine's archive.
func unpacked(t *testing.T, dist string) []byte {
	t.Helper()
	name := here().archive(testVersion)
	files, err := unpack(name, read(t, filepath.Join(dist, name)))
	if err != nil {
		t.Fatal(err)
	}
	var held []string
	for _, f := range files {
		held = append(held, f.name)
	}
	if want := []string{here().binary(), "LICENSE", "README.md", "LICENSES.md"}; !slices.Equal(held, want) {
		t.Fatalf("the archive holds %q, want %q", held, want)
	}
	return files[0].data
}
