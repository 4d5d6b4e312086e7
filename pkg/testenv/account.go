package testenv

import (
	"context"
	"fmt"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Grant allows one verb on one kind of resource.
type Grant struct {
	// Verb and Resource as in a role: "list", "nodes".
	Verb, Resource string
	// Group of the resource; empty is the core group.
	Group string
	// Namespace where it is allowed; empty is every namespace, and what a cluster-wide
	// resource such as nodes needs.
	Namespace string
	// Name of the one object for which it is allowed; empty is all.
	Name string
}

// ServiceAccount creates an account that may do what the grants say and nothing else, and
// returns the path of a kubeconfig with its token. Account and grants are removed when
// the test is over. The name must be new to the control plane: the server goes on allowing
// what is no longer granted for a moment.
func (c *Cluster) ServiceAccount(t testing.TB, name string, grants ...Grant) string {
	t.Helper()
	ctx := t.Context()
	accounts := c.client.CoreV1().ServiceAccounts(metav1.NamespaceDefault)
	_, err := accounts.Create(ctx, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("creating service account %s: %v", name, err)
	}
	cleanup(t, func(ctx context.Context) error { return accounts.Delete(ctx, name, metav1.DeleteOptions{}) })
	request, err := accounts.CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("requesting a token for service account %s: %v", name, err)
	}
	for i, grant := range grants {
		c.grant(t, name, fmt.Sprintf("%s-%d", name, i), grant)
	}
	config := rest.AnonymousClientConfig(c.config)
	config.BearerToken = request.Status.Token
	waitForGrants(t, config, grants)
	return writeKubeconfig(t, config, name)
}

// grant creates a role and its binding. The role is a ClusterRole in any case; what is
// bound inside a namespace holds only there.
func (c *Cluster) grant(t testing.TB, account, name string, g Grant) {
	t.Helper()
	ctx, rbac, meta := t.Context(), c.client.RbacV1(), metav1.ObjectMeta{Name: name}
	role := &rbacv1.ClusterRole{ObjectMeta: meta, Rules: []rbacv1.PolicyRule{
		{Verbs: []string{g.Verb}, APIGroups: []string{g.Group}, Resources: []string{g.Resource}},
	}}
	if g.Name != "" {
		role.Rules[0].ResourceNames = []string{g.Name}
	}
	if _, err := rbac.ClusterRoles().Create(ctx, role, metav1.CreateOptions{}); err != nil {
		t.Fatalf("creating the role for %+v: %v", g, err)
	}
	cleanup(t, func(ctx context.Context) error { return rbac.ClusterRoles().Delete(ctx, name, metav1.DeleteOptions{}) })

	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name}
	subjects := []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: account, Namespace: metav1.NamespaceDefault}}
	var err error
	var unbind func(context.Context, string, metav1.DeleteOptions) error
	if g.Namespace == "" {
		bindings := rbac.ClusterRoleBindings()
		_, err = bindings.Create(ctx, &rbacv1.ClusterRoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: subjects}, metav1.CreateOptions{})
		unbind = bindings.Delete
	} else {
		bindings := rbac.RoleBindings(g.Namespace)
		_, err = bindings.Create(ctx, &rbacv1.RoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: subjects}, metav1.CreateOptions{})
		unbind = bindings.Delete
	}
	if err != nil {
		t.Fatalf("granting %+v to %s: %v", g, account, err)
	}
	cleanup(t, func(ctx context.Context) error { return unbind(ctx, name, metav1.DeleteOptions{}) })
}

// WaitForGrants waits until the server allows what the grants say to the owner of a
// kubeconfig.
func WaitForGrants(t testing.TB, kubeconfig string, grants ...Grant) {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatalf("reading the account's kubeconfig: %v", err)
	}
	waitForGrants(t, config, grants)
}

// waitForGrants asks until the server allows what was granted: its authorizer learns of
// new roles a moment after they are stored.
func waitForGrants(t testing.TB, config *rest.Config, grants []Grant) {
	t.Helper()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatalf("making the account's client: %v", err)
	}
	for _, g := range grants {
		review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
			ResourceAttributes: &authorizationv1.ResourceAttributes{
				Verb: g.Verb, Group: g.Group, Resource: g.Resource, Namespace: g.Namespace, Name: g.Name,
			},
		}}
		err := wait.PollUntilContextTimeout(t.Context(), pollInterval, startTimeout, true, func(ctx context.Context) (bool, error) {
			answer, err := client.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
			return err == nil && answer.Status.Allowed, err
		})
		if err != nil {
			t.Fatalf("waiting until %+v is allowed: %v", g, err)
		}
	}
}

// cleanup undoes something when the test is over, with a context that still lives then.
func cleanup(t testing.TB, undo func(context.Context) error) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), stopTimeout)
		defer cancel()
		if err := undo(ctx); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
}
