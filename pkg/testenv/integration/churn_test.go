package integration

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// restless is how many nodes go down and come back by turns, one a second.
	restless = 500
	// away is how many seconds each of them is down.
	away = 60
)

// churn changes a cluster, one object at a time. Of each changesPerSecond changes two are of nodes that go down
// and come back, four are events about them, and the rest are what kubelets write of themselves.
type churn struct {
	client kubernetes.Interface
	// healthy are the names of the nodes that were Ready; the first of them are restless.
	healthy []string
	made    int
}

func newChurn(client kubernetes.Interface, nodes []corev1.Node) *churn {
	c := &churn{client: client}
	for i := range nodes {
		if snapshot.Ready(&nodes[i]) {
			c.healthy = append(c.healthy, nodes[i].Name)
		}
	}
	return c
}

// next makes the next change.
func (c *churn) next(ctx context.Context) error {
	turn := c.made / changesPerSecond
	down, back := c.healthy[turn%restless], c.healthy[(turn+restless-away)%restless]
	step := c.made % changesPerSecond
	c.made++
	switch step {
	case 0:
		return c.become(ctx, down, corev1.ConditionUnknown)
	case 1:
		return c.event(ctx, down, "NodeNotReady")
	case 2:
		return c.event(ctx, down, "NodeRebootStart")
	case 3:
		return c.become(ctx, back, corev1.ConditionTrue)
	case 4:
		return c.event(ctx, back, "NodeReady")
	case 5:
		return c.event(ctx, back, "NodeRebootEnd")
	default:
		return c.patch(ctx, c.healthy[restless+c.made%(len(c.healthy)-restless)], corev1.NodeCondition{LastHeartbeatTime: metav1.Now()})
	}
}

// become changes a node's Ready condition.
func (c *churn) become(ctx context.Context, node string, status corev1.ConditionStatus) error {
	now := metav1.Now()
	return c.patch(ctx, node, corev1.NodeCondition{Status: status, LastTransitionTime: now, LastHeartbeatTime: now})
}

// patch writes what is set of a node's Ready condition.
func (c *churn) patch(ctx context.Context, node string, ready corev1.NodeCondition) error {
	fields := map[string]any{"type": corev1.NodeReady, "lastHeartbeatTime": ready.LastHeartbeatTime}
	if ready.Status != "" {
		fields["status"], fields["lastTransitionTime"] = ready.Status, ready.LastTransitionTime
	}
	body, err := json.Marshal(map[string]any{"status": map[string]any{"conditions": []any{fields}}})
	if err != nil {
		return fmt.Errorf("writing the condition of %s: %w", node, err)
	}
	if _, err := c.client.CoreV1().Nodes().Patch(ctx, node, types.StrategicMergePatchType, body, metav1.PatchOptions{}, "status"); err != nil {
		return fmt.Errorf("changing %s: %w", node, err)
	}
	return nil
}

// event creates an event about a node, of which there was none before.
func (c *churn) event(ctx context.Context, node, reason string) error {
	e := legacyEvent(node, reason, metav1.Now())
	if _, err := c.client.CoreV1().Events(e.Namespace).Create(ctx, &e, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("creating an event about %s: %w", node, err)
	}
	return nil
}
