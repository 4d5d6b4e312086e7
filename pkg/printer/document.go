package printer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Find gives the entries of codes, in their order; see knowledge.Table.Find.
type Find func(codes []string) []*knowledge.Entry

// Tones say by one word how a thing is; they are the names of styles and of nothing else.
const (
	toneBad  = "bad"
	toneWarn = "warn"
	toneGood = "good"
	toneNote = "note"
)

// document is everything that is to be said about one or several clusters, in the order of
// reading. Markdown and HTML are two ways to write it. All of its strings are clean.
type document struct {
	Title string
	// Verdict is the sentence over several clusters; one cluster has its own.
	Verdict, Tone string
	// Several is true for a list of clusters, also for a list of one.
	Several  bool
	Fleet    []fleetRow
	Unread   []diagnosis.ContextError
	Chapters []chapter
}

// fleetRow is a cluster in the table of clusters.
type fleetRow struct{ Context, Anchor, Nodes, NotReady, Listed, Removed, Read, Tone string }

// chapter is one cluster.
type chapter struct {
	Context, Anchor       string
	Verdict, Tone         string
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
	Value       int
	Label, Tone string
}

// pair is a label with its text.
type pair struct{ Label, Text string }

// massView is what many nodes that are down have in common.
type massView struct {
	Text, Meaning string
	Causes        []string
	Steps         []step
	Command       string
}

// newDocument lays out the diagnoses of a list. One without a context stands alone.
func newDocument(l *diagnosis.List, reaches []Reach, find Find) document {
	admitted := admit(*l, limits{"Details": detailsShown, "Message": eventShown})
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

func listTone(l *diagnosis.List) string {
	switch t := tallyOf(l); {
	case t.broken > 0:
		return toneBad
	case !l.Complete():
		return toneWarn
	default:
		return toneGood
	}
}

// tone is that of a whole diagnosis. Nodes that are down outweigh what was not seen.
func tone(d *diagnosis.Diagnosis) string {
	s := d.Summary
	switch {
	case s.Listed+s.Unread+s.Removed > 0:
		return toneBad
	case len(d.Gaps) > 0 || s.Total < 0:
		return toneWarn
	default:
		return toneGood
	}
}

func newChapter(anchor string, d *diagnosis.Diagnosis, r Reach, find Find) chapter {
	c := chapter{
		Context: d.Context, Anchor: anchor, Verdict: verdict(d), Tone: tone(d), Rest: rest(d.Summary), Events: events(d), Source: source(d),
		Counts:  tiles(d.Summary),
		AtLeast: slices.ContainsFunc(d.Findings, func(f diagnosis.Finding) bool { return strings.HasPrefix(outage(&f), ">=") }),
	}
	c.Gaps = NotSeen(d.Gaps)
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
	problems := problemsOf(nil)
	for i := range d.Groups {
		problems = append(problems, problem{Group: d.Groups[i]})
		c.Problems = append(c.Problems, newProblemView(anchor, problems, c.Nodes))
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

func causeTexts(causes []knowledge.Cause) []string {
	out := make([]string, len(causes))
	for i, c := range causes {
		out[i] = causeText(c)
	}
	return out
}

func severityTone(s knowledge.Severity) string {
	return cmp.Or(map[knowledge.Severity]string{knowledge.SeverityError: toneBad, knowledge.SeverityWarning: toneWarn}[s], toneNote)
}
