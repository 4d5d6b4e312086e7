package printer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Few says whether the nodes are a list to be read.
func (c chapter) Few() bool { return len(c.Nodes) <= manyNodes }

// Find gives the entries of codes, in their order; see knowledge.Table.Find.
type Find func(codes []string) []*knowledge.Entry

// document is everything that is to be said about one or several clusters, in the order of
// reading. Markdown and HTML are two ways to write it. All of its strings are clean.
type document struct {
	Title string
	// Verdict is the sentence over several clusters; one cluster has its own.
	Verdict string
	Tone    Tone
	// Several is true for a list of clusters, also for a list of one.
	Several  bool
	Fleet    []fleetRow
	Unread   []diagnosis.ContextError
	Chapters []chapter
}

// fleetRow is a cluster in the table of clusters.
type fleetRow struct {
	Context, Anchor, Nodes, NotReady, Listed, Removed, Read string
	Tone                                                    Tone
}

// chapter is one cluster.
type chapter struct {
	Context, Anchor       string
	Verdict               string
	Tone                  Tone
	Rest, Events, Source  string
	Counts                []tile
	Gaps                  []string
	Mass                  []massView
	Problems              []problemView
	Nodes                 []nodeView
	AtLeast, WithCommands bool
}

// tile is a count with its name.
type tile struct {
	Value int
	Label string
	Tone  Tone
}

// massView is what many nodes that are down have in common.
type massView struct {
	Text, Meaning string
	Causes        []string
	Steps         []step
	Command       string
}

// newDocument lays out the diagnoses of a list. One without a context stands alone.
func newDocument(l *diagnosis.DiagnosisList, reaches []Reach, find Find) document {
	admitted := admit(*l, nodeLimits())
	doc := document{Title: "AKS node auto-repair", Several: len(l.Errors) > 0 || len(l.Items) != 1 || l.Items[0].Context != ""}
	for i := range admitted.Items {
		doc.Chapters = append(doc.Chapters, newChapter(fmt.Sprintf("c%d", i+1), &admitted.Items[i], reachOf(reaches, i), find))
	}
	doc.Unread = admitted.Errors
	if !doc.Several {
		doc.Verdict, doc.Tone = doc.Chapters[0].Verdict, doc.Chapters[0].Tone
		return doc
	}
	doc.Verdict, doc.Tone = listVerdict(&admitted), listTone(&admitted)
	for i := range admitted.Items {
		doc.Fleet = append(doc.Fleet, newFleetRow(&admitted.Items[i], doc.Chapters[i].Anchor))
	}
	for _, e := range admitted.Errors {
		doc.Fleet = append(doc.Fleet, fleetRow{e.Context, "", "?", "?", "?", "?", "no", toneWarn})
	}
	return doc
}

func newFleetRow(d *diagnosis.Diagnosis, anchor string) fleetRow {
	s, number := d.Summary, strconv.Itoa
	row := fleetRow{d.Context, anchor, number(s.Total), number(s.NotReady + s.Unread), number(s.Listed), number(s.Removed), "all", tone(d)}
	if s.Total < 0 {
		row.Nodes, row.NotReady = "?", "?"
	}
	if len(d.Gaps) > 0 {
		row.Read = "in part"
	}
	return row
}

func newChapter(anchor string, d *diagnosis.Diagnosis, r Reach, find Find) chapter {
	c := chapter{
		Context: d.Context, Anchor: anchor, Verdict: verdict(d), Tone: tone(d), Rest: rest(d.Summary), Events: events(d), Source: source(d),
		Counts:  tiles(d.Summary),
		AtLeast: slices.ContainsFunc(d.Findings, func(f diagnosis.Finding) bool { return strings.HasPrefix(outage(&f), ">=") }),
	}
	c.Gaps = allNotSeen(d.Gaps)
	for i := range d.CommonCauses {
		m := &d.CommonCauses[i]
		c.Mass = append(c.Mass, massView{
			massText(m), m.Meaning, causeTexts(m.Causes), stepsOf(m.Steps), "kubectl autorepair explain " + shellWord(m.Entry),
		})
	}
	first := map[int]bool{}
	for i := range d.Findings {
		f := &d.Findings[i]
		c.Nodes = append(c.Nodes, newNodeView(fmt.Sprintf("%s-n%d", anchor, i+1), d, f, r, find))
		c.Nodes[i].Open, first[f.Group] = !first[f.Group], true
		c.WithCommands = c.WithCommands || slices.ContainsFunc(f.Steps, func(s diagnosis.Step) bool { return s.Command != "" })
	}
	for i := range d.Groups {
		c.Problems = append(c.Problems, newProblemView(anchor, d.Groups[:i], &d.Groups[i], c.Nodes))
	}
	return c
}

// tiles are the counts that are worth a look; nothing counts for nothing.
func tiles(s diagnosis.Summary) []tile {
	out := []tile{
		{max(s.Total, 0), "nodes", toneNote}, {s.Ready, "Ready", toneGood}, {s.Listed, "NotReady", toneBad}, {s.Below, "NotReady for less", toneWarn},
		{s.Unread, "not readable", toneWarn}, {s.Removed, "removed", toneBad}, {len(s.Recovered), "Ready after a repair", toneGood},
	}
	if s.Total < 0 {
		out = out[2:]
	}
	for i := range out {
		if out[i].Value == 0 {
			out[i].Tone = toneNote
		}
	}
	return slices.DeleteFunc(out, func(t tile) bool { return t.Value == 0 && t.Label != "NotReady" })
}
