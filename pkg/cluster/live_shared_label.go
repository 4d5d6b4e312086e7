package cluster

import (
	"context"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/table"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// readSharedLabels finds out what the nodes that are down share, and which other nodes share
// it: that shows how much of a pool, a zone or a size is down. A scan shows no labels, so it
// sends one more request for each shared value, at most maxSharedLabels for each label,
// whatever the number of nodes.
func (l *Live) readSharedLabels(ctx context.Context, read *nodesRead) {
	nodes := snapshot.Statuses(read.nodes)
	known := l.options.Selection.SharedLabels(nodes)
	if read.hasLabels {
		snapshot.ClearUnshared(read.scan, known)
		return
	}
	sharing := make([]sets.Set[string], len(known))
	failures := make([]*failure, len(known))
	var wg sync.WaitGroup
	for i, label := range known {
		wg.Go(func() { sharing[i], failures[i] = l.nodesWithLabel(ctx, label, read.version) })
	}
	wg.Wait()

	for i, label := range known {
		if failures[i] != nil {
			// Without the other nodes, all nodes of the label would seem to be down.
			read.gaps = failures[i].gap("which nodes have the label " + label.Label + "=" + label.Value).AddTo(read.gaps)
			continue
		}
		for _, n := range nodes {
			if *n.LabelField(label.Label) == label.Value {
				sharing[i].Insert(n.Name)
			}
		}
		if !label.IsMostlyDown(sharing[i].Len()) {
			continue
		}
		for j := range read.scan {
			if sharing[i].Has(read.scan[j].Name) {
				*read.scan[j].LabelField(label.Label) = label.Value
			}
		}
	}
}

// nodesWithLabel returns the names of the nodes that have a label, or enough of them to know
// that most are not down. version is that of the scan; empty is unknown. If the server does not
// answer for the version in time, or at all, the request asks for any version in its cache.
func (l *Live) nodesWithLabel(ctx context.Context, label snapshot.SharedLabel, version string) (sets.Set[string], *failure) {
	if version != "" {
		if names, failed := l.listByLabel(ctx, labelRequest(label, version), label); failed == nil {
			return names, nil
		}
	}
	return l.listByLabel(ctx, scanRequest(label.Label+"="+label.Value), label)
}

// listByLabel reads the names of the nodes that have a label from a Table.
func (l *Live) listByLabel(ctx context.Context, r request, label snapshot.SharedLabel) (sets.Set[string], *failure) {
	names := sets.New[string]()
	failed := l.read(ctx, r, func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		scan, readable := table.Parse(raw)
		if !readable || (scan.Continued && label.IsMostlyDown(len(scan.Rows))) {
			return &unexpectedAnswer{what: "no table of nodes"}
		}
		for _, row := range scan.Rows {
			names.Insert(row.Name)
		}
		return nil
	})
	return names, failed
}

// labelRequest asks for the nodes that have a label, as a Table that ends once it is certain
// that most of them are not down. For resource version 0 a server ignores the limit. For the
// version of a scan, which came from its cache, it answers from its cache too from Kubernetes
// 1.31 on, and from etcd before. Sources:
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
// and k8s.io/apiserver/pkg/storage/cacher/cacher.go of 1.30 and 1.31.
func labelRequest(label snapshot.SharedLabel, version string) request {
	r := scanRequest(label.Label + "=" + label.Value).notOlderThan(version)
	r.options.Limit = int64(2 * label.Down)
	return r
}

// scanRequest asks for the nodes that a label selector selects, as a Table. With resource
// version 0 the server answers from its cache, which may lag slightly. Few nodes that are down
// are then read from etcd, many from the same cache (batch.go).
func scanRequest(selector string) request {
	return request{resource: "nodes", table: true, options: metav1.ListOptions{LabelSelector: selector, ResourceVersion: "0"}}
}
