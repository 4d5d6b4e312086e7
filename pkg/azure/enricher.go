package azure

import (
	"context"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Enricher adds what Azure knows of the VMs of nodes that are not Ready. It is safe for concurrent use.
type Enricher struct {
	Access
	// Depends, if set, returns by what is known of a cluster the sources of facts that its problems depend on: the network,
	// quotas and sizes are asked about only then.
	Depends func(*snapshot.Snapshot) []string
	// Console is true where the serial logs of the nodes that are named are read too.
	Console bool
}

// Enrich asks about the nodes of a snapshot that are not Ready. What it cannot see is a Gap.
func (e *Enricher) Enrich(ctx context.Context, s *snapshot.Snapshot) {
	found := groups(s)
	if e.Console {
		for _, name := range s.Selection.Names {
			if !slices.ContainsFunc(found, func(g group) bool { return g.has(name) }) {
				s.Gaps = e.lack("the serial log of "+name, errNotAsked).AddTo(s.Gaps)
			}
		}
	}
	if len(found) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, e.timeout())
	defer cancel()
	cloud, err := chooseCloud(readAz(e.Getenv), s.Origin.Server, region(s.Nodes))
	if err != nil {
		s.Gaps = e.unasked(err).AddTo(s.Gaps)
		return
	}
	var wait sync.WaitGroup
	results := make([]result, len(found))
	for rest := results; len(found) > 0; { // the groups of a subscription have one credential
		n := slices.IndexFunc(found, func(g group) bool { return !strings.EqualFold(g.subscription, found[0].subscription) })
		if n < 0 {
			n = len(found)
		}
		some, into := found[:n], rest[:n]
		wait.Go(func() { e.subscription(ctx, cloud, some, s, into) })
		found, rest = found[n:], rest[n:]
	}
	wait.Wait()
	for i := range results {
		s.Facts = append(s.Facts, results[i].facts...)
		for _, g := range results[i].gaps {
			s.Gaps = g.AddTo(s.Gaps)
		}
	}
}

// result is what came of one group.
type result struct {
	facts []snapshot.Fact
	gaps  []snapshot.Gap
}

// subscription asks about the groups of one subscription, one after the other: a cluster has one.
func (e *Enricher) subscription(ctx context.Context, c Cloud, found []group, s *snapshot.Snapshot, results []result) {
	asked := Asked{Subscription: found[0].subscription}
	credential, kind, err := e.credential(ctx, c, asked.Subscription)
	if err != nil {
		results[0].gaps = []snapshot.Gap{e.unasked(err)}
		return
	}
	client, err := newClient(c, credential, e.transport(), limitsOf(e.timeout(), maxTotal))
	if err != nil {
		results[0].gaps = []snapshot.Gap{e.unasked(err)}
		return
	}
	for i := range found {
		if client.guard.stopped.Load() {
			break
		}
		questions := found[i].ask(ctx, client, s.TakenAt)
		facts := found[i].facts(questions, s.TakenAt)
		if more := found[i].further(ctx, client, e.depends(s, facts), questions, facts); len(more) > 0 {
			questions = append(questions, more...)
			facts = found[i].facts(questions, s.TakenAt)
		}
		results[i] = result{facts, e.gaps(questions, client.guard.stopped.Load())}
		if e.Console && !client.guard.stopped.Load() {
			logs := e.consoles(ctx, client, c, &found[i], s.Selection.Names, facts)
			results[i] = result{append(results[i].facts, logs.facts...), append(results[i].gaps, logs.gaps...)}
		}
	}
	asked.Requests, asked.Credential = int(client.guard.sent.Load()), kind()
	if e.Report != nil {
		e.Report(asked)
	}
}

// depends returns the sources that problems depend on, by what is known with some more facts.
func (e *Enricher) depends(s *snapshot.Snapshot, facts []snapshot.Fact) []string {
	if e.Depends == nil {
		return nil
	}
	known := *s
	known.Facts = slices.Concat(s.Facts, facts)
	return e.Depends(&known)
}

// region returns the region of the nodes, empty where none shows it.
func region(nodes []corev1.Node) string {
	i := slices.IndexFunc(nodes, func(n corev1.Node) bool { return n.Labels[corev1.LabelTopologyRegion] != "" })
	if i < 0 {
		return ""
	}
	return nodes[i].Labels[corev1.LabelTopologyRegion]
}
