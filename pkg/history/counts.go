package history

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// recurringDays is on how many days a node has outages that comes back again and again.
const recurringDays = 3

// count is a count with the sets that it counts.
type count struct {
	diagnosis.PastCount
	nodes, days, codes map[string]bool
}

// counting are counts of nodes, or of pools.
type counting map[string]*count

func (all counting) of(node, pool string) *count {
	key := cmp.Or(node, pool)
	c := all[key]
	if c == nil {
		c = &count{PastCount: diagnosis.PastCount{Node: node, Pool: pool}, nodes: map[string]bool{}, days: map[string]bool{}, codes: map[string]bool{}}
		all[key] = c
	}
	return c
}

// add counts an outage.
func (c *count) add(o *diagnosis.Outage) {
	at := metav1.NewTime(firstSeen(o))
	if c.Outages == 0 || at.Before(&c.First) {
		c.First = at
	}
	if c.Outages == 0 || c.Last.Before(&at) {
		c.Last = at
	}
	c.Outages++
	c.nodes[o.Node] = true
	c.days[at.UTC().Format(time.DateOnly)] = true
	if o.Back == diagnosis.BackWithoutRepair {
		c.WithoutRepair++
	}
	c.NotReady = c.NotReady || o.Ending == diagnosis.EndNone
	if o.DurationSeconds != nil {
		c.DownSeconds += *o.DurationSeconds
	}
}

// repaired counts a repair.
func (c *count) repaired(r *diagnosis.Repair) {
	c.Repairs++
	failed := codesOf(r)
	for _, code := range failed {
		c.codes[code] = true
	}
	if len(failed) > 0 {
		c.Failed++
	}
}

// sorted returns the counts: those with an outage that is not over first, then those with the most.
func (all counting) sorted() []diagnosis.PastCount {
	out := make([]diagnosis.PastCount, 0, len(all))
	for _, c := range all {
		c.Nodes, c.Days, c.Codes = len(c.nodes), len(c.days), slices.Sorted(maps.Keys(c.codes))
		c.Recurring = c.Node != "" && c.Days >= recurringDays
		out = append(out, c.PastCount)
	}
	slices.SortFunc(out, func(a, b diagnosis.PastCount) int {
		return cmp.Or(compareBool(b.NotReady, a.NotReady), cmp.Compare(b.Outages, a.Outages), cmp.Compare(b.Repairs, a.Repairs), strings.Compare(a.Pool, b.Pool), strings.Compare(a.Node, b.Node))
	})
	return out
}

// compareBool compares two truths: false is less.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

// counts counts by node and by pool.
func counts(h *diagnosis.History) (nodes, pools []diagnosis.PastCount) {
	byNode, byPool := counting{}, counting{}
	for i := range h.Outages {
		o := &h.Outages[i]
		byNode.of(o.Node, o.Pool).add(o)
		byPool.of("", o.Pool).add(o)
	}
	for i := range h.Repairs {
		r := &h.Repairs[i]
		byNode.of(r.Node, r.Pool).repaired(r)
		byPool.of("", r.Pool).repaired(r)
	}
	return byNode.sorted(), byPool.sorted()
}

// codes counts the errors of repairs by pool and code.
func codes(h *diagnosis.History, changes []snapshot.Fact) []diagnosis.PastCode {
	type key struct{ pool, code string }
	found, nodes := map[key]*diagnosis.PastCode{}, map[key]map[string]bool{}
	repaired := map[string]map[string]bool{}
	for i := range h.Repairs {
		r := &h.Repairs[i]
		note(repaired, r.Pool, r.Node)
		for _, code := range codesOf(r) {
			k := key{r.Pool, code}
			c := found[k]
			if c == nil { // repairs are the oldest first
				c = &diagnosis.PastCode{Code: code, Pool: r.Pool, First: r.Start, FirstOutage: outageOf(h, r)}
				found[k] = c
			}
			c.Repairs++
			c.Last = r.Start
			note(nodes, k, r.Node)
		}
	}
	out := make([]diagnosis.PastCode, 0, len(found))
	for k, c := range found {
		c.Nodes, c.NodesRepaired = len(nodes[k]), len(repaired[k.pool])
		c.Before = changesBefore(changes, c)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b diagnosis.PastCode) int {
		return cmp.Or(cmp.Compare(b.Repairs, a.Repairs), cmp.Compare(b.Nodes, a.Nodes), strings.Compare(a.Code, b.Code), strings.Compare(a.Pool, b.Pool))
	})
	return out
}

// note adds a node to the set of a key.
func note[K comparable](sets map[K]map[string]bool, k K, node string) {
	if sets[k] == nil {
		sets[k] = map[string]bool{}
	}
	sets[k][node] = true
}

// codesOf returns the codes of a repair, each once.
func codesOf(r *diagnosis.Repair) []string {
	var all []string
	for i := range r.Steps {
		if code := r.Steps[i].Code; r.Steps[i].Error != nil && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// outageOf returns when the outage of a repair began; nil where that is not known.
func outageOf(h *diagnosis.History, r *diagnosis.Repair) *metav1.Time {
	for i := range h.Outages {
		o := &h.Outages[i]
		if o.Node == r.Node && o.Start != nil && !o.AtLeast && !r.Start.Before(o.Start) && (o.End == nil || !o.End.Before(&r.Start)) {
			return o.Start
		}
	}
	return nil
}

// changesBefore returns the changes in the hour before the first outage with a code, the oldest first. Where
// its start is not known, the first step was at most this long after it.
func changesBefore(changes []snapshot.Fact, c *diagnosis.PastCode) []diagnosis.PastChange {
	at := c.First
	if c.FirstOutage != nil {
		at = *c.FirstOutage
	}
	var all []diagnosis.PastChange
	for i := range changes {
		f := &changes[i]
		if f.Time.IsZero() || f.Time.Before(at.Add(-diagnosis.ChangeWindow)) || f.Time.After(at.Time) {
			continue
		}
		all = append(all, diagnosis.PastChange{Time: metav1.NewTime(f.Time), What: f.Type, Type: f.Reason, Name: f.Message, Status: f.Status, Actor: f.Actor})
	}
	slices.SortFunc(all, func(a, b diagnosis.PastChange) int {
		return cmp.Or(a.Time.Compare(b.Time.Time), strings.Compare(a.Type, b.Type), strings.Compare(a.Name, b.Name), strings.Compare(a.What, b.What), strings.Compare(a.Status, b.Status))
	})
	return all
}
