package integration

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

func TestThePluginRunsUnderKubectl(t *testing.T) {
	c := shared.Cluster(t)
	begin := time.Now().Truncate(time.Second)
	disaster(t, c, begin)
	at := begin.Add(time.Hour).Format(time.RFC3339)
	folder := plugin(t)
	admin := newKubectl(t, c.Kubeconfig(t), folder)

	t.Run("diagnose lists the nodes that are down", func(t *testing.T) {
		got := admin.must(t, "autorepair", "diagnose", "--at", at)
		for _, want := range []string{"failed", "silent", "unreported", "removed", "VMExtensionProvisioningError"} {
			if !strings.Contains(got, want) {
				t.Errorf("the overview does not name %q:\n%s", want, got)
			}
		}
	})
	t.Run("diagnose NODE shows one", func(t *testing.T) { onePage(t, admin, at) })
	t.Run("without a command it diagnoses", func(t *testing.T) {
		if bare, named := admin.must(t, "autorepair", "--at", at), admin.must(t, "autorepair", "diagnose", "--at", at); bare != named {
			t.Errorf("it prints\n%s\nand diagnose\n%s", bare, named)
		}
	})
	t.Run("a dump gives what the cluster gives", func(t *testing.T) {
		live := decode(t, admin.must(t, "autorepair", "diagnose", "--at", at, "-o", "json"))
		dumped := decode(t, admin.must(t, "autorepair", "diagnose", "--at", at, "-o", "json", "-f", writeDump(t, admin, "json")))
		if withoutOrigin(t, live) != withoutOrigin(t, dumped) {
			t.Errorf("the dump gives %+v, the cluster %+v", dumped, live)
		}
	})
	t.Run("findings set the exit status if asked", func(t *testing.T) {
		if r := admin.run(t, "autorepair", "diagnose", "--at", at, "--exit-code"); r.status != 2 {
			t.Errorf("the status is %d, want 2: %s", r.status, r.stderr)
		}
	})
	t.Run("a gap is reported where it belongs, and by the exit status", func(t *testing.T) {
		grant := testenv.Grant{Verb: "list", Resource: "nodes"}
		k := newKubectl(t, c.ServiceAccount(t, "half-blind", grant), folder)
		const gap = "events in namespace kube-system"
		r := k.run(t, "autorepair", "diagnose", "--at", at)
		if r.status != 1 || !strings.Contains(r.stdout, "NOT SEEN: "+gap) || !strings.Contains(r.stdout, "failed") || !strings.Contains(r.stderr, "not complete") {
			t.Errorf("the status is %d, want 1\nstdout: %s\nstderr: %s", r.status, r.stdout, r.stderr)
		}
		r = k.run(t, "autorepair", "diagnose", "--at", at, "-o", "name")
		if r.status != 1 || !strings.Contains(r.stderr, "warning: not seen: "+gap) || !strings.Contains(r.stderr, "kubectl create role") || !strings.Contains(r.stdout, "node/failed") {
			t.Errorf("-o name: the status is %d, want 1\nstdout: %s\nstderr: %s", r.status, r.stdout, r.stderr)
		}
	})
	t.Run("a server that is not there is a sentence", func(t *testing.T) {
		r := admin.run(t, "autorepair", "diagnose", "--server", "https://127.0.0.1:1", "--request-timeout", "5s")
		if r.status != 1 || !strings.Contains(r.stderr, "127.0.0.1:1") || strings.Contains(r.stderr, "goroutine") || r.stdout != "" {
			t.Errorf("the status is %d, want 1\nstdout: %s\nstderr: %s", r.status, r.stdout, r.stderr)
		}
	})
}

// onePage prints the page of a node, short and with all details.
func onePage(t *testing.T, k kubectl, at string) {
	t.Helper()
	for _, page := range []struct{ args, want []string }{
		{nil, []string{"failed", "VMExtensionProvisioningError", "Do first: ", "Add --details"}},
		{[]string{"--details"}, []string{"failed", "VMExtensionProvisioningError", "aks-pool1-vmss", "mc_rg"}},
	} {
		got := k.must(t, append([]string{"autorepair", "diagnose", "failed", "--at", at}, page.args...)...)
		for _, want := range page.want {
			if !strings.Contains(got, want) {
				t.Errorf("the page %q does not name %q:\n%s", page.args, want, got)
			}
		}
	}
}

func TestThePluginCompletesUnderKubectl(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now())
	admin := newKubectl(t, c.Kubeconfig(t), plugin(t))
	t.Run("completion offers the nodes that are down", func(t *testing.T) {
		got := strings.Split(admin.must(t, "__complete", "autorepair", "diagnose", ""), "\n")
		if !slices.Contains(got, "failed") || !slices.Contains(got, "silent") || slices.Contains(got, "healthy") {
			t.Errorf("completion offers %q", got)
		}
	})
	t.Run("completion offers the commands", func(t *testing.T) {
		if got := admin.must(t, "__complete", "autorepair", ""); !strings.Contains(got, "diagnose") || !strings.Contains(got, "explain") {
			t.Errorf("completion offers %q", got)
		}
	})
}

// decode reads a diagnosis that was printed as JSON.
func decode(t *testing.T, text string) *diagnosis.Diagnosis {
	t.Helper()
	var d diagnosis.Diagnosis
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatalf("reading the diagnosis: %v\n%s", err, text)
	}
	return &d
}
