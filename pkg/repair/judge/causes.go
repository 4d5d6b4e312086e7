package judge

import (
	"cmp"
	"slices"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// Checks are the checks of a table, each prepared when it is first needed. It is not safe for
// concurrent use.
type Checks struct {
	table                       *knowledge.Table
	compiled                    map[string]*pattern.Compiled
	taints, labels, annotations *marks
	// open are the causes of entries of which nothing is known.
	open map[*knowledge.Entry][]diagnosis.JudgedCause
}

// NewChecks returns the checks of a table, to judge many nodes by.
func NewChecks(t *knowledge.Table) *Checks {
	looked := sync.OnceValue(func() lookedAt { return marksOf(t) })
	return &Checks{
		table: t, compiled: map[string]*pattern.Compiled{}, open: map[*knowledge.Entry][]diagnosis.JudgedCause{},
		taints: newMarks(pattern.SourceTaint, looked), labels: newMarks(pattern.SourceLabel, looked), annotations: newMarks(pattern.SourceAnnotation, looked),
	}
}

// get returns a check, nil when there is none of this name.
func (c *Checks) get(name string) *pattern.Compiled {
	compiled, done := c.compiled[name]
	if check := c.table.Check(name); !done && check != nil {
		compiled = check.Compile()
		c.compiled[name] = compiled
	}
	return compiled
}

// allOpen returns the causes of an entry without a verdict, which nodes share.
func (c *Checks) allOpen(e *knowledge.Entry) []diagnosis.JudgedCause {
	open, done := c.open[e]
	if !done {
		open = make([]diagnosis.JudgedCause, len(e.Causes))
		for i := range e.Causes {
			cause := &e.Causes[i]
			open[i] = diagnosis.JudgedCause{Entry: e.Code, ID: cause.ID, Text: cause.Text, Confidence: cause.Confidence, Verdict: diagnosis.Open}
		}
		c.open[e] = open
	}
	return open
}

// Node is the evidence on one node with what the table's checks conclude from it.
type Node struct {
	// NotOfAzure: nothing of the cluster is of Azure.
	NotOfAzure bool

	known   pattern.Known
	checks  *Checks
	answers map[string]answered
	causes  map[*knowledge.Entry][]diagnosis.JudgedCause
}

type answered struct {
	answer pattern.Answer
	items  []*pattern.Item
}

// New returns a judge of nodes, which knows nothing of any. It is not safe for concurrent use.
func New(checks *Checks) *Node {
	return &Node{checks: checks, answers: map[string]answered{}, causes: map[*knowledge.Entry][]diagnosis.JudgedCause{}}
}

// Set makes it the judge of another node, of which everything was read that the sources hold of which whole is
// true. The items are its own until the next Set.
func (n *Node) Set(whole func(source string) bool, items []pattern.Item) {
	n.known.Set(whole, items)
	clear(n.answers)
	clear(n.causes)
}

// check returns what a check of the table concludes, and from what.
func (n *Node) check(name string) answered {
	a, done := n.answers[name]
	if c := n.checks.get(name); !done && c != nil {
		a.answer, a.items = c.Judge(&n.known)
		n.answers[name] = a
	}
	return a
}

// Causes judges the causes of an entry: those that are confirmed first, then the open ones, then
// those that are ruled out, each in the order of the table. Callers must not change what it returns.
func (n *Node) Causes(e *knowledge.Entry) []diagnosis.JudgedCause {
	judged, done := n.causes[e]
	if done {
		return judged
	}
	judged, own := n.checks.allOpen(e), false
	for i := range e.Causes {
		verdict, evidence := n.verdict(&e.Causes[i])
		if len(evidence) == 0 {
			continue
		}
		if !own {
			judged, own = slices.Clone(judged), true
		}
		judged[i].Verdict, judged[i].Evidence = verdict, evidence
	}
	if own {
		slices.SortStableFunc(judged, func(a, b diagnosis.JudgedCause) int { return cmp.Compare(rank(a.Verdict), rank(b.Verdict)) })
	}
	n.causes[e] = judged
	return judged
}

// Settled returns the causes of entries about which there is evidence.
func (n *Node) Settled(entries []*knowledge.Entry) []diagnosis.JudgedCause {
	var settled []diagnosis.JudgedCause
	for _, e := range entries {
		for _, c := range n.Causes(e) {
			if len(c.Evidence) > 0 {
				settled = append(settled, c)
			}
		}
	}
	return settled
}

func rank(v diagnosis.Verdict) int {
	return slices.Index([]diagnosis.Verdict{diagnosis.Confirmed, diagnosis.Open, diagnosis.RuledOut}, v)
}

// verdict judges one cause. Evidence for and against it settles nothing.
func (n *Node) verdict(c *knowledge.Cause) (diagnosis.Verdict, []diagnosis.Proof) {
	confirm, against := n.proofs(c.ConfirmedBy, diagnosis.Confirmed), n.proofs(c.RuledOutBy, diagnosis.RuledOut)
	verdict := diagnosis.Open
	switch {
	case len(confirm) > 0 && len(against) == 0:
		verdict = diagnosis.Confirmed
	case len(against) > 0 && len(confirm) == 0:
		verdict = diagnosis.RuledOut
	}
	return verdict, slices.Concat(confirm, against)
}

// proofs returns the evidence of those checks that hold.
func (n *Node) proofs(names []string, verdict diagnosis.Verdict) []diagnosis.Proof {
	var proofs []diagnosis.Proof
	for _, name := range names {
		a := n.check(name)
		if a.answer != pattern.Holds {
			continue
		}
		check := n.checks.get(name)
		p := diagnosis.Proof{Source: check.Source(), Verdict: verdict}
		if len(a.items) > 0 {
			p = proof(newest(a.items), verdict)
		}
		p.Check, p.Says = name, check.Says
		proofs = append(proofs, p)
	}
	return proofs
}

// newest returns the item that was seen last, the first of those without a time.
func newest(items []*pattern.Item) *pattern.Item {
	return slices.MaxFunc(items, func(a, b *pattern.Item) int { return a.Time.Compare(b.Time) })
}

// proof returns an item as evidence.
func proof(i *pattern.Item, verdict diagnosis.Verdict) diagnosis.Proof {
	p := diagnosis.Proof{Source: i.Source, Name: i.Type, Status: i.Status, Reason: i.Reason, Message: i.Message, Verdict: verdict}
	if !i.Time.IsZero() {
		p.Time = &metav1.Time{Time: i.Time}
	}
	return p
}
