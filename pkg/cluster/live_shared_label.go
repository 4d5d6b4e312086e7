package cluster

import (
	"context"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// compare finds out what the nodes that are down share, and which other nodes share it
// too: that says how much of a pool, a zone or a size is down. After a scan, which shows
// no labels, it asks once more for each value that is shared, at most maxLikenesses for
// each label, however many nodes there are.
func (l *Live) compare(ctx context.Context, read *nodesRead) {
	nodes := snapshot.Statuses(read.nodes)
	known := l.options.Selection.SharedLabels(nodes)
	if read.labelled {
		snapshot.KeepOnly(read.scan, known)
		return
	}
	sharing := make([]sets.Set[string], len(known))
	failures := make([]*failure, len(known))
	var wg sync.WaitGroup
	for i, like := range known {
		wg.Go(func() { sharing[i], failures[i] = l.nodesLike(ctx, like, read.version) })
	}
	wg.Wait()

	for i, like := range known {
		if failures[i] != nil {
			// Without the others, those that are down would look like all there are.
			read.gaps = snapshot.AddGap(read.gaps, failures[i].gap("which nodes have the label "+like.Label+"="+like.Value))
			continue
		}
		for _, n := range nodes {
			if *n.Field(like.Label) == like.Value {
				sharing[i].Insert(n.Name)
			}
		}
		if !like.MostDown(sharing[i].Len()) {
			continue
		}
		for j := range read.scan {
			if sharing[i].Has(read.scan[j].Name) {
				*read.scan[j].Field(like.Label) = like.Value
			}
		}
	}
}

// nodesLike are the names of the nodes that have a label, or enough of them to know that
// most are not down. The version is that of the scan; empty is unknown. A server that does
// not answer for a version in time, or at all, is asked for all it has in its cache.
func (l *Live) nodesLike(ctx context.Context, like snapshot.SharedLabel, version string) (sets.Set[string], *failure) {
	if version != "" {
		if names, failed := l.labelled(ctx, likeRequest(like, version), like); failed == nil {
			return names, nil
		}
	}
	return l.labelled(ctx, scanRequest(like.Label+"="+like.Value), like)
}

// labelled reads the names from a Table of the nodes that have a label.
func (l *Live) labelled(ctx context.Context, r request, like snapshot.SharedLabel) (sets.Set[string], *failure) {
	names := sets.New[string]()
	failed := l.read(ctx, r, func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		scan, readable := parseTable(raw)
		if !readable || (scan.continued && like.MostDown(len(scan.rows))) {
			return &unexpectedAnswer{what: "no table of nodes"}
		}
		for _, row := range scan.rows {
			names.Insert(row.Name)
		}
		return nil
	})
	return names, failed
}

// likeRequest asks for the nodes that have a label, as a Table that ends where it is sure
// that most of them are not down. For resource version 0 a server heeds no limit; for the
// version of a scan, which came from its cache, it answers from its cache too from
// Kubernetes 1.31 on, and from etcd before. Sources:
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
// and k8s.io/apiserver/pkg/storage/cacher/cacher.go of 1.30 and 1.31.
func likeRequest(like snapshot.SharedLabel, version string) request {
	r := scanRequest(like.Label + "=" + like.Value).since(version)
	r.options.Limit = int64(2 * like.Down)
	return r
}

// scanRequest asks for the nodes that a label selector selects as a Table. Resource
// version 0 has the server answer from its cache, which may be behind by a moment. Of the
// nodes that are down, few are read again from etcd, many from the same cache (together.go).
func scanRequest(selector string) request {
	return request{resource: "nodes", table: true, options: metav1.ListOptions{LabelSelector: selector, ResourceVersion: "0"}}
}
