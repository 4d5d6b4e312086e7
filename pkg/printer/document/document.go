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
	Title string
	// Verdict is the sentence over several clusters; one cluster has its own.
	Verdict string
	Tone    wording.Tone
	// Several is true for a list of clusters, also for a list of one.
	Several  bool
	Clusters []clusterRow
	Unread   []diagnosis.ContextError
	Chapters []Chapter
}

// clusterRow is a cluster in the table of clusters.
type clusterRow struct {
	Context, Anchor, Nodes, NotReady, Listed, Removed, Read string
	Tone                                                    wording.Tone
}

// Chapter is one cluster.
type Chapter struct {
	Context, Anchor         string
	Verdict                 string
	Tone                    wording.Tone
	Repairs, Events, Source string
	Counts                  []tile
	Gaps, Reports           []string
	ChangesTitle            string
	Changes                 []string
	CommonCauses            []commonCause
	FixFirst                string
	Problems                []Problem
	Nodes                   []Node
	AtLeast                 bool
}

// Few reports whether the nodes are a list to be read.
func (c Chapter) Few() bool { return len(c.Nodes) <= manyNodes }

// tile is a count with its name.
type tile struct {
	Value int
	Label string
	Tone  wording.Tone
}

// commonCause is what many nodes that are down have in common.
type commonCause struct {
	Text, Meaning string
	Causes        []string
	Steps         []wording.Step
	Command       string
}

// New returns the document of a list of diagnoses. A single one without a context has no
// table of clusters.
func New(l *diagnosis.List, reaches []wording.Reach, find Find) Document {
	admitted := clean.Copy(*l, Limits())
	doc := Document{Title: "AKS node auto-repair", Several: len(l.Errors) > 0 || len(l.Items) != 1 || l.Items[0].Context != ""}
	for i := range admitted.Items {
		doc.Chapters = append(doc.Chapters, newChapter(fmt.Sprintf("c%d", i+1), &admitted.Items[i], wording.ReachAt(reaches, i), find))
	}
	doc.Unread = admitted.Errors
	if !doc.Several {
		doc.Verdict, doc.Tone = doc.Chapters[0].Verdict, doc.Chapters[0].Tone
		return doc
	}
	doc.Verdict, doc.Tone = wording.ListVerdict(&admitted), wording.ListTone(&admitted)
	for i := range admitted.Items {
		doc.Clusters = append(doc.Clusters, newClusterRow(&admitted.Items[i], doc.Chapters[i].Anchor))
	}
	for _, e := range admitted.Errors {
		doc.Clusters = append(doc.Clusters, clusterRow{e.Context, "", "?", "?", "?", "?", "no", wording.ToneWarn})
	}
	return doc
}

func newClusterRow(d *diagnosis.Diagnosis, anchor string) clusterRow {
	s, number := d.Summary, strconv.Itoa
	row := clusterRow{d.Context, anchor, number(s.Total), number(s.NotReady + s.Unread), number(s.Listed), number(s.Removed), "all", wording.DiagnosisTone(d)}
	if s.Total < 0 {
		row.Nodes, row.NotReady = "?", "?"
	}
	if len(d.Gaps) > 0 {
		row.Read = "in part"
	}
	return row
}

func newChapter(anchor string, d *diagnosis.Diagnosis, r wording.Reach, find Find) Chapter {
	c := Chapter{
		Context: d.Context, Anchor: anchor, Verdict: wording.Verdict(d), Tone: wording.DiagnosisTone(d),
		Repairs: strings.Join(append([]string{wording.Repairs(d.Summary)}, wording.Repeated(d)...), " "), Events: wording.Events(d), Source: wording.Source(d),
		Counts:  tiles(d.Summary),
		AtLeast: slices.ContainsFunc(d.Findings, func(f diagnosis.Finding) bool { return strings.HasPrefix(wording.Outage(&f), ">=") }),
	}
	c.Gaps, c.FixFirst = wording.NotSeen(d.Gaps), wording.FixFirst(d)
	c.ChangesTitle, c.Changes = wording.ChangesTitle, wording.Changes(d)
	for i := range d.Reports {
		c.Reports = append(c.Reports, wording.Report(d, &d.Reports[i]))
	}
	for i := range d.CommonCauses {
		m := &d.CommonCauses[i]
		c.CommonCauses = append(c.CommonCauses, commonCause{
			wording.CommonCause(m), m.Meaning, causeTexts(m.Causes), wording.Steps(m.Steps), "kubectl autorepair explain " + wording.ShellWord(m.Entry),
		})
	}
	first := map[int]bool{}
	for i := range d.Findings {
		f := &d.Findings[i]
		c.Nodes = append(c.Nodes, newNode(fmt.Sprintf("%s-n%d", anchor, i+1), d, f, r, find))
		c.Nodes[i].Open, first[f.Group] = !first[f.Group], true
	}
	for i := range d.Groups {
		c.Problems = append(c.Problems, newProblem(anchor, d.Groups[:i], &d.Groups[i], c.Nodes))
	}
	return c
}

// tiles returns the counts of a summary; one that is 0 has a tile only for NotReady nodes.
func tiles(s diagnosis.Summary) []tile {
	out := []tile{
		{max(s.Total, 0), "nodes", wording.ToneNote}, {s.Ready, "Ready", wording.ToneGood},
		{s.Listed, "NotReady", wording.ToneBad}, {s.Below, "NotReady for less", wording.ToneWarn},
		{s.Unread, "not readable", wording.ToneWarn}, {s.Removed, "removed", wording.ToneBad}, {len(s.Recovered), "Ready after a repair", wording.ToneGood},
	}
	if s.Total < 0 {
		out = out[2:]
	}
	for i := range out {
		if out[i].Value == 0 {
			out[i].Tone = wording.ToneNote
		}
	}
	return slices.DeleteFunc(out, func(t tile) bool { return t.Value == 0 && t.Label != "NotReady" })
}
