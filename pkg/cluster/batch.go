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
	// namesPerList is how many nodes one list reads: so many of them are a few megabytes.
	namesPerList = 100
	// namesBytes is how many bytes the names of the nodes have that one list reads, with the comma behind each, which a
	// URL writes in three: less than the 4 KB of strict proxies, and few lists, as for each the server looks at all nodes.
	namesBytes = 3300
	// maxLists is how many lists run at once. A server with priority and fairness counts a list
	// as several single reads.
	maxLists = 4
)

// fetchBatches reads many nodes that a scan of this resource version showed in a few lists, by
// the hostname label, whose value is the node's name almost everywhere. It returns the nodes it
// found by name; the others must be read one by one, as must so few nodes that single reads
// take one round of requests. The lists come from the server's cache, as the scan does, and are
// no older than the scan; a single read is current. Source for the label:
// https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesiohostname
func (l *Live) fetchBatches(ctx context.Context, names []string, version string, progress func(read int)) map[string]*corev1.Node {
	if version == "" || len(names) <= maxRequests {
		return nil
	}
	progress(0)
	values := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return len(validation.IsValidLabelValue(name)) > 0
	})
	lists := byLength(values)
	found := make([]map[string]*corev1.Node, len(lists))
	var breaker circuitBreaker
	var group errgroup.Group
	group.SetLimit(maxLists)
	for i, values := range lists {
		group.Go(func() error {
			found[i] = l.listByHostname(ctx, values, version, &breaker)
			progress(len(found[i]))
			return nil
		})
	}
	_ = group.Wait() // no function returns an error
	all := map[string]*corev1.Node{}
	for _, some := range found {
		maps.Copy(all, some)
	}
	return all
}

// byLength divides names into lists that are short enough.
func byLength(names []string) [][]string {
	var lists [][]string
	begin, size := 0, 0
	for i, name := range names {
		if size += len(name) + len("%2C"); size > namesBytes || i-begin == namesPerList {
			lists = append(lists, names[begin:i])
			begin, size = i, len(name)+len("%2C")
		}
	}
	return append(lists, names[begin:])
}

// listByHostname returns the nodes with these values of the hostname label by name. It returns
// none if the list fails, because single reads follow.
func (l *Live) listByHostname(ctx context.Context, values []string, version string, breaker *circuitBreaker) map[string]*corev1.Node {
	among, err := labels.NewRequirement(corev1.LabelHostname, selection.In, values)
	if err != nil {
		return nil
	}
	r, decode := l.nodeList(request{resource: "nodes", options: metav1.ListOptions{LabelSelector: among.String()}})
	list, failed := readUnlessBroken(ctx, l, r.notOlderThan(version), breaker, decode)
	if failed != nil || list.Continue != "" {
		return nil
	}
	nodes := make(map[string]*corev1.Node, len(list.Items))
	for i := range list.Items {
		if n := &list.Items[i]; slices.Contains(values, n.Name) {
			l.slimNode(n)
			nodes[n.Name] = n
		}
	}
	return nodes
}
