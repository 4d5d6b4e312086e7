package azure

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// located is a place, with what Azure says of it.
type located struct {
	place
	// groupRead is true where the group of the nodes could be read: without that right its log can be empty and not
	// refused.
	groupRead bool
	// identity is the answer about the cluster, which shows whose identities the log names.
	identity *question
	gaps     []snapshot.Gap
}

// String names the cluster for a reader, in a few words.
func (w *located) String() string {
	if w.cluster == (logs.Cluster{}) {
		return "resource group " + w.group
	}
	return "cluster " + w.cluster.Name + " in resource group " + w.cluster.Group
}

// locate completes a place: the cluster of a group, or the group of a cluster.
func (h *History) locate(ctx context.Context, c *client, at place) located {
	w := located{place: at}
	if w.cluster == (logs.Cluster{}) {
		h.findCluster(ctx, c, &w)
		return w
	}
	w.identity = clusterQuestion(w.cluster)
	w.identity.ask(ctx, c)
	var read struct {
		Properties struct{ NodeResourceGroup string }
	}
	if w.identity.decode(&read) {
		w.group = read.Properties.NodeResourceGroup
	}
	switch {
	case w.identity.err != nil:
		w.gaps = h.lack("the node resource group of "+w.cluster.Name, w.identity.err).AddTo(w.gaps)
	case w.group == "":
		w.gaps = h.lack("the node resource group of "+w.cluster.Name, errNoGroup).AddTo(w.gaps)
	default:
		own := groupQuestion(w.subscription, w.group)
		own.ask(ctx, c)
		w.groupRead = own.err == nil
	}
	return w
}

// errNoGroup and errNoCluster are for answers that do not say what is asked.
var (
	errNoGroup   = errors.New("the answer about the cluster does not have it")
	errNoCluster = errors.New("neither the resource group names its cluster nor is it that of a cluster in the list")
)

// findCluster finds the cluster that a group is of: the group names it, or else it is in the list of all clusters.
func (h *History) findCluster(ctx context.Context, c *client, w *located) {
	own := groupQuestion(w.subscription, w.group)
	own.ask(ctx, c)
	w.groupRead = own.err == nil
	w.cluster = managedBy(own)
	if w.cluster != (logs.Cluster{}) {
		w.identity = clusterQuestion(w.cluster)
		w.identity.ask(ctx, c)
		if w.identity.err != nil {
			w.gaps = h.lack("which identities in the activity log are those of "+w.cluster.Name, w.identity.err).AddTo(w.gaps)
		}
		return
	}
	if c.guard.stopped.Load() {
		w.gaps = h.unasked(own.err).AddTo(w.gaps)
		return
	}
	list := &question{path: "/subscriptions/" + url.PathEscape(w.subscription) + "/providers/Microsoft.ContainerService/managedClusters?api-version=" + versionAKS, list: true}
	list.ask(ctx, c)
	w.cluster = inList(list.pages, w.group)
	switch {
	case w.cluster != (logs.Cluster{}):
		w.identity = list
	default:
		w.gaps = h.lack("which cluster the nodes are of, and its logs; --cluster-id says it", cmp.Or(list.err, errNoCluster)).AddTo(w.gaps)
	}
}

// inList returns the cluster whose nodes are in a group.
func inList(pages [][]byte, group string) logs.Cluster {
	for _, page := range pages {
		var read struct {
			Value []struct {
				ID         string
				Properties struct{ NodeResourceGroup string }
			}
		}
		if json.Unmarshal(page, &read) != nil {
			continue
		}
		for _, one := range read.Value {
			if c, err := logs.ParseCluster(one.ID); err == nil && strings.EqualFold(one.Properties.NodeResourceGroup, group) {
				return c
			}
		}
	}
	return logs.Cluster{}
}
