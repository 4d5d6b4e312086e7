package printer

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

func TestCommandsGoToTheClusterThatWasDiagnosed(t *testing.T) {
	d := &repair.Diagnosis{Kubectl: []string{"--context=it's odd"}}
	for line, want := range map[string]string{
		"kubectl drain a": `kubectl '--context=it'\''s odd' drain a`,
		"POOL=$(kubectl get node a | grep kubectl )":     `POOL=$(kubectl '--context=it'\''s odd' get node a | grep kubectl )`,
		"az aks show; kubectl delete node a":             `az aks show; kubectl '--context=it'\''s odd' delete node a`,
		"az vmss list --query \"kubectl is not a word\"": "az vmss list --query \"kubectl is not a word\"",
	} {
		if got := atCluster(d, line); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", line, got, want)
		}
	}
	if got := atCluster(&repair.Diagnosis{}, "kubectl drain a"); got != "kubectl drain a" {
		t.Errorf("without a cluster: %s", got)
	}
}

func TestHintReadsTheSameSourceAgain(t *testing.T) {
	for want, d := range map[string]*repair.Diagnosis{
		"kubectl autorepair diagnose --demo n":         {Rerun: []string{"--demo"}},
		"kubectl autorepair diagnose -f 'a b.json' n":  {Rerun: []string{"-f", "a b.json"}},
		"kubectl autorepair diagnose --context=prod n": {Context: "prod"},
		"kubectl autorepair diagnose n":                {},
	} {
		d.Findings = []repair.Finding{{Node: "n", Group: 1}}
		d.Groups = []repair.Group{{ID: 1, State: repair.Failed, Nodes: []string{"n"}}}
		var out bytes.Buffer
		if err := Overview(&out, d, Style{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\n  "+want+"\n") {
			t.Errorf("want %q in\n%s", want, out.String())
		}
	}
}

func TestNodePageOfAFileSaysThatCommandsNeedACluster(t *testing.T) {
	const note = "see that kubectl and az point to the cluster it came from"
	f := repair.Finding{Node: "n", State: repair.Failed, Steps: []repair.Step{{Text: "Look.", Command: "kubectl describe node n"}}}
	for _, test := range []struct {
		d    repair.Diagnosis
		note bool
		want string
	}{
		{repair.Diagnosis{Rerun: []string{"-f", "x"}}, true, "kubectl describe node n"},
		{repair.Diagnosis{Rerun: []string{"--context=c"}, Kubectl: []string{"--context=c"}}, false, "kubectl --context=c describe node n"},
	} {
		var out bytes.Buffer
		if err := Node(&out, &test.d, &f, nil, Style{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.Join(strings.Fields(out.String()), " "), note) != test.note || !strings.Contains(out.String(), "        "+test.want+"\n") {
			t.Errorf("%+v:\n%s", test.d.Rerun, out.String())
		}
	}
}
