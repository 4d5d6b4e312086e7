package testenv

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// loaders is how many requests Load has under way: more do not make the server faster.
const loaders = 32

// Load creates nodes, with the status they have, and events, many at a time. It stops at
// the first error.
func (c *Cluster) Load(ctx context.Context, nodes []corev1.Node, events []corev1.Event) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(loaders)
	for i := range nodes {
		group.Go(func() error {
			_, err := c.client.CoreV1().Nodes().Create(ctx, &nodes[i], metav1.CreateOptions{})
			if err != nil {
				return fmt.Errorf("creating node %s: %w", nodes[i].Name, err)
			}
			return nil
		})
	}
	for i := range events {
		group.Go(func() error {
			e := &events[i]
			_, err := c.client.CoreV1().Events(e.Namespace).Create(ctx, e, metav1.CreateOptions{})
			if err != nil {
				return fmt.Errorf("creating event %s/%s: %w", e.Namespace, e.Name, err)
			}
			return nil
		})
	}
	return group.Wait()
}
