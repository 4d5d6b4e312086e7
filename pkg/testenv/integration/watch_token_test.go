package integration

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// TestAWatchGoesOnWithANewToken has a token that the server takes no more after the
// connection was cut, and a new one where the old one came from.
func TestAWatchGoesOnWithANewToken(t *testing.T) {
	c := shared.Cluster(t)
	server, err := url.Parse(c.Config().Host)
	if err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]func(token string) clientcmdapi.AuthInfo{
		"file": func(token string) clientcmdapi.AuthInfo { return clientcmdapi.AuthInfo{TokenFile: token} },
		"plugin": func(token string) clientcmdapi.AuthInfo {
			const script = `printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%%s"}}' "$(cat %s)"`
			return clientcmdapi.AuthInfo{Exec: &clientcmdapi.ExecConfig{
				APIVersion: "client.authentication.k8s.io/v1", InteractiveMode: clientcmdapi.NeverExecInteractiveMode,
				Command: "sh", Args: []string{"-c", fmt.Sprintf(script, token)},
			}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // a file is read again after a minute
			node, account := "of-"+name, "renewed-"+name
			load(t, c, []corev1.Node{nodeWith(node, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown})}, nil)
			token := filepath.Join(t.TempDir(), "token")
			first, err := clientcmd.LoadFromFile(c.ServiceAccount(t, account, watchGrants()...))
			if err != nil {
				t.Fatal(err)
			}
			keep(t, token, first.AuthInfos[account].Token)
			g := newGate(t, server.Host)
			kubeconfig := kubeconfigThrough(t, c, g)
			config, err := clientcmd.LoadFromFile(kubeconfig)
			if err != nil {
				t.Fatal(err)
			}
			*config.AuthInfos["admin"] = from(token)
			if err := clientcmd.WriteToFile(*config, kubeconfig); err != nil {
				t.Fatal(err)
			}
			lines, _ := startWatch(t, "--not-ready-for", "0s", "--kubeconfig", kubeconfig, node)
			expect(t, lines, node+" Down ")

			g.shut()
			keep(t, token, reissue(t, c, account, first.AuthInfos[account].Token))
			makeReady(t, c, node)
			g.unlock(t)
			expect(t, lines, node+" Recovered ")
		})
	}
}

// watchGrants returns what a watch needs.
func watchGrants() []testenv.Grant {
	grants := []testenv.Grant{{Verb: "get", Resource: "nodes"}}
	for _, verb := range []string{"list", "watch"} {
		grants = append(grants, testenv.Grant{Verb: verb, Resource: "nodes"},
			testenv.Grant{Verb: verb, Resource: "events", Namespace: metav1.NamespaceDefault},
			testenv.Grant{Verb: verb, Resource: "events", Namespace: metav1.NamespaceSystem})
	}
	return grants
}

// reissue recreates a service account, which invalidates its old token, waits until the
// server refuses that token, and returns a new one.
func reissue(t *testing.T, c *testenv.Cluster, name, old string) string {
	t.Helper()
	accounts := c.Client().CoreV1().ServiceAccounts(metav1.NamespaceDefault)
	if err := accounts.Delete(t.Context(), name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := accounts.Create(t.Context(), account, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	request, err := accounts.CreateToken(t.Context(), name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(c.Config())
	config.BearerToken = old
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(ctx context.Context) (bool, error) {
		_, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		return apierrors.IsUnauthorized(err), nil
	}
	if err := wait.PollUntilContextTimeout(t.Context(), lateLimit/20, patience, true, refused); err != nil {
		t.Fatalf("waiting until the old token is refused: %v", err)
	}
	return request.Status.Token
}

func keep(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
