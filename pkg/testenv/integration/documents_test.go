package integration

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/k9s"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/markdown"
)

// The words behind the opening fence say where a block is run:
//
//	sh        here, with kubectl and the plugin, on a cluster like the sample one
//	sh ready  the same, on a cluster whose only node is Ready
//	sh make   here, in a clone of what is committed
//	sh krew   in pkg/testenv/release, where krew is installed; only INSTALL.md has such
//	yaml k9s  a plugin of k9s, whose command runs for a node of the sample
//
// Blocks of other kinds show data.
const (
	onSample = "sh"
	onReady  = "sh ready"
	inClone  = "sh make"
	withKrew = "sh krew"
	forK9s   = "yaml k9s"
)

func TestEveryCommandBlockOfTheDocumentsRuns(t *testing.T) {
	c := shared.Cluster(t)
	folder := plugin(t)
	loadSample(t, c)
	installOperator(t, c)
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "monitoring"}}
	if _, err := c.Client().CoreV1().Namespaces().Create(t.Context(), namespace, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
		t.Fatal(err)
	}
	var later []func(env []string)
	for _, document := range markdown.Documents {
		work := clone(t) // of its own: several documents begin with a clone
		for _, block := range blocks(t, document) {
			switch block.Info {
			case onSample:
				runBlock(t, document, block, shellEnv(t, c, folder), t.TempDir())
			case inClone:
				runBlock(t, document, block, cloneEnv(t), work)
			case onReady:
				later = append(later, func(env []string) { runBlock(t, document, block, env, t.TempDir()) })
			case forK9s:
				runK9sPlugins(t, document, block, shellEnv(t, c, folder))
			case "yaml":
			default:
				if block.Info != withKrew || document != ".github/INSTALL.md" {
					t.Errorf("%s:%d: nothing runs a block of the kind %q", document, block.Line, block.Info)
				}
			}
		}
	}
	c = shared.Cluster(t) // without nodes
	load(t, c, []corev1.Node{readyNode("up")}, nil)
	for _, run := range later {
		run(shellEnv(t, c, folder))
	}
}

// blocks returns the command blocks of a document.
func blocks(t *testing.T, document string) []markdown.Block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../..", document))
	if err != nil {
		t.Fatal(err)
	}
	found, err := markdown.Blocks(string(text))
	if err != nil {
		t.Fatalf("reading %s: %v", document, err)
	}
	if len(found) == 0 {
		t.Errorf("%s has no command blocks", document)
	}
	return found
}

// runBlock runs a block in a shell that stops at the first command that fails.
func runBlock(t *testing.T, document string, block markdown.Block, env []string, folder string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var output bytes.Buffer
	c := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", shellFunctions+block.Text)
	c.Env, c.Dir, c.Stdout, c.Stderr = env, folder, &output, &output
	if err := c.Run(); err != nil {
		t.Errorf("%s:%d: %q: %v\n%s", document, block.Line, block.Text, err, output.String())
	}
}

// runK9sPlugins runs what the plugins of k9s run, on a node of the sample cluster.
func runK9sPlugins(t *testing.T, document string, block markdown.Block, env []string) {
	t.Helper()
	plugins, err := k9s.Plugins(block.Text)
	if err != nil {
		t.Errorf("%s:%d: %v", document, block.Line, err)
	}
	for _, plugin := range plugins {
		block.Text = strings.Join(plugin.Run("aks-user-15776247-vmss000007", "prod"), " ")
		runBlock(t, document, block, env, t.TempDir())
	}
}

// shellFunctions keep a block from calling these tests, and from downloading a linter:
// what make would do for those targets is only printed, which fails for one that is not
// there. Nobody reads pages.
const shellFunctions = `make() { case "$1" in demo|build|entries) command make "$@";; *) command make -n "$@" >/dev/null;; esac; }
less() { cat; }
`

// shellEnv has kubectl, the plugin, and a kubeconfig with the contexts that are shown.
func shellEnv(t *testing.T, c *testenv.Cluster, folder string) []string {
	t.Helper()
	config, err := clientcmd.LoadFromFile(c.Kubeconfig(t))
	if err != nil {
		t.Fatal(err)
	}
	config.Contexts["prod"] = config.Contexts[config.CurrentContext].DeepCopy()
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*config, kubeconfig); err != nil {
		t.Fatal(err)
	}
	path := []string{folder, filepath.Dir(testenv.Binary(t, "kubectl")), "/usr/local/bin", "/usr/bin", "/bin"}
	return []string{"PATH=" + strings.Join(path, string(filepath.ListSeparator)), "HOME=" + t.TempDir(), "KUBECONFIG=" + kubeconfig}
}

// cloneEnv returns the developer's environment, for the caches of Go; git finds the published
// repository here.
func cloneEnv(t *testing.T) []string {
	t.Helper()
	here, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "GIT_CONFIG_COUNT=2",
		"GIT_CONFIG_KEY_0=url."+here+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/kubectl-autorepair/kubectl-autorepair.git",
		"GIT_CONFIG_KEY_1=safe.directory", "GIT_CONFIG_VALUE_1=*")
}

// clone returns the repository as it was committed, in a folder where blocks may write.
func clone(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "clone")
	c := exec.CommandContext(t.Context(), "git", "clone", "--quiet", "../../..", folder)
	c.Env = cloneEnv(t)
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("cloning the repository: %v\n%s", err, output)
	}
	return folder
}

// loadSample makes the cluster what the embedded sample shows.
func loadSample(t *testing.T, c *testenv.Cluster) {
	t.Helper()
	sample, err := dump.NewDemo(dump.DemoAll, snapshot.Selection{}, time.Time{}, false).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	age := time.Since(sample.TakenAt) // the server's clock is not that of the sample
	move := func(at *metav1.Time) {
		if !at.IsZero() {
			at.Time = at.Add(age)
		}
	}
	for i := range sample.Nodes {
		n := &sample.Nodes[i]
		n.ObjectMeta = fresh(n.ObjectMeta)
		for j := range n.Status.Conditions {
			move(&n.Status.Conditions[j].LastHeartbeatTime)
			move(&n.Status.Conditions[j].LastTransitionTime)
		}
		for j := range n.Spec.Taints {
			if added := n.Spec.Taints[j].TimeAdded; added != nil {
				move(added)
			}
		}
	}
	for i := range sample.Events {
		e := &sample.Events[i]
		e.ObjectMeta = fresh(e.ObjectMeta)
		move(&e.FirstTimestamp)
		move(&e.LastTimestamp)
	}
	load(t, c, sample.Nodes, sample.Events)
}

// fresh returns the metadata of an object that is to be created.
func fresh(meta metav1.ObjectMeta) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: meta.Name, Namespace: meta.Namespace, Labels: meta.Labels, Annotations: meta.Annotations}
}
