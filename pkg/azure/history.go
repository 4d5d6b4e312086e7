package azure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// HistoryTimeout is how long all questions of a history may take, where nothing else is said: a query of weeks takes
// longer than a request about one VM.
const HistoryTimeout = time.Minute

// History reads what Azure keeps of the past of one cluster: the tables of Container Insights, and the activity log.
type History struct {
	Access
	// Since and Until are the window, Now is the time of reading, before which the activity log keeps 90 days.
	Since, Until, Now time.Time
	// Cluster is the ID of the cluster; empty is the one that Nodes returns nodes of.
	Cluster string
	// Workspace is the ID of the workspace that has the logs; empty is every one that has logs of the cluster.
	Workspace string
	// Nodes returns the address of the API server and some nodes of the cluster: their provider IDs show where it is.
	Nodes func(context.Context) (server string, nodes []corev1.Node, err error)
}

// Check returns what is wrong with the IDs of the cluster and of the workspace, in a sentence.
func (h *History) Check() error {
	if _, err := logs.ParseCluster(h.Cluster); h.Cluster != "" && err != nil {
		return fmt.Errorf("--cluster-id is %q: %w", h.Cluster, err)
	}
	if err := (logs.Scope{Workspace: h.Workspace}).Check(); err != nil {
		return fmt.Errorf("--workspace is %q: %w", h.Workspace, err)
	}
	return nil
}

// Read asks for what there is. What cannot be seen is a Gap. The error is a sentence: it is not known which cluster to ask
// about, or at which cloud.
func (h *History) Read(ctx context.Context) (*history.Evidence, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	at, err := h.place(ctx)
	if err != nil {
		return nil, err
	}
	c, err := chooseCloud(readAz(h.Getenv), at.server, at.region)
	if err != nil {
		return nil, err
	}
	limited := *h
	limited.Timeout = cmp.Or(h.Timeout, HistoryTimeout)
	ctx, cancel := context.WithTimeout(ctx, limited.Timeout)
	defer cancel()
	return limited.ask(ctx, c, at)
}

// place is where a cluster is in Azure, as far as it is known.
type place struct {
	cluster logs.Cluster
	// subscription is that of the cluster, group the resource group of its nodes.
	subscription, group string
	// server and region show the cloud.
	server, region string
}

// place returns where the cluster is without a question to Azure.
func (h *History) place(ctx context.Context) (place, error) {
	if h.Cluster != "" {
		c, err := logs.ParseCluster(h.Cluster)
		return place{cluster: c, subscription: c.Subscription}, err
	}
	server, nodes, err := h.Nodes(ctx)
	if err != nil {
		return place{}, fmt.Errorf("it is not known which cluster to ask Azure about, give it with --cluster-id: %w", err)
	}
	at := mostUsed(nodes)
	if at.group == "" {
		return place{}, errors.New("it is not known which cluster to ask Azure about, for no node has the provider ID of a VM of Azure: give it with --cluster-id")
	}
	at.server, at.region = server, region(nodes)
	return at, nil
}

// mostUsed returns the group that most nodes are in, and of those with as many the first by name.
func mostUsed(nodes []corev1.Node) place {
	counts, best := map[place]int{}, place{}
	for i := range nodes {
		vm := machine.Parse(nodes[i].Spec.ProviderID)
		at := place{subscription: strings.ToLower(vm.SubscriptionID), group: strings.ToLower(vm.ResourceGroup)}
		if at.subscription == "" || at.group == "" || vm.VM == "" {
			continue
		}
		counts[at]++
		if n := counts[at]; n > counts[best] || n == counts[best] && at.group < best.group {
			best = at
		}
	}
	return best
}

// ask asks all that is asked: first where everything is, then the log and the tables side by side.
func (h *History) ask(ctx context.Context, c Cloud, at place) (*history.Evidence, error) {
	credential, kind, err := h.credential(ctx, c, at.subscription)
	if err != nil {
		e := refused(history.ActivityLog, history.KubeEvents, history.NodeInventory)
		e.Since, e.Until, e.Origin, e.Gaps = h.Since, h.Until, snapshot.Origin{Text: (&located{place: at}).String()}, []snapshot.Gap{h.unasked(err)}
		return e, nil
	}
	client, err := newClient(c, credential, h.transport(), limitsOf(h.timeout(), maxPast))
	if err != nil {
		return nil, err
	}
	where := h.locate(ctx, client, at)
	parts := []*history.Evidence{{Gaps: where.gaps}, refused(history.ActivityLog), refused(history.KubeEvents, history.NodeInventory)}
	queries := 0
	if !client.guard.stopped.Load() {
		var wait sync.WaitGroup
		wait.Go(func() { parts[1] = h.readLog(ctx, client, &where) })
		wait.Go(func() { parts[2], queries = h.readTables(ctx, c, where.cluster, credential) })
		wait.Wait()
	}
	if h.Report != nil {
		h.Report(Asked{Requests: int(client.guard.sent.Load()), Queries: queries, Credential: kind(), Subscription: at.subscription, Cluster: where.cluster.Name})
	}
	all := &history.Evidence{Since: h.Since, Until: h.Until, Origin: snapshot.Origin{Text: where.String()}}
	for _, part := range parts {
		all.Sources = slices.Concat(all.Sources, part.Sources)
		all.Events, all.Inventory = slices.Concat(all.Events, part.Events), slices.Concat(all.Inventory, part.Inventory)
		all.Operations, all.Changes = slices.Concat(all.Operations, part.Operations), slices.Concat(all.Changes, part.Changes)
		for _, g := range part.Gaps {
			all.Gaps = g.AddTo(all.Gaps)
		}
	}
	return all, nil
}

// refused is what is known of sources that could not be asked; another gap says why.
func refused(names ...history.SourceName) *history.Evidence {
	e := &history.Evidence{}
	for _, name := range names {
		e.Sources = append(e.Sources, history.Source{Name: name, State: history.Refused})
	}
	return e
}

// lacks adds the gap of a question that has no whole answer.
func (h *History) lacks(e *history.Evidence, subject string, err error) {
	e.Gaps = h.lack(subject, err).AddTo(e.Gaps)
}

// readTables reads the tables of Container Insights, and returns how many queries were sent.
func (h *History) readTables(ctx context.Context, c Cloud, cluster logs.Cluster, credential azcore.TokenCredential) (e *history.Evidence, sent int) {
	e = refused(history.KubeEvents, history.NodeInventory)
	if cluster == (logs.Cluster{}) {
		return e, 0 // a gap says so
	}
	l, err := newLogsClient(c, logs.Scope{Cluster: cluster.String(), Workspace: h.Workspace}, logs.Timespan(h.Since, h.Until), credential, h.transport(), h.timeout())
	if err != nil {
		h.lacks(e, "the tables of Container Insights", err)
		return e, 0
	}
	q := logs.New(l.scope)
	h.readCollection(ctx, l, q, e)
	answers, errs, wait := make([]logs.Result, len(e.Sources)), make([]error, len(e.Sources)), sync.WaitGroup{}
	for i, one := range []logs.Query{q.Events, q.Inventory} {
		if e.Sources[i].State == history.Collected {
			wait.Go(func() { answers[i], errs[i] = l.ask(ctx, one) })
		}
	}
	wait.Wait()
	for i, one := range []logs.Query{q.Events, q.Inventory} {
		answers[i].AddTo(e, one)
		h.settle(e, &e.Sources[i], one, errs[i])
	}
	return e, int(l.guard.sent.Load())
}

// readCollection reads how much there is of each table. One that cannot be resolved is not there: that is no fault.
func (h *History) readCollection(ctx context.Context, l *logsClient, q logs.Queries, e *history.Evidence) {
	result, err := l.ask(ctx, q.Collection)
	if unresolved(err) {
		err = nil
	}
	var partial *partialError
	var denied *deniedError
	if err != nil {
		h.lacks(e, q.Collection.Subject, err)
		if !errors.As(err, &partial) && !errors.As(err, &denied) {
			return
		}
	}
	sources, fault := result.Collection()
	if fault != nil {
		h.lacks(e, q.Collection.Subject, fault)
		return
	}
	for i := range sources {
		if partial != nil && sources[i].State == history.Missing || denied != nil && denied.has(sources[i].Name) {
			sources[i].State = history.Refused
		}
	}
	e.Sources = sources
}

// settle says what became of a table after its query.
func (h *History) settle(e *history.Evidence, s *history.Source, q logs.Query, err error) {
	var partial *partialError
	switch {
	case err == nil:
	case unresolved(err):
		s.State = history.Missing
	case errors.As(err, &partial):
		h.lacks(e, "a part of "+q.Subject, err)
	default:
		s.State = history.Refused
		h.lacks(e, q.Subject, err)
	}
}

// unresolved says whether an answer is that there is no such table.
func unresolved(err error) bool {
	var r *logsRefusal
	return errors.As(err, &r) && r.unresolved()
}
