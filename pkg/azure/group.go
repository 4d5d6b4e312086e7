package azure

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxAtOnce is how many requests are under way at once.
const maxAtOnce = 12

// ask reads all there is to know of a group, but for what network asks. The group itself is asked for first and alone: it
// shows whether the credential is accepted, and which cluster it is of. Of a group that is gone only the log is left.
func (g *group) ask(ctx context.Context, c *client, now time.Time) []*question {
	own := groupQuestion(g.subscription, g.name)
	own.gone = answers.SourceGroup
	for i := range g.targets {
		own.nodes = append(own.nodes, g.targets[i].node.Name)
	}
	own.ask(ctx, c)
	if c.guard.stopped.Load() {
		return []*question{own}
	}
	groups := &changeLogs{group: g, now: now}
	all := g.questions(groups)
	if own.isGone() {
		all = all[:1]
	}
	all = slices.Concat(g.clusterQuestions(own, groups), all)
	return append([]*question{own}, askAll(ctx, c, all)...)
}

// askAll asks side by side, each with what follows from its answer, and returns all in an order that does not depend on
// which is answered first.
func askAll(ctx context.Context, c *client, all []*question) []*question {
	asked := make([][]*question, len(all))
	var team errgroup.Group
	team.SetLimit(maxAtOnce)
	for i, q := range all {
		team.Go(func() error { asked[i] = q.askOn(ctx, c); return nil })
	}
	_ = team.Wait() // each question has its own error
	first, rest := slices.Clone(all), []*question{}
	for i := range asked {
		rest = append(rest, asked[i][1:]...)
	}
	slices.SortFunc(rest, func(a, b *question) int { return cmp.Compare(a.path, b.path) })
	return append(first, rest...)
}

// askOn asks, and then what follows from the answer.
func (q *question) askOn(ctx context.Context, c *client) []*question {
	q.ask(ctx, c)
	all := []*question{q}
	if q.then == nil || q.err != nil {
		return all
	}
	for _, next := range q.then(q) {
		all = append(all, next.askOn(ctx, c)...)
	}
	return all
}

// ask asks, unless it is known already that there is no answer.
func (q *question) ask(ctx context.Context, c *client) {
	if q.err == nil {
		q.pages, q.err = c.read(ctx, q.path, q.list)
	}
}

// isGone says whether the answer is that there is no such thing.
func (q *question) isGone() bool {
	var r *refusal
	return errors.As(q.err, &r) && r.gone()
}

// groupQuestion asks for a resource group.
func groupQuestion(subscription, name string) *question {
	return &question{subject: "resource group " + name, path: "/subscriptions/" + url.PathEscape(subscription) + "/resourceGroups/" + url.PathEscape(name) + "?api-version=" + versionGroup}
}

// clusterQuestion asks for a cluster.
func clusterQuestion(c logs.Cluster) *question {
	return &question{subject: "cluster " + c.Name, path: address(c.String(), versionAKS)}
}

// address is that of the thing that an ID names.
func address(id, version string) string {
	return (&url.URL{Path: id}).EscapedPath() + "?api-version=" + version
}

// decode reads the answer about one thing. It is false where there is none.
func (q *question) decode(into any) bool {
	return q.err == nil && len(q.pages) > 0 && json.Unmarshal(q.pages[0], into) == nil
}

// clusterQuestions returns what is asked about the cluster that a group is of: its pools only where it is there.
func (g *group) clusterQuestions(own *question, groups *changeLogs) []*question {
	c := managedBy(own)
	if c == (logs.Cluster{}) {
		return nil
	}
	cluster := clusterQuestion(c)
	cluster.then = func(*question) []*question {
		return []*question{{subject: "the node pools of " + c.Name, path: address(c.String()+"/agentPools", versionAKS), list: true}}
	}
	return append([]*question{cluster}, groups.of(c.String())...)
}

// managedBy returns the cluster that a group is of, as the answer about the group has it; empty where it does not.
func managedBy(own *question) logs.Cluster {
	var read struct{ ManagedBy string }
	if !own.decode(&read) {
		return logs.Cluster{}
	}
	c, _ := logs.ParseCluster(read.ManagedBy) // it can be something else
	return c
}

// facts returns what the answers say of the nodes of the group.
func (g *group) facts(asked []*question, now time.Time) []snapshot.Fact {
	replies, nodes, wanted := make([]answers.Reply, len(asked)), make([]answers.Node, len(g.targets)), map[string]bool{"": true}
	for i, q := range asked {
		replies[i] = q.reply()
	}
	for i := range g.targets {
		t := &g.targets[i]
		nodes[i], wanted[t.node.Name] = t.node, true
	}
	var facts []snapshot.Fact
	all, _ := answers.Facts(answers.Of(replies), nodes)
	for _, f := range all {
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
	for i := range g.targets {
		if name := g.targets[i].node.Name; filtersRead(asked, shown, name) {
			facts = append(facts, answers.Whole(name, answers.SourceSecurityGroup))
		}
	}
	groupRead := len(asked) > 0 && asked[0].err == nil
	for _, q := range asked {
		if q.isGone() {
			for _, node := range q.nodes {
				facts = append(facts, answers.Gone(node, q.gone))
				if q.gone == answers.SourceGroup { // no VM of it was asked about
					facts = append(facts, answers.Gone(node, answers.SourceVM))
				}
			}
		}
		if q.whole == "" || q.err != nil || !groupRead {
			continue // without a right to the group, the log can be empty and not refused
		}
		for i := range g.targets {
			if t := &g.targets[i]; q.whole != answers.SourceLog || g.settled(t, now) {
				facts = append(facts, answers.Whole(t.node.Name, q.whole))
			}
		}
	}
	return facts
}
