package release

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/markdown"
)

// installDocument is where the ways to install are.
const installDocument = ".github/INSTALL.md"

// shownArchive is how it names an archive.
var shownArchive = regexp.MustCompile(`kubectl-autorepair_(v[0-9.]+)_linux_amd64\.tar\.gz`)

// installBlocks returns the blocks of the document that install the plugin or remove it, and the
// version whose archive they name.
func installBlocks(t *testing.T) (blocks []string, version string) {
	t.Helper()
	text := string(read(t, filepath.Join(repository, installDocument)))
	all, err := markdown.Blocks(text)
	if err != nil {
		t.Fatal(err)
	}
	shown := shownArchive.FindStringSubmatch(text)
	if shown == nil {
		t.Fatal(installDocument + " names no archive")
	}
	for _, block := range all {
		if block.Info == "sh krew" {
			blocks = append(blocks, strings.ReplaceAll(block.Text, "linux_amd64", runtime.GOOS+"_"+runtime.GOARCH))
		}
	}
	if len(blocks) != 4 {
		t.Fatalf("%s has %d blocks for krew, want those for the index, offline, from source and to remove it", installDocument, len(blocks))
	}
	return blocks, shown[1]
}

func TestTheWaysToInstallWork(t *testing.T) {
	machines := []*machine{newMachine(t), newMachine(t), newMachine(t)}
	blocks, version := installBlocks(t)
	dist := makeRelease(t, version)
	lead := append(downloads(t, map[string]string{version: dist}), goEnv(t)...)
	for i, want := range []string{version, version, "v0.0.0-dev"} { // the index, offline, from source
		m := machines[i]
		m.env = append(m.env, lead...)
		m.publish(t, dist)
		m.run(t, dist, blocks[i])
		m.says(t, "Client Version: "+want, "autorepair", "version", "--client")
		if i > 0 {
			continue
		}
		m.run(t, dist, blocks[len(blocks)-1])
		if left := names(t, filepath.Join(m.root, "bin")); len(left) != 0 {
			t.Errorf("what removes the plugin leaves %q", left)
		}
	}
	installAgain(t, machines[2], dist)
}

// installAgain installs from source where that was done before: krew cannot take away what
// it has before it has an index, which must not be passed over.
func installAgain(t *testing.T, m *machine, dist string) {
	t.Helper()
	again := exec.CommandContext(t.Context(), "make", "krew-install", "VERSION=v0.0.1-dev")
	again.Env, again.Dir = m.env, filepath.Join(dist, "kubectl-autorepair")
	if output, err := again.CombinedOutput(); err == nil || !strings.Contains(string(output), "index is not initialized") {
		t.Errorf("installing again without an index: %v\n%s", err, output)
	}
	m.run(t, again.Dir, `kubectl krew index add autorepair "$PWD"; make krew-install VERSION=v0.0.1-dev`)
	m.says(t, "Client Version: v0.0.1-dev", "autorepair", "version", "--client")
}

// run runs a block in a shell that stops at the first command that fails.
func (m *machine) run(t *testing.T, folder, block string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", block)
	c.Env, c.Dir = m.env, folder
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", block, err, output)
	}
}

// goEnv leads the go command to the caches and the proxy of this machine, and to itself.
func goEnv(t *testing.T) []string {
	t.Helper()
	names := []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN"}
	output, err := exec.CommandContext(t.Context(), "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var env []string
	for i, value := range bytes.Split(bytes.TrimSuffix(output, []byte("\n")), []byte("\n")) {
		env = append(env, names[i]+"="+string(value))
	}
	program, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	return append(env, "GO="+program)
}
