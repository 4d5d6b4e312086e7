package integration

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// A watch with the printed roles receives events of both namespaces; without any one of
// them it says what it cannot see.
func TestTheRolesForAWatchAreEnoughAndNoneOfThemIsTooMuch(t *testing.T) {
	c := shared.Cluster(t)
	begin := time.Now().Add(-time.Hour).Truncate(time.Second)
	disaster(t, c, begin)
	folder := plugin(t)
	kubeconfig, printed := applied(t, c, folder, "watcher", "--watch")
	watching := watchOnTerminal(t, kubeconfig, folder)
	watching.expect(t, "failed", "silent")
	watching.forget()
	// The events of a later hour are news, whatever the shown ones were.
	for i, namespace := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem} {
		at := metav1.NewMicroTime(begin.Add(time.Duration(59+i) * time.Minute))
		createModern(t, c, modernEvent(namespace, "silent", []string{"NodeRebootStart", "NodeRebootError"}[i], at))
		watching.expect(t, []string{"reboot", "failed"}[i])
	}
	if text := watching.text(); strings.Contains(text, "not seen") {
		t.Errorf("with the printed roles the watch says\n%s", text)
	}
	var blind []*terminal
	var listing []*terminal // those that may list the nodes
	for i, missing := range printed {
		if missing.Verb == "get" {
			continue // the lease of a named node, which a watch does not read
		}
		rest := slices.Delete(slices.Clone(printed), i, i+1)
		account := c.ServiceAccount(t, fmt.Sprintf("watcher-%d", i), rest...)
		blind = append(blind, watchOnTerminal(t, account, folder))
		if missing.Verb != "list" || missing.Resource != "nodes" {
			listing = append(listing, blind[len(blind)-1])
		}
	}
	for _, one := range blind {
		one.expect(t, "403 Forbidden")
	}
	makeReady(t, c, "silent")
	for _, one := range listing {
		one.expect(t, "silent Ready again") // also where nodes may not be watched
	}
}

// watchOnTerminal starts a watch on a terminal that cannot move its cursor, so that all it says
// comes line by line.
func watchOnTerminal(t *testing.T, kubeconfig, folder string) *terminal {
	t.Helper()
	c := exec.CommandContext(t.Context(), testenv.Binary(t, "kubectl"), "autorepair", "diagnose", "--watch")
	c.Env = []string{"PATH=" + folder, "HOME=" + t.TempDir(), "KUBECONFIG=" + kubeconfig, "TERM=dumb"}
	return newTerminal(t, c)
}
