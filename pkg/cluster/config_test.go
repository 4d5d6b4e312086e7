package cluster

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

const goodKubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://one.example:443"}}, {name: d, cluster: {server: "https://two.example:443"}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: one, context: {cluster: c, user: u}}, {name: two, context: {cluster: d, user: u}}]
`

// flagsFor returns the flags of a user with --kubeconfig and the content of that file.
func flagsFor(t *testing.T, content string) (*genericclioptions.ConfigFlags, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := genericclioptions.NewConfigFlags(false)
	flags.KubeConfig = &file
	return flags, file
}

// outsidePods clears the environment that names a cluster in a pod.
func outsidePods(t *testing.T) {
	t.Helper()
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "none"))
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	t.Setenv("KUBERNETES_MASTER", "")
}

func TestOriginNamesContextAndServer(t *testing.T) {
	for name, c := range map[string]struct{ current, context, server, want string }{
		"current context": {current: "one", want: "context one (https://one.example:443)"},
		"--context":       {current: "one", context: "two", want: "context two (https://two.example:443)"},
		"--server":        {current: "one", server: "https://three.example", want: "context one (https://three.example)"},
		"password":        {current: "one", server: "https://u:secret@three.example", want: "context one (https://u:xxxxx@three.example)"},
	} {
		t.Run(name, func(t *testing.T) {
			flags, _ := flagsFor(t, goodKubeconfig+"current-context: "+c.current+"\n")
			flags.Context, flags.APIServer = &c.context, &c.server
			live, err := NewLive(flags, LiveOptions{Now: snapshottest.TestTime})
			if err != nil {
				t.Fatal(err)
			}
			snapshottest.Equal(t, "origin", live.target.String(), c.want)
		})
	}
}

func TestServerAloneNeedsNoKubeconfig(t *testing.T) {
	outsidePods(t)
	flags := genericclioptions.NewConfigFlags(false)
	server := "https://three.example"
	flags.APIServer = &server
	live, err := NewLive(flags, LiveOptions{Now: snapshottest.TestTime})
	if err != nil {
		t.Fatal(err)
	}
	snapshottest.Equal(t, "origin", live.target.String(), server)
}

func TestMissingClusterSaysWhereItWasLookedForAndWhatWorksWithout(t *testing.T) {
	outsidePods(t)
	_, err := NewLive(genericclioptions.NewConfigFlags(false), LiveOptions{Now: snapshottest.TestTime})
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "--kubeconfig", "$KUBECONFIG", "~/.kube/config", "pod's service account", os.Getenv("KUBECONFIG"), `"--demo"`, `"-f FILE"`)
}

func TestUnusableConfigurationIsOneSentence(t *testing.T) {
	outsidePods(t)
	for name, c := range map[string]struct {
		content, context, timeout string
		want                      []string
	}{
		"no current context": {content: goodKubeconfig, want: []string{"FILE names no current context", "--context"}},
		"unknown context":    {content: goodKubeconfig, context: "nope", want: []string{`there is no context "nope" in FILE`}},
		"current is unknown": {content: goodKubeconfig + "current-context: gone\n", want: []string{`there is no context "gone" in FILE`}},
		"no YAML":            {content: "a: [", want: []string{"FILE cannot be used", "yaml: line 1"}},
		"no such cluster":    {content: strings.ReplaceAll(goodKubeconfig, "cluster: c", "cluster: x"), context: "one", want: []string{`context "one" of FILE points to no API server`, `cluster "x"`}},
		"empty file":         {content: "", want: []string{"no cluster to read", "(looked at FILE)"}},
		"no address":         {content: strings.ReplaceAll(goodKubeconfig, "https://one.example:443", "not an address"), context: "one", want: []string{"cannot set up a connection to context one", "check the address"}},
		"bad timeout":        {content: goodKubeconfig, context: "one", timeout: "soon", want: []string{"FILE cannot be used", "Invalid timeout value"}},
	} {
		t.Run(name, func(t *testing.T) {
			flags, file := flagsFor(t, c.content)
			flags.Context, flags.Timeout = &c.context, &c.timeout
			_, err := NewLive(flags, LiveOptions{Now: snapshottest.TestTime})
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range c.want {
				snapshottest.Contains(t, err.Error(), strings.ReplaceAll(part, "FILE", file))
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q has several lines", err)
			}
		})
	}
}

func TestMissingKubeconfigFileIsNamed(t *testing.T) {
	outsidePods(t)
	flags := genericclioptions.NewConfigFlags(false)
	file := filepath.Join(t.TempDir(), "nothing")
	flags.KubeConfig = &file
	_, err := NewLive(flags, LiveOptions{Now: snapshottest.TestTime})
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "the kubeconfig "+file+" does not exist", `"--demo"`)
}

func TestRestConfigHasNoRateLimitAndKeepsTheLoadedOne(t *testing.T) {
	loaded := &rest.Config{Host: "https://h", QPS: 5}
	config := LiveOptions{UserAgent: "a/1"}.restConfig(loaded)
	snapshottest.Equal(t, "QPS", config.QPS, -1)
	snapshottest.Equal(t, "loaded QPS", loaded.QPS, 5)
	snapshottest.Equal(t, "user agent", config.UserAgent, "a/1")
}

func TestBadLabelSelectorIsOneSentence(t *testing.T) {
	selection := snapshot.Selection{Selector: "a=b=c"}
	_, live := NewLive(getterFor("https://h", ""), LiveOptions{Selection: selection})
	_, files := dump.Dump{Filenames: []string{"x"}, Selection: selection}.Snapshot(t.Context())
	_, demo := dump.NewDemo(dump.DemoAll, selection, time.Time{}, false).Snapshot(t.Context())
	for source, err := range map[string]error{"live": live, "dump": files, "demo": demo} {
		if err == nil || !strings.HasPrefix(err.Error(), `the label selector "a=b=c" is not valid: `) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestAPluginThatWaitsForALoginKeepsNobodyFromEnding(t *testing.T) {
	program.Find(t, "sh")
	plugin := filepath.Join(t.TempDir(), "plugin")
	if err := os.WriteFile(plugin, []byte("#!/bin/sh\nwhile [ -e \"$0\" ]; do sleep 0.1; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	getter, _ := flagsFor(t, "current-context: one\n"+strings.Replace(goodKubeconfig, "user: {token: t}",
		"user: {exec: {command: "+plugin+", apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}", 1))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()

	if _, _, err := ServerVersion(ctx, getter, "test"); err == nil || !strings.Contains(err.Error(), "did not answer in time (context deadline exceeded)") {
		t.Errorf("version: %v", err)
	}
	live, err := NewLive(getter, LiveOptions{Now: snapshottest.TestTime})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := live.Snapshot(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("snapshot: %v", err)
	}
}
