package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// made are the folders of releases that were made, by version.
var made = map[string]string{}

func TestMain(m *testing.M) {
	status := m.Run()
	for _, folder := range made {
		_ = os.RemoveAll(folder)
	}
	os.Exit(status)
}

// makeRelease makes a release for this platform alone, once for all tests, with what makes a
// real one: `make dist` in a copy of the repository whose .goreleaser.yaml has one platform.
func makeRelease(t *testing.T, version string) (dist string) {
	t.Helper()
	if made[version] == "" {
		m := &machine{index: filepath.Join(t.TempDir(), "source"), env: os.Environ()}
		m.clone(t)
		config := filepath.Join(m.index, ".goreleaser.yaml")
		edit(t, config, "[linux, darwin, windows]", "["+runtime.GOOS+"]")
		edit(t, config, "[amd64, arm64]", "["+runtime.GOARCH+"]")
		m.commit(t, "one platform")
		c := exec.CommandContext(t.Context(), "make", "dist", "VERSION="+version)
		c.Dir = m.index
		if output, err := c.CombinedOutput(); err != nil {
			t.Fatalf("make dist: %v\n%s", err, output)
		}
		folder, err := os.MkdirTemp("", "release-") //nolint:usetesting // it serves several tests
		if err != nil {
			t.Fatal(err)
		}
		made[version] = folder
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(m.index, "dist"))); err != nil {
			t.Fatal(err)
		}
	}
	return made[version]
}

// clone copies what a build reads of the repository into the index, which git then keeps.
func (m *machine) clone(t *testing.T) {
	t.Helper()
	for _, path := range []string{"go.mod", "go.sum", "LICENSE", "README.md", "Makefile", manifestFile, ".gitignore", ".goreleaser.yaml", ".github/LICENSES.md"} {
		write(t, filepath.Join(m.index, path), read(t, filepath.Join(repository, path)))
	}
	for _, folder := range []string{"cmd", "pkg"} {
		if err := os.CopyFS(filepath.Join(m.index, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	m.git(t, "init", "--quiet", "--initial-branch=main")
}
