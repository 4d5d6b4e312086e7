package wording

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func TestCommandsGoToTheClusterThatWasDiagnosed(t *testing.T) {
	r := Reach{Kubectl: []string{"--context=it's odd"}}
	for line, want := range map[string]string{
		"kubectl drain a": `kubectl '--context=it'\''s odd' drain a`,
		"POOL=$(kubectl get node a | grep kubectl )":     `POOL=$(kubectl '--context=it'\''s odd' get node a | grep kubectl )`,
		"az aks show; kubectl delete node a":             `az aks show; kubectl '--context=it'\''s odd' delete node a`,
		"az vmss list --query \"kubectl is not a word\"": "az vmss list --query \"kubectl is not a word\"",
	} {
		if got := r.atCluster(line); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", line, got, want)
		}
	}
	if got := (Reach{}).atCluster("kubectl drain a"); got != "kubectl drain a" {
		t.Errorf("without a cluster: %s", got)
	}
}

func TestTheWayBackToASource(t *testing.T) {
	for _, c := range []struct {
		rerun []string
		d     diagnosis.Diagnosis
		want  string
	}{
		{[]string{"--context=a"}, diagnosis.Diagnosis{}, "kubectl autorepair diagnose --context=a n"},
		{[]string{"-f", "it's"}, diagnosis.Diagnosis{}, `kubectl autorepair diagnose -f 'it'\''s' n`},
		{nil, diagnosis.Diagnosis{Context: "b"}, "kubectl autorepair diagnose --context=b n"},
		{[]string{"-f", "-"}, diagnosis.Diagnosis{}, "kubectl autorepair diagnose -f - n"},
		{[]string{"-f", "-"}, diagnosis.Diagnosis{Origin: snapshot.Origin{PagesOnly: true}}, "kubectl autorepair diagnose n"},
		{[]string{"-f", "x"}, diagnosis.Diagnosis{Origin: snapshot.Origin{PagesOnly: true}}, "kubectl autorepair diagnose -f x n"},
	} {
		if got := (Reach{Rerun: c.rerun}).NodeCommand(&c.d, "n"); got != c.want {
			t.Errorf("%q: %s, want %s", c.rerun, got, c.want)
		}
	}
}
