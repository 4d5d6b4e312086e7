package integration

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// leastCases are what a user does and what rbac is asked for it. All commands of a case
// succeed with its roles; without any one permission, at least one of them reports a gap.
var leastCases = []struct {
	name     string
	rbac     []string
	commands [][]string
}{
	{"diagnose", nil, [][]string{
		{"diagnose"}, {"diagnose", "failed"}, {"diagnose", "--all-contexts"}, {"diagnose", "--contexts", "CONTEXT"}, {"diagnose", "--selector", "none=such"},
	}},
	{"impact", []string{"--impact"}, [][]string{{"diagnose", "failed", "--impact"}, {"diagnose", "--impact"}}},
	{"save", []string{"--save"}, [][]string{{"diagnose", "--save", "FILE"}, {"diagnose", "failed", "--save", "FILE", "--redact"}, {"diagnose", "failed"}}},
	{"alerts", []string{"alerts"}, [][]string{{"alerts", "--check"}}},
}

// offline are commands that need no permission.
var offline = [][]string{
	{"explain", "VMRedeploymentFailed"}, {"rbac"}, {"version"}, {"alerts"}, {"history", "--demo"}, {"diagnose", "--demo"}, {"completion", "bash"}, {"knowledge"}, {"help"},
}

// noRequest are the flags of diagnose that do not change what is asked of a cluster, without
// those of every kubectl.
var noRequest = []string{
	"allow-missing-template-keys", "at", "azure", "azure-console", "azure-timeout", "color", "demo", "details", "exit-code", "filename", "force", "help", "knowledge", "no-headers",
	"no-pager", "not-ready-for", "open", "output", "since", "template", "timeout", "until-ready",
}

// A new command or flag has to be put into a case above, or into noRequest, before this passes.
func TestNoCommandAndNoFlagIsLeftOutOfTheRoles(t *testing.T) {
	k := newKubectl(t, filepath.Join(t.TempDir(), "none"), plugin(t))
	used := map[string]bool{"--watch": true} // in rbacwatch_test.go
	for _, args := range offline {
		used[args[0]] = true
	}
	for _, least := range leastCases {
		for _, args := range least.commands {
			for _, arg := range args {
				used[arg] = true
			}
		}
	}
	var unknown []string
	for word := range strings.SplitSeq(k.must(t, "__complete", "autorepair", ""), "\n") {
		if name, _, described := strings.Cut(word, "\t"); described && !used[name] {
			unknown = append(unknown, name)
		}
	}
	common := pflag.NewFlagSet("", pflag.ContinueOnError)
	genericclioptions.NewConfigFlags(true).AddFlags(common)
	for word := range strings.SplitSeq(k.must(t, "__complete", "autorepair", "diagnose", "--"), "\n") {
		flag, _, described := strings.Cut(word, "\t")
		name := strings.TrimPrefix(flag, "--")
		if described && !used[flag] && common.Lookup(name) == nil && !slices.Contains(noRequest, name) {
			unknown = append(unknown, flag)
		}
	}
	if len(unknown) > 0 {
		t.Errorf("no test holds %q to the roles", unknown)
	}
}

func TestTheRolesAreEnoughAndNoneOfThemIsTooMuch(t *testing.T) {
	c := shared.Cluster(t)
	begin := time.Now().Add(-time.Hour).Truncate(time.Second)
	disaster(t, c, begin)
	runPod(t, c, "least", "failed")
	installOperator(t, c)
	folder := plugin(t)
	for _, least := range leastCases {
		t.Run(least.name, func(t *testing.T) {
			kubeconfig, printed := applied(t, c, folder, "least-"+least.name, least.rbac...)
			all := newKubectl(t, kubeconfig, folder)
			for _, args := range least.commands {
				if r := autorepair(t, all, args); r.status != 0 {
					t.Errorf("%q with the printed roles: status %d\n%s%s", args, r.status, r.stdout, r.stderr)
				}
			}
			for i, missing := range printed {
				name := fmt.Sprintf("least-%s-%d", least.name, i)
				rest := slices.Delete(slices.Clone(printed), i, i+1)
				some := newKubectl(t, c.ServiceAccount(t, name, rest...), folder)
				complete := !slices.ContainsFunc(least.commands, func(args []string) bool {
					r := autorepair(t, some, args)
					return r.status == 1 && strings.Contains(r.stdout+r.stderr, "403 Forbidden")
				})
				if complete {
					t.Errorf("%q report no gap without %+v: it is not needed", least.commands, missing)
				}
			}
		})
	}
}

func TestOfflineCommandsAndCompletionNeedNoMoreThanTheRolesSay(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now().Add(-time.Hour))
	folder := plugin(t)
	nobody := newKubectl(t, c.ServiceAccount(t, "nobody"), folder)
	for _, args := range offline {
		if r := autorepair(t, nobody, args); r.status != 0 || r.stderr != "" {
			t.Errorf("%q without a permission: status %d, stderr %s", args, r.status, r.stderr)
		}
	}
	if offers := nobody.must(t, "__complete", "autorepair", "diagnose", ""); strings.Contains(offers, "failed") {
		t.Errorf("without a permission completion offers\n%s", offers)
	}
	kubeconfig, printed := applied(t, c, folder, "completer", "completion")
	completer := newKubectl(t, kubeconfig, folder)
	if offers := completer.must(t, "__complete", "autorepair", "diagnose", ""); !strings.Contains(offers, "failed\n") {
		t.Errorf("with %+v completion offers\n%s", printed, offers)
	}
}

func TestGettingNodesSavesTheListOfAll(t *testing.T) {
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{readyNode("up"), downNode("down")}, nil)
	folder := plugin(t)
	for _, test := range []struct {
		name string
		args []string
		full int
	}{{"lists-only", nil, 1}, {"gets-too", []string{"--get-nodes"}, 0}} {
		sent := &recorder{}
		kubeconfig, _ := applied(t, c, folder, test.name, test.args...)
		mustRead(t, kubeconfig, sent, cluster.LiveOptions{})
		if got := sent.count("/api/v1/nodes", "limit"); got != test.full {
			t.Errorf("with rbac %q: %d full lists of nodes, want %d", test.args, got, test.full)
		}
	}
}

// autorepair runs the plugin; FILE stands for a file that can be written, CONTEXT for the
// current context.
func autorepair(t *testing.T, k kubectl, args []string) result {
	t.Helper()
	args = slices.Clone(args)
	for i, arg := range args {
		switch arg {
		case "FILE":
			args[i] = filepath.Join(t.TempDir(), "saved.tgz")
		case "CONTEXT":
			args[i] = strings.TrimSpace(k.must(t, "config", "current-context"))
		}
	}
	return k.run(t, append([]string{"autorepair"}, args...)...)
}

// applied has kubectl apply what rbac prints for a new account. It returns the account's
// kubeconfig and what it may do. The roles stay, for an account that does not.
func applied(t *testing.T, c *testenv.Cluster, folder, name string, args ...string) (string, []testenv.Grant) {
	t.Helper()
	admin := newKubectl(t, c.Kubeconfig(t), folder)
	args = append([]string{"autorepair", "rbac", "--name", name, "--serviceaccount", "default:" + name}, args...)
	text := admin.must(t, args...)
	file := filepath.Join(t.TempDir(), "roles.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	kubeconfig := c.ServiceAccount(t, name)
	admin.must(t, "apply", "-f", file)
	grants := granted(t, text)
	testenv.WaitForGrants(t, kubeconfig, grants...)
	return kubeconfig, grants
}

// granted returns what roles allow.
func granted(t *testing.T, text string) []testenv.Grant {
	t.Helper()
	var grants []testenv.Grant
	for document := range strings.SplitSeq(text, "---\n") {
		var role rbacv1.ClusterRole // a Role has the same fields, a binding has no rules
		if err := yaml.Unmarshal([]byte(document), &role); err != nil {
			t.Fatalf("reading the roles: %v\n%s", err, document)
		}
		for _, rule := range role.Rules {
			for _, verb := range rule.Verbs {
				names := rule.ResourceNames
				if len(names) == 0 {
					names = []string{""} // all
				}
				for _, name := range names {
					grants = append(grants, testenv.Grant{Verb: verb, Group: rule.APIGroups[0], Resource: rule.Resources[0], Namespace: role.Namespace, Name: name})
				}
			}
		}
	}
	return grants
}
