package integration

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

func TestWhatAnAccountMayNotSeeIsAGap(t *testing.T) {
	listNodes := testenv.Grant{Verb: "list", Resource: "nodes"}
	getNodes := testenv.Grant{Verb: "get", Resource: "nodes"}
	inDefault := testenv.Grant{Verb: "list", Resource: "events", Namespace: metav1.NamespaceDefault}
	inSystem := testenv.Grant{Verb: "list", Resource: "events", Namespace: metav1.NamespaceSystem}

	c := shared.Cluster(t)
	down := nodeWith("down", corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionFalse})
	load(t, c, []corev1.Node{readyNode("up"), down}, []corev1.Event{legacyEvent("down", "NodeRebootStart", noon)})
	for i, test := range []struct {
		name          string
		grants        []testenv.Grant
		nodes, events int
		gaps          []string
		action        string
	}{
		{"everything", []testenv.Grant{listNodes, getNodes, inDefault, inSystem}, 1, 1, nil, ""},
		{"nodes only by listing them", []testenv.Grant{listNodes, inDefault, inSystem}, 1, 1, nil, ""},
		{
			"no events", []testenv.Grant{listNodes, getNodes}, 1, 0,
			[]string{"events in namespace default", "events in namespace kube-system"}, "--verb=list --resource=events -n default",
		},
		{
			"no events of kube-system", []testenv.Grant{listNodes, getNodes, inDefault}, 1, 1,
			[]string{"events in namespace kube-system"}, "--verb=list --resource=events -n kube-system",
		},
		{"no nodes", []testenv.Grant{inDefault, inSystem}, 0, 1, []string{"nodes"}, "list --resource=nodes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := mustRead(t, c.ServiceAccount(t, fmt.Sprintf("restricted-%d", i), test.grants...), nil, cluster.LiveOptions{})
			var gaps []string
			for _, gap := range s.Gaps {
				gaps = append(gaps, gap.Subject())
			}
			if len(s.Nodes) != test.nodes || len(s.Events) != test.events || !slices.Equal(gaps, test.gaps) {
				t.Errorf("%d nodes, %d events, gaps %q; want %d, %d, %q", len(s.Nodes), len(s.Events), gaps, test.nodes, test.events, test.gaps)
			}
			if s.NodesListed != (test.nodes > 0) || s.EventsListed != !strings.HasPrefix(strings.Join(gaps, ","), "events") {
				t.Errorf("nodes listed: %t, events listed: %t, with the gaps %q", s.NodesListed, s.EventsListed, gaps)
			}
			if test.gaps != nil && !strings.Contains(s.Gaps[0].Action, test.action) {
				t.Errorf("the advice is %q, without %q", s.Gaps[0].Action, test.action)
			}
		})
	}
}

func TestAnAccountThatMaySeeNothingGetsAnErrorThatSaysWhatIsMissing(t *testing.T) {
	c := shared.Cluster(t)
	_, err := readLive(t.Context(), c.ServiceAccount(t, "blind"), nil, cluster.LiveOptions{})
	if err == nil {
		t.Fatal("a snapshot of nothing was taken")
	}
	for _, want := range []string{"403 Forbidden", "system:serviceaccount:default:blind", "--resource=nodes", "--resource=events"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %q, without %q", err, want)
		}
	}
}
