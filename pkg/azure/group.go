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
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxAtOnce is how many requests are under way at once.
const maxAtOnce = 12

// ask reads all there is to know of a group. The group itself is asked for first and alone: it shows whether
// the credential is accepted, and which cluster it is of.
func (g *group) ask(ctx context.Context, c *client, now time.Time) []*question {
	own := groupQuestion(g.subscription, g.name)
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

// groupQuestion asks for a resource group.
func groupQuestion(subscription, name string) *question {
	return &question{subject: "resource group " + name, path: "/subscriptions/" + url.PathEscape(subscription) + "/resourceGroups/" + url.PathEscape(name) + "?api-version=" + versionGroup}
}

// clusterQuestion asks for the cluster of an ID.
func clusterQuestion(id string) *question {
	return &question{subject: "cluster " + id[strings.LastIndexByte(id, '/')+1:], path: (&url.URL{Path: id}).EscapedPath() + "?api-version=" + versionAKS}
}

// clusterQuestions returns what is asked about the cluster that a group is of.
func clusterQuestions(own *question) []*question {
	id := managedBy(own)
	if id == "" {
		return nil
	}
	cluster := clusterQuestion(id)
	name := id[strings.LastIndexByte(id, '/')+1:]
	return []*question{cluster, {subject: "the node pools of " + name, path: (&url.URL{Path: id}).EscapedPath() + "/agentPools?api-version=" + versionAKS}}
}

// managedBy returns the ID of the cluster that a group is of, as the answer about the group has it; empty where it does not.
func managedBy(own *question) string {
	if own.err != nil || len(own.pages) == 0 {
		return ""
	}
	var read struct {
		ManagedBy string `json:"managedBy"`
	}
	if json.Unmarshal(own.pages[0], &read) != nil {
		return ""
	}
	c, _ := logs.ParseCluster(read.ManagedBy) // it can be something else
	return c.String()
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
