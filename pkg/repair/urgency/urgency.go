// Package urgency orders problems: what concerns more of the cluster first, then system pools, then
// nodes and pods hit, then age. A rule says what to fix before all else.
package urgency

import (
	"cmp"
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// scopes are in the order of urgency: what concerns more of the cluster comes first.
var scopes = []knowledge.Scope{knowledge.ScopeCluster, knowledge.ScopeNetwork, knowledge.ScopePool, knowledge.ScopeZone, knowledge.ScopeNode}

// stateOrder is the order of problems that are alike in all else: what needs a person first.
var stateOrder = []diagnosis.State{diagnosis.Exhausted, diagnosis.Failed, diagnosis.Removed, diagnosis.CompletedStillNotReady, diagnosis.NoOutcome, diagnosis.NotAttempted, diagnosis.NotVisible, diagnosis.Suppressed, diagnosis.InProgress, diagnosis.Recovered, diagnosis.Healthy}

// Weight is how urgent a problem is.
type Weight struct {
	// settled problems need no person: AKS is at work, the node is Ready, or its removal is intended.
	settled     bool
	scope       int // the place among the scopes
	system      int // nodes of system pools
	nodes, pods int
	since       time.Time // of the longest outage
	state       int       // the place among the states
}

// Of returns the weight of one finding.
func Of(f *diagnosis.Finding, t *knowledge.Table) Weight {
	w := Weight{nodes: 1, scope: len(scopes) - 1, state: slices.Index(stateOrder, f.State)}
	switch f.State {
	case diagnosis.InProgress, diagnosis.Recovered, diagnosis.Healthy:
		w.settled = true
	}
	if entries := t.Find(f.Entries[:1]); len(entries) > 0 {
		w.settled = w.settled || entries[0].Severity == knowledge.SeverityInfo
		if place := slices.Index(scopes, entries[0].Scope); place >= 0 {
			w.scope = place
		}
	}
	if f.Mode == "system" {
		w.system = 1
	}
	if f.Impact != nil {
		w.pods = f.Impact.Pods
	}
	if f.NotReadySince != nil {
		w.since = f.NotReadySince.Time
	}
	return w
}

// With adds a finding of the same problem.
func (w Weight) With(o Weight) Weight {
	if w.nodes == 0 {
		return o
	}
	w.nodes, w.pods, w.system = w.nodes+o.nodes, w.pods+o.pods, w.system+o.system
	if !o.since.IsZero() && (w.since.IsZero() || o.since.Before(w.since)) {
		w.since = o.since
	}
	return w
}

// Compare puts the more urgent problem first: by scope, then system pools, then nodes and
// pods hit, then age.
func Compare(a, b Weight) int {
	return cmp.Or(cmp.Compare(btoi(a.settled), btoi(b.settled)), cmp.Compare(a.scope, b.scope), -cmp.Compare(btoi(a.system > 0), btoi(b.system > 0)),
		-cmp.Compare(a.nodes, b.nodes), -cmp.Compare(a.pods, b.pods), older(a.since, b.since), cmp.Compare(a.state, b.state))
}

// older puts the longer outage first, and what has none last.
func older(a, b time.Time) int {
	return cmp.Or(cmp.Compare(btoi(a.IsZero()), btoi(b.IsZero())), a.Compare(b))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// FixFirst returns the problem that keeps AKS from repairing any node, where there are others
// besides it.
func FixFirst(groups []diagnosis.Group, t *knowledge.Table) *diagnosis.FixFirst {
	open := 0
	var first *diagnosis.FixFirst
	for i := range groups {
		g := &groups[i]
		e := t.Entry(g.Entry)
		if e == nil || e.Severity == knowledge.SeverityInfo {
			continue
		}
		open++
		if first == nil && e.Blocks != "" {
			first = &diagnosis.FixFirst{Group: g.ID, Text: e.Blocks}
		}
	}
	if open < 2 {
		return nil
	}
	return first
}
