package azure

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxAtOnce is how many requests are under way at once.
const maxAtOnce = 12

// ask reads all there is to know of a group. The group itself is asked for first and alone: it shows whether
// the credential is accepted, and which cluster it is of.
func (g *group) ask(ctx context.Context, c *client, now time.Time) []*question {
	own := &question{subject: "resource group " + g.name, path: "/subscriptions/" + url.PathEscape(g.subscription) + "/resourceGroups/" + url.PathEscape(g.name) + "?api-version=" + versionGroup}
	own.ask(ctx, c)
	if c.guard.stopped.Load() {
		return []*question{own}
	}
	all := g.questions(now)
	cluster := clusterQuestions(own)
	var team errgroup.Group
	team.SetLimit(maxAtOnce)
	team.Go(func() error { askInTurn(ctx, c, cluster); return nil })
	for _, q := range all {
		team.Go(func() error { q.ask(ctx, c); return nil })
	}
	_ = team.Wait() // each question has its own error
	return append(append([]*question{own}, cluster...), all...)
}

// askInTurn asks one after the other, until there is no answer: the pools only of a cluster that is there.
func askInTurn(ctx context.Context, c *client, all []*question) {
	for _, q := range all {
		if q.ask(ctx, c); q.err != nil {
			return
		}
	}
}

// ask asks, unless it is known already that there is no answer.
func (q *question) ask(ctx context.Context, c *client) {
	if q.err == nil {
		q.pages, q.err = c.read(ctx, q.path)
	}
}

// clusterQuestions returns what is asked about the cluster that a group is of.
func clusterQuestions(own *question) []*question {
	if own.err != nil || len(own.pages) == 0 {
		return nil
	}
	var read struct {
		ManagedBy string `json:"managedBy"`
	}
	if json.Unmarshal(own.pages[0], &read) != nil || !isCluster(read.ManagedBy) {
		return nil
	}
	id := "/" + strings.Trim(read.ManagedBy, "/")
	path := (&url.URL{Path: id}).EscapedPath()
	name := id[strings.LastIndexByte(id, '/')+1:]
	return []*question{
		{subject: "cluster " + name, path: path + "?api-version=" + versionAKS},
		{subject: "the node pools of " + name, path: path + "/agentPools?api-version=" + versionAKS},
	}
}

// isCluster says whether an ID is that of a cluster, and of nothing within it.
func isCluster(id string) bool {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	return len(parts) == 8 && strings.EqualFold(parts[0], "subscriptions") && strings.EqualFold(parts[5], "Microsoft.ContainerService") && strings.EqualFold(parts[6], "managedClusters")
}

// facts returns what the answers say of the nodes of the group.
func (g *group) facts(asked []*question, now time.Time) []snapshot.Fact {
	replies, nodes, wanted := make([]answers.Reply, len(asked)), make([]answers.Node, len(g.targets)), map[string]bool{"": true}
	for i, q := range asked {
		replies[i] = q.reply()
	}
	for i := range g.targets {
		t := &g.targets[i]
		nodes[i], wanted[t.name] = answers.Node{Name: t.name, Pool: t.pool}, true
	}
	var facts []snapshot.Fact
	for _, f := range answers.Facts(answers.Of(replies), nodes) {
		if wanted[f.Node] { // an answer can be about VMs that are well
			facts = append(facts, f)
		}
	}
	return append(facts, g.proven(asked, facts, now)...)
}

// proven returns what follows from what an answer does not show: the VM is gone, or a source was read whole.
func (g *group) proven(asked []*question, shown []snapshot.Fact, now time.Time) []snapshot.Fact {
	var facts []snapshot.Fact
	viewed := map[string]bool{}
	for i := range shown {
		if f := &shown[i]; f.Source == answers.SourceVM && f.Type == "PowerState" && f.Node != "" && !viewed[f.Node] {
			viewed[f.Node] = true
			facts = append(facts, answers.Whole(f.Node, answers.SourceVM))
		}
	}
	groupRead := len(asked) > 0 && asked[0].err == nil
	for _, q := range asked {
		var r *refusal
		if errors.As(q.err, &r) && r.gone() && len(q.nodes) > 0 {
			for _, node := range q.nodes {
				facts = append(facts, answers.Gone(node))
			}
		}
		if q.whole == "" || q.err != nil || !groupRead {
			continue // without a right to the group, the log can be empty and not refused
		}
		for i := range g.targets {
			if t := &g.targets[i]; q.whole != answers.SourceLog || g.settled(t, now) {
				facts = append(facts, answers.Whole(t.name, q.whole))
			}
		}
	}
	return facts
}
