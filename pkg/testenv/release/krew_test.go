package release

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
	programs "github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// published is where users find the repository, which is also the index.
const published = "https://github.com/kubectl-autorepair/kubectl-autorepair.git"

// laterVersion is a release after those that the README names.
const laterVersion = "v9.8.7"

// machine is a user's, with kubectl and krew and without the plugin. Nothing of it leads
// out: git finds the published repository in a folder, krew the archives at a proxy.
type machine struct {
	root string
	env  []string
	// index is the published repository's work tree.
	index string
}

// newMachine sets one up with the krew on PATH. Where there is none the test is left out.
func newMachine(t *testing.T) *machine {
	t.Helper()
	krew := programs.Find(t, "krew")
	m := &machine{root: t.TempDir(), index: filepath.Join(t.TempDir(), "published")}
	path := []string{filepath.Join(m.root, "bin"), filepath.Dir(testenv.Binary(t, "kubectl")), filepath.Dir(krew), "/usr/bin", "/bin"}
	m.env = []string{
		"PATH=" + strings.Join(path, string(filepath.ListSeparator)), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(),
		"KREW_ROOT=" + m.root, "KREW_NO_UPGRADE_CHECK=1", "KREW_DEFAULT_INDEX_URI=" + emptyIndex(t),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url." + m.index + ".insteadOf", "GIT_CONFIG_VALUE_0=" + published,
	}
	m.clone(t)
	return m
}

// emptyIndex stands for krew's own index, which krew wants to have.
func emptyIndex(t *testing.T) string {
	t.Helper()
	m := &machine{index: t.TempDir(), env: os.Environ()}
	write(t, filepath.Join(m.index, "plugins", ".keep"), nil)
	m.git(t, "init", "--quiet", "--initial-branch=main")
	m.commit(t, "an index without plugins")
	return m.index
}

// git runs git in the index.
func (m *machine) git(t *testing.T, args ...string) {
	t.Helper()
	who := []string{"-c", "user.name=test", "-c", "user.email=test@example.com", "-C", m.index}
	c := exec.CommandContext(t.Context(), "git", append(who, args...)...)
	c.Env = m.env
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, output)
	}
}

// commit commits all files of the index.
func (m *machine) commit(t *testing.T, message string) {
	t.Helper()
	m.git(t, "add", "--all")
	m.git(t, "commit", "--quiet", "--message", message)
}

// publish takes the manifests of a release into the index, as `make manifests` does.
func (m *machine) publish(t *testing.T, dist string) {
	t.Helper()
	for _, name := range []string{manifestFile, indexFile} {
		write(t, filepath.Join(m.index, name), read(t, filepath.Join(dist, name)))
	}
	m.commit(t, "a release")
}

// kubectl runs kubectl, which has to succeed, and returns all that it says.
func (m *machine) kubectl(t *testing.T, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "env", append([]string{"kubectl"}, args...)...)
	c.Env = m.env
	output, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("kubectl %q: %v\n%s", args, err, output)
	}
	return string(output)
}

// says runs kubectl and expects a text.
func (m *machine) says(t *testing.T, want string, args ...string) {
	t.Helper()
	if output := m.kubectl(t, args...); !strings.Contains(output, want) {
		t.Errorf("kubectl %q does not say %q but\n%s", args, want, output)
	}
}

func TestKrewInstallsUpgradesAndRemovesThePlugin(t *testing.T) {
	m := newMachine(t)
	_, testVersion := installBlocks(t)
	first, later := makeRelease(t, testVersion), makeRelease(t, laterVersion)
	m.env = append(m.env, downloads(t, map[string]string{testVersion: first, laterVersion: later})...)
	m.publish(t, first)

	m.kubectl(t, "krew", "index", "add", "autorepair", published)
	m.says(t, "autorepair/autorepair", "krew", "search", "autorepair")
	m.says(t, "VERSION: "+testVersion, "krew", "info", "autorepair/autorepair")
	m.says(t, "Installed plugin: autorepair", "krew", "install", "autorepair/autorepair")
	m.says(t, "Client Version: "+testVersion+" (commit ", "autorepair", "version", "--client")
	m.says(t, "VMRedeploymentFailed", "autorepair", "diagnose", "--demo=all")
	m.says(t, filepath.Join(m.root, "bin", "kubectl_complete-autorepair")+" installed", "autorepair", "completion", "install")
	m.says(t, "--not-ready-for", "__complete", "autorepair", "diagnose", "--not")

	m.publish(t, later)
	m.says(t, "Upgraded plugin: autorepair", "krew", "upgrade", "autorepair")
	m.says(t, "Client Version: "+laterVersion, "autorepair", "version", "--client")
	m.says(t, "--not-ready-for", "__complete", "autorepair", "diagnose", "--not")

	m.says(t, "kubectl_complete-autorepair removed", "autorepair", "completion", "uninstall")
	m.says(t, "Uninstalled plugin: autorepair", "krew", "uninstall", "autorepair")
	if left := names(t, filepath.Join(m.root, "bin")); len(left) != 0 {
		t.Errorf("after uninstall there is %q", left)
	}
}

func TestKrewInstallsFromAManifestAndAnArchiveOffline(t *testing.T) {
	m := newMachine(t)
	_, testVersion := installBlocks(t)
	dist := makeRelease(t, testVersion)
	manifest, wrong := filepath.Join(dist, manifestFile), filepath.Join(t.TempDir(), manifestFile)
	here := readManifest(t, manifest).Spec.Platforms[0]
	archive := filepath.Join(dist, here.archive())
	write(t, wrong, read(t, manifest))
	edit(t, wrong, here.SHA256, strings.Repeat("a", 64))
	c := exec.CommandContext(t.Context(), "env", "kubectl", "krew", "install", "--manifest="+wrong, "--archive="+archive)
	c.Env = m.env
	if output, err := c.CombinedOutput(); err == nil || !strings.Contains(string(output), "checksum") {
		t.Errorf("an archive with another sum is installed: %v\n%s", err, output)
	}
	m.says(t, "Installed plugin: autorepair", "krew", "install", "--manifest="+manifest, "--archive="+archive)
	m.says(t, testVersion, "autorepair", "version", "--client")
}

// names returns the entries of a folder.
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
