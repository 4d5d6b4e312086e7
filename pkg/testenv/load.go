package testenv

import (
	"context"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

// loaders is how many requests Load has under way: more do not make the server faster.
const loaders = 32

// Load creates nodes, with the status they have, and events, many at a time, and returns when whoever reads them from the
// server's cache, as the program does, sees them all. It stops at the first error.
func (c *Cluster) Load(ctx context.Context, nodes []corev1.Node, events []corev1.Event) error {
	group, loading := errgroup.WithContext(ctx)
	group.SetLimit(loaders)
	for i := range nodes {
		group.Go(func() error {
			_, err := c.client.CoreV1().Nodes().Create(loading, &nodes[i], metav1.CreateOptions{})
			if err != nil {
				return fmt.Errorf("creating node %s: %w", nodes[i].Name, err)
			}
			return nil
		})
	}
	for i := range events {
		group.Go(func() error {
			e := &events[i]
			_, err := c.client.CoreV1().Events(e.Namespace).Create(loading, e, metav1.CreateOptions{})
			if err != nil {
				return fmt.Errorf("creating event %s/%s: %w", e.Namespace, e.Name, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return c.cached(ctx)
}

// cached waits until the server's cache has the nodes that there are now.
func (c *Cluster) cached(ctx context.Context) error {
	now, err := c.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{Limit: 1})
	if err != nil {
		return fmt.Errorf("listing nodes: %w", err)
	}
	// A read of what is not older waits for a few seconds, and then fails.
	o := metav1.ListOptions{ResourceVersion: now.ResourceVersion, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan, Limit: 1}
	err = wait.PollUntilContextTimeout(ctx, pollInterval, startTimeout, true, func(ctx context.Context) (bool, error) {
		_, err := c.client.CoreV1().Nodes().List(ctx, o)
		return err == nil, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the server's cache of nodes: %w", err)
	}
	return nil
}

// Lease creates the lease of a node, renewed at a time for the last time, and removes it
// with the next test's nodes.
func (c *Cluster) Lease(t testing.TB, node string, renewed time.Time) {
	t.Helper()
	at := metav1.NewMicroTime(renewed)
	_, err := c.client.CoordinationV1().Leases(nodeLeases).Create(t.Context(), &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: node}, Spec: coordinationv1.LeaseSpec{HolderIdentity: &node, RenewTime: &at},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("creating the lease of node %s: %v", node, err)
	}
}
