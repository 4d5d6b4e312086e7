package wording

import "testing"

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
