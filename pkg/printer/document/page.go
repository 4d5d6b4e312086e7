package document

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// NodePage is a node alone on a page, with what a chapter says of it in its head and with its problem.
type NodePage struct {
	Node
	NotSeen []string
	// FixTone says whether a person has to act.
	FixTone wording.Tone
	// Ready says that the node is Ready; empty where it is not.
	Ready string
	// Title and Meaning say what is wrong; empty where the table does not know it.
	Title, Meaning string
	// Verdict has the answers, what to do first, who has to act, and what AKS is expected to do.
	Verdict []wording.Fact
	Causes  []string
	// Changes are what was changed in Azure before the node became NotReady, under their title.
	ChangesTitle string
	Changes      []string
}

// NewNodePage returns the page of a node with its entries, the most specific first.
func NewNodePage(all *diagnosis.Diagnosis, node *diagnosis.Finding, entries []*knowledge.Entry, r wording.Reach) NodePage {
	d, f := clean.Copy(WithoutNodePages(*all), nil), clean.Copy(*node, Limits())
	entries = clean.Copy(entries, nil)
	p := NodePage{
		Node: newNode("", &d, &f, entries, clean.Copy(r, nil)), NotSeen: wording.NotSeenShort(d.Gaps), FixTone: wording.NodeTone(&f, entries),
		ChangesTitle: wording.ChangesTitle, Changes: wording.NodeChanges(&d, &f),
	}
	if wording.Ready(&f) {
		p.Ready = wording.ReadyNow(&f)
	}
	first := ""
	if len(f.Steps) > 0 && p.Ready == "" {
		first = f.Steps[0].Text
	}
	var advice, next []wording.Fact
	if len(entries) > 0 {
		e := newEntry(&f, entries[0])
		p.Title, p.Meaning, p.Causes, advice = e.Title, e.Meaning, e.Causes, wording.EntryFacts(entries[0])
		if entries[0].DoFirst != "" {
			first = ""
		}
	}
	next = []wording.Fact{{Label: "Expected next:", Text: p.Next}, {Label: "Do first:", Text: first}}
	p.Verdict = slices.Concat(p.Answers, withoutColons(advice), withoutColons(next))
	return p
}
