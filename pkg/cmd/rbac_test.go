package cmd_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

// roles reads what rbac printed: "KIND NAMESPACE/NAME" of each object, and what its rules
// allow, as "VERB RESOURCE.GROUP in NAMESPACE".
func roles(t *testing.T, text string) (objects, allowed []string) {
	t.Helper()
	for document := range strings.SplitSeq(text, "---\n") {
		var r rbacv1.ClusterRole // a Role has the same fields
		if err := yaml.Unmarshal([]byte(document), &r); err != nil {
			t.Fatalf("%v:\n%s", err, document)
		}
		objects = append(objects, fmt.Sprintf("%s %s/%s", r.Kind, r.Namespace, r.Name))
		for _, rule := range r.Rules {
			for _, verb := range rule.Verbs {
				allowed = append(allowed, fmt.Sprintf("%s %s.%s in %s", verb, rule.Resources[0], rule.APIGroups[0], r.Namespace))
			}
		}
	}
	return objects, allowed
}

func TestRolesHoldWhatTheFlagsNeed(t *testing.T) {
	base := []string{
		"get leases.coordination.k8s.io in kube-node-lease", "list events. in default", "list events. in kube-system", "list nodes. in ",
	}
	for _, test := range []struct {
		args []string
		more []string
	}{
		{nil, nil},
		{[]string{"diagnose"}, nil},
		{[]string{"--get-nodes"}, []string{"get nodes. in "}},
		{[]string{"--impact"}, []string{"list poddisruptionbudgets.policy in ", "list pods. in "}},
		{[]string{"--save"}, []string{"list leases.coordination.k8s.io in kube-node-lease"}},
		{[]string{"-w"}, []string{"watch events. in default", "watch events. in kube-system", "watch nodes. in "}},
	} {
		status, stdout, stderr := run(t, append([]string{"rbac"}, test.args...)...)
		_, allowed := roles(t, stdout)
		slices.Sort(allowed)
		if want := append(slices.Clone(base), test.more...); status != 0 || stderr != "" || !slices.Equal(allowed, sorted(want)) {
			t.Errorf("%q: status %d, stderr %q, allows %q, want %q", test.args, status, stderr, allowed, want)
		}
	}
	if _, stdout, _ := run(t, "rbac", "completion"); strings.Contains(stdout, "events") || !strings.Contains(stdout, "nodes") {
		t.Errorf("completion needs\n%s", stdout)
	}
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}

func TestRolesAreBoundToWhomTheyAreFor(t *testing.T) {
	_, stdout, _ := run(t, "rbac", "--name", "on-call", "--user", "ada", "--group", "g", "--serviceaccount", "ops:bot")
	objects, _ := roles(t, stdout)
	want := []string{
		"ClusterRole /on-call", "Role default/on-call", "Role kube-system/on-call", "Role kube-node-lease/on-call",
		"ClusterRoleBinding /on-call", "RoleBinding default/on-call", "RoleBinding kube-system/on-call", "RoleBinding kube-node-lease/on-call",
	}
	if !slices.Equal(objects, want) {
		t.Errorf("printed %q, want %q", objects, want)
	}
	_, last, _ := strings.Cut(stdout, "kind: RoleBinding")
	var b rbacv1.RoleBinding
	if err := yaml.Unmarshal([]byte("kind: RoleBinding"+strings.Split(last, "---\n")[0]), &b); err != nil {
		t.Fatal(err)
	}
	subjects := []rbacv1.Subject{
		{Kind: "User", APIGroup: rbacv1.GroupName, Name: "ada"}, {Kind: "Group", APIGroup: rbacv1.GroupName, Name: "g"},
		{Kind: "ServiceAccount", Namespace: "ops", Name: "bot"},
	}
	if !slices.Equal(b.Subjects, subjects) || b.RoleRef != (rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "on-call"}) {
		t.Errorf("the binding is %+v", b)
	}
}

func TestCommandsThatWorkOfflineNeedNoRole(t *testing.T) {
	for _, command := range []string{"explain", "knowledge", "rbac", "version"} {
		status, stdout, _ := run(t, "rbac", command)
		if status != 0 || stdout != "# kubectl autorepair "+command+" needs no permission.\n" {
			t.Errorf("%s: status %d, stdout %q", command, status, stdout)
		}
	}
}

func TestRolesThatCannotBePrintedAreAnError(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"frobnicate"}, `"frobnicate" is no command: write diagnose, history, alerts, completion, explain`},
		{[]string{"--name", "a/b"}, `--name is "a/b", which cannot name a role`},
		{[]string{"--name", ""}, `--name is "", which cannot name a role`},
		{[]string{"--serviceaccount", "bot"}, `--serviceaccount is "bot": write NAMESPACE:NAME`},
		{[]string{"--user", "ada,"}, "--user is empty"},
		{[]string{"diagnose", "explain"}, "one argument at most"},
	} {
		status, stdout, stderr := run(t, append([]string{"rbac"}, test.args...)...)
		if status != 1 || stdout != "" || !strings.Contains(stderr, test.want) {
			t.Errorf("%q: status %d, stdout %q, stderr %q, want %q", test.args, status, stdout, stderr, test.want)
		}
	}
}
