package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Find gives the entries of codes, in their order; see knowledge.Table.Find.
type Find func(codes []string) []*knowledge.Entry

// Document is everything that is reported about one or several clusters, in the order of
// reading. All of its strings are clean.
type Document struct {
	// Title is the subject in a line: which cluster, and what was counted.
	Title string
	// Verdict is the sentence over several clusters; both are empty for one, whose chapter has its own.
	Verdict string
	Tone    wording.Tone
	// Several is true for a list of clusters, also for a list of one.
	Several  bool
	Clusters []clusterRow
	Unread   []diagnosis.ContextError
	Chapters []Chapter
}

// What the table of clusters says of one that was read whole, and in the place of a count that is not known.
const (
	ReadAll  = "all"
	NotKnown = "?"
)

// clusterRow is a cluster in the table of clusters.
type clusterRow struct {
	Context, Anchor, Nodes, NotReady, Listed, Removed, Read string
	Tone                                                    wording.Tone
}

// Chapter is one cluster.
type Chapter struct {
	Head
	Context, Anchor         string
	Verdict                 string
	Repairs, Events, Source string
	// Repeated are sentences on the nodes that were repaired more than once.
	Repeated []string
	Causes   []commonCause
	Chart    *Chart
	// Changes are what was changed in Azure before the nodes became NotReady, under their title.
	ChangesTitle string
	Changes      []string
	Problems     []Problem
	Nodes        []Node
	AtLeast      bool
}

// manyNodes is the longest list of nodes that is read from end to end.
const manyNodes = 50

// Few reports whether the nodes are a list to be read.
func (c Chapter) Few() bool { return len(c.Nodes) <= manyNodes }

// commonCause is what many nodes that are down have in common.
type commonCause struct {
	CommonLine
	Meaning string
	Causes  []string
	Steps   []wording.Step
	Command string
	Links   []string
}

// New returns the document of a list of diagnoses. A single one without a context has no
// table of clusters.
func New(l *diagnosis.List, reaches []wording.Reach, find Find) Document {
	admitted := clean.Copy(*l, Limits())
	doc := newDocument(&admitted, reaches, find)
	for i := range admitted.Items {
		doc.Chapters[i].fill(&admitted.Items[i], wording.ReachAt(reaches, i), find)
	}
	return doc
}

// Heads returns a document without its problems and nodes: what is passed on of a list of diagnoses. A
// nil find knows no entry.
func Heads(l *diagnosis.List, reaches []wording.Reach, find Find) Document {
	admitted := *l
	admitted.Items = slices.Clone(l.Items)
	for i := range admitted.Items {
		admitted.Items[i] = WithoutNodePages(admitted.Items[i])
	}
	admitted = clean.Copy(admitted, Limits())
	return newDocument(&admitted, reaches, find)
}

// WithoutNodePages leaves out of the findings what only the page of a node shows: to clean that
// of thousands of nodes would take longer than everything else.
func WithoutNodePages(d diagnosis.Diagnosis) diagnosis.Diagnosis {
	d.Findings = slices.Clone(d.Findings)
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Timeline, f.Signals, f.Setup, f.Steps, f.Down, f.Repair, f.Settled = nil, nil, nil, nil, nil, nil, nil
	}
	return d
}

// newDocument returns a document whose chapters have their heads. It expects a clean list.
func newDocument(l *diagnosis.List, reaches []wording.Reach, find Find) Document {
	doc := Document{Several: len(l.Errors) > 0 || len(l.Items) != 1 || l.Items[0].Context != "", Unread: l.Errors}
	for i := range l.Items {
		d := &l.Items[i]
		doc.Chapters = append(doc.Chapters, Chapter{
			Head: NewHead(d, wording.ReachAt(reaches, i), find), Context: d.Context, Anchor: fmt.Sprintf("c%d", i+1), Verdict: wording.Verdict(d),
		})
	}
	if !doc.Several {
		doc.Title = doc.Chapters[0].Cluster + ": " + doc.Chapters[0].Counts
		return doc
	}
	doc.Verdict, doc.Tone = wording.ListVerdict(l), wording.ListTone(l)
	doc.Title = doc.Verdict
	for i := range l.Items {
		doc.Clusters = append(doc.Clusters, newClusterRow(&l.Items[i], doc.Chapters[i].Anchor))
	}
	for _, e := range l.Errors {
		doc.Clusters = append(doc.Clusters, clusterRow{e.Context, "", NotKnown, NotKnown, NotKnown, NotKnown, "no", wording.ToneWarn})
	}
	return doc
}

func newClusterRow(d *diagnosis.Diagnosis, anchor string) clusterRow {
	s, number := d.Summary, strconv.Itoa
	row := clusterRow{d.Context, anchor, number(s.Total), number(s.NotReady + s.Unread), number(s.Listed), number(s.Removed), ReadAll, wording.DiagnosisTone(d)}
	if s.Total < 0 {
		row.Nodes, row.NotReady = NotKnown, NotKnown
	}
	if len(d.Gaps) > 0 {
		row.Read = "in part"
	}
	return row
}

// fill adds all that a chapter has besides its head.
func (c *Chapter) fill(d *diagnosis.Diagnosis, r wording.Reach, find Find) {
	c.read(d)
	for i := range d.CommonCauses {
		m := &d.CommonCauses[i]
		c.Causes = append(c.Causes, commonCause{
			c.CommonCauses[i], m.Meaning, causeTexts(m.Causes), wording.Steps(m.Steps), explain(m.Entry), links(m.Entry, find),
		})
	}
	c.Nodes = slices.Grow(c.Nodes, len(d.Findings))
	entries := shared(find)
	for i := range d.Findings {
		f := &d.Findings[i]
		c.Nodes = append(c.Nodes, newNode(fmt.Sprintf("%s-n%d", c.Anchor, i+1), d, f, entries(f.Entries), r))
	}
	for i := range d.Groups {
		c.Problems = append(c.Problems, newProblem(c, d.Groups[:i], &d.Groups[i], find))
	}
	c.Chart = newChart(d, c)
}

// shared returns a find whose results are clean, and the same for nodes that have the same entries.
func shared(find Find) Find {
	found := map[string][]*knowledge.Entry{}
	return func(codes []string) []*knowledge.Entry {
		key := strings.Join(codes, "\n")
		if _, ok := found[key]; !ok {
			found[key] = clean.Copy(find(codes), nil)
		}
		return found[key]
	}
}

// read adds what was counted, and what that rests on.
func (c *Chapter) read(d *diagnosis.Diagnosis) {
	c.Repairs, c.Repeated = wording.Repairs(d.Summary), wording.Repeated(d)
	c.Events, c.Source = wording.Events(d), wording.Source(d)
	c.ChangesTitle, c.Changes = wording.ChangesTitle, wording.Changes(d)
	c.AtLeast = slices.ContainsFunc(d.Findings, func(f diagnosis.Finding) bool { return wording.AtLeast(&f) })
}

// explain is the command that shows all that is known of a code.
func explain(code string) string { return "kubectl autorepair explain " + wording.ShellWord(code) }
