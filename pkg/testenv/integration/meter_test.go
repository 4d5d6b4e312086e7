package integration

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

func TestTheMeterCountsWhatPassesAndChangesNothing(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, noon.Time)
	kubeconfig := c.Kubeconfig(t)
	sent, m := &recorder{}, &meter{}
	direct := mustRead(t, kubeconfig, nil, cluster.LiveOptions{})
	metered := mustRead(t, m.start(t, kubeconfig), sent, cluster.LiveOptions{})
	if len(metered.Nodes) != len(direct.Nodes) || len(metered.Events) != len(direct.Events) {
		t.Errorf("%d nodes and %d events through the meter, %d and %d without it",
			len(metered.Nodes), len(metered.Events), len(direct.Nodes), len(direct.Events))
	}
	if got := m.requests.Load(); got != int64(len(sent.urls)) || got == 0 {
		t.Errorf("the meter counted %d requests of %d", got, len(sent.urls))
	}
	if m.bytes.Load() == 0 {
		t.Error("the meter counted no bytes")
	}
}
