package testenv

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/utils/ptr"
)

// GracePeriod is how long a node's Lease and status may be old before the controller
// started by StartNodeLifecycle calls the node Unknown; Kubernetes' own default is 50 s.
// It leaves room for a busy machine to renew the Leases of the others in time.
const GracePeriod = 8 * time.Second

// StartNodeLifecycle runs kube-controller-manager with the node lifecycle controller
// alone, until the test is over. That controller sets the Ready condition of a node whose
// Lease is not renewed to Unknown, taints the node and writes the event NodeNotReady.
func (c *Cluster) StartNodeLifecycle(t testing.TB) {
	t.Helper()
	var output bytes.Buffer
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	manager := exec.CommandContext(ctx, Binary(t, "kube-controller-manager"),
		"--kubeconfig="+c.Kubeconfig(t),
		"--controllers=node-lifecycle-controller",
		"--leader-elect=false",
		"--secure-port=0",
		"--node-monitor-period=500ms",
		"--node-monitor-grace-period="+GracePeriod.String(),
		"--node-startup-grace-period="+GracePeriod.String(),
	)
	manager.Stdout, manager.Stderr = &output, &output
	manager.Cancel = func() error { return manager.Process.Signal(os.Interrupt) }
	manager.WaitDelay = stopTimeout
	if err := manager.Start(); err != nil {
		cancel()
		t.Fatalf("starting kube-controller-manager: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		err := manager.Wait()
		if t.Failed() {
			t.Logf("kube-controller-manager ended with %v and said:\n%s", err, output.Bytes())
		}
	})
}

// KeepAlive renews the Lease of a node until the test is over, as its kubelet would. The
// controller compares a renewal only with the one before, so that no clock is needed.
func (c *Cluster) KeepAlive(t testing.TB, node string) {
	t.Helper()
	leases := c.client.CoordinationV1().Leases(nodeLeases)
	lease, err := leases.Create(t.Context(), &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: node},
		Spec:       coordinationv1.LeaseSpec{HolderIdentity: &node, LeaseDurationSeconds: ptr.To[int32](40)},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("creating the lease of node %s: %v", node, err)
	}
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	go func() {
		done <- wait.PollUntilContextCancel(ctx, GracePeriod/16, true, func(ctx context.Context) (bool, error) {
			renewed := lease.CreationTimestamp.Time
			if last := lease.Spec.RenewTime; last != nil {
				renewed = last.Add(time.Second)
			}
			lease.Spec.RenewTime = &metav1.MicroTime{Time: renewed}
			updated, err := leases.Update(ctx, lease, metav1.UpdateOptions{})
			if err == nil {
				lease = updated
			}
			return false, err
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("renewing the lease of node %s: %v", node, err)
		}
	})
}
