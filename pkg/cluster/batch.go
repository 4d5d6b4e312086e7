package cluster

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
	"k8s.io/apimachinery/pkg/util/validation"
)

const (
	// namesPerList is how many nodes are read in one list. Their names, of at most 63 bytes
	// each, make an address that is short enough for any proxy.
	namesPerList = 32
	// maxLists is how many lists are under way at once. A server with priority and fairness
	// takes a list for as much as several single reads.
	maxLists = 4
)

// together reads nodes that a scan of this resource version showed in a few lists, by the
// label that has the node's name as its value almost everywhere, and returns those it
// found by name. The others are to be read one by one, as are nodes so few that this takes
// one round of requests. The lists come from the server's cache, as the scan does, and are
// no older than it; a single read is of the moment. Source for the label:
// https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesiohostname
func (l *Live) together(ctx context.Context, names []string, version string, progress func(read int)) map[string]*corev1.Node {
	if version == "" || len(names) <= maxRequests {
		return nil
	}
	progress(0)
	values := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return len(validation.IsValidLabelValue(name)) > 0
	})
	lists := slices.Collect(slices.Chunk(values, namesPerList))
	found := make([]map[string]*corev1.Node, len(lists))
	var halt halt
	var group errgroup.Group
	group.SetLimit(maxLists)
	for i, values := range lists {
		group.Go(func() error {
			found[i] = l.listByHostname(ctx, values, version, &halt)
			progress(len(found[i]))
			return nil
		})
	}
	_ = group.Wait() // nothing else is returned
	all := map[string]*corev1.Node{}
	for _, some := range found {
		maps.Copy(all, some)
	}
	return all
}

// listByHostname reads the nodes with these values of the hostname label, by their names;
// none when the list cannot be read, for there are the single reads.
func (l *Live) listByHostname(ctx context.Context, values []string, version string, halt *halt) map[string]*corev1.Node {
	among, err := labels.NewRequirement(corev1.LabelHostname, selection.In, values)
	if err != nil {
		return nil
	}
	r := request{resource: "nodes", options: metav1.ListOptions{LabelSelector: among.String()}}
	list, failed := unlessHalted[*corev1.NodeList](ctx, l, r.since(version), halt)
	if failed != nil || list.Continue != "" {
		return nil
	}
	nodes := make(map[string]*corev1.Node, len(list.Items))
	for i := range list.Items {
		if n := &list.Items[i]; slices.Contains(values, n.Name) {
			l.slim(n)
			nodes[n.Name] = n
		}
	}
	return nodes
}
