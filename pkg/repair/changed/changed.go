// Package changed finds what was changed in Azure before nodes became NotReady: what a problem depends on first, by the
// scope that its entry has in the table, then what is nearest. It calls nothing a cause.
package changed

import (
	"cmp"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// related are how the types of resources begin, in lower case, that a problem of a scope depends on.
var related = map[knowledge.Scope][]string{
	knowledge.ScopeNetwork: {"microsoft.network/"},
	knowledge.ScopeCluster: {"microsoft.authorization/", "microsoft.managedidentity/", "microsoft.containerservice/"},
	knowledge.ScopePool:    {"microsoft.compute/", "microsoft.containerservice/managedclusters/agentpools/"},
}

// Before returns the changes before the outages of a diagnosis, whose findings have their groups.
func Before(d *diagnosis.Diagnosis, facts []snapshot.Fact, t *knowledge.Table) []diagnosis.AzureChange {
	var all []diagnosis.AzureChange
	scopes := map[int]map[knowledge.Scope]bool{}
	for i := range facts {
		f := &facts[i]
		if f.Source != snapshot.ChangeSource || f.Time.IsZero() {
			continue
		}
		c := diagnosis.AzureChange{
			Time: metav1.NewTime(f.Time), Operation: f.Type, Status: f.Status, Type: f.Reason, Name: f.Message, Actor: f.Actor, CorrelationID: f.CorrelationID,
		}
		if count(&c, d, scopes, t); c.Nodes > 0 {
			all = add(all, &c)
		}
	}
	slices.SortStableFunc(all, compare)
	return all
}

// count counts the nodes that became NotReady within the hour after a change, and the problems that depend on it.
func count(c *diagnosis.AzureChange, d *diagnosis.Diagnosis, scopes map[int]map[knowledge.Scope]bool, t *knowledge.Table) {
	for i := range d.Findings {
		f := &d.Findings[i]
		apart, ok := c.Precedes(f)
		if !ok {
			continue
		}
		if c.Nodes++; c.Nodes == 1 || apart < c.Before.Duration {
			c.Before.Duration = apart
		}
		if scopes[f.Group] == nil {
			scopes[f.Group] = scopesOf(f, t)
		}
		if dependsOn(scopes[f.Group], c.Type) && !slices.Contains(c.Groups, f.Group) {
			c.Groups = append(c.Groups, f.Group)
		}
	}
}

// scopesOf returns the scopes of the entries that apply to a node.
func scopesOf(f *diagnosis.Finding, t *knowledge.Table) map[knowledge.Scope]bool {
	scopes := map[knowledge.Scope]bool{}
	for _, e := range t.Find(f.Entries) {
		scopes[e.Scope] = true
	}
	return scopes
}

// dependsOn says whether a problem of some scopes depends on a type of resource.
func dependsOn(scopes map[knowledge.Scope]bool, kind string) bool {
	for scope := range scopes {
		if snapshot.TypeBegins(kind, related[scope]...) {
			return true
		}
	}
	return false
}

// add adds a change, but of those that are the same only the last, with their count.
func add(all []diagnosis.AzureChange, c *diagnosis.AzureChange) []diagnosis.AzureChange {
	i := slices.IndexFunc(all, func(o diagnosis.AzureChange) bool {
		return o.Operation == c.Operation && o.Status == c.Status && o.Type == c.Type && o.Name == c.Name && o.Actor == c.Actor
	})
	if i < 0 {
		return append(all, *c)
	}
	times := max(all[i].Count, 1) + 1
	if c.Time.After(all[i].Time.Time) {
		all[i] = *c
	}
	all[i].Count = times
	return all
}

// compare puts first what a problem depends on, then what was done before what failed, then what is nearest to an outage.
func compare(a, b diagnosis.AzureChange) int {
	failed := func(c diagnosis.AzureChange) int {
		if c.Status == "Failed" || c.Status == "Canceled" {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(min(len(b.Groups), 1), min(len(a.Groups), 1)), cmp.Compare(failed(a), failed(b)),
		cmp.Compare(a.Before.Duration, b.Before.Duration), b.Time.Time.Compare(a.Time.Time), cmp.Compare(a.Type+a.Name, b.Type+b.Name))
}
