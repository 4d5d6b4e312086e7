package document

import (
	"cmp"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Head is what is passed on as it is: which cluster, as of when, what is wrong, who has to act, and
// what to do next.
type Head struct {
	// Cluster is the name of the cluster, or of what was read in its place.
	Cluster string
	// Counts says in one line how many nodes are down, Taken when and where that was seen, AsOf when.
	Counts, Taken, AsOf string
	// Older says where to look for what is older than the events; empty where nothing depends on it.
	Older        string
	Tone         wording.Tone
	CommonCauses []CommonLine
	Lines        []Line
	// Begin says which problem to fix first and why; empty where there is nothing to choose.
	Begin string
	// Impact sums up the pods on the nodes, NotFound names nodes that do not exist; both can be empty.
	Impact, NotFound string
	NotSeen, Reports []string
	// NotSeenShort is NotSeen with what is missing as far as a person reads it.
	NotSeenShort []string
	// More is the command that shows the page of the first node; empty where there is none.
	More string
}

// CommonLine is what nodes that are down have in common, with what to do first about it.
type CommonLine struct {
	Text, Next string
	// FixTone is bad for what a person has to fix.
	FixTone wording.Tone
}

// NextSentence is what to do first, as a sentence.
func (l CommonLine) NextSentence() string { return wording.Sentence(l.Next) }

// Name is the name of the cluster, or of what was read in its place.
func Name(d *diagnosis.Diagnosis) string {
	return cmp.Or(d.Context, d.Origin.Context, d.Origin.String())
}

// NewHead returns the head of a diagnosis whose texts, and those of the reach, are clean.
func NewHead(d *diagnosis.Diagnosis, r wording.Reach, find Find) Head {
	h := Head{
		Cluster: Name(d), Counts: wording.Counts(d), Taken: wording.SourceLine(d), Older: wording.MayHaveMore(d, d.Findings), AsOf: wording.AsOf(d),
		Tone: wording.DiagnosisTone(d), Lines: Lines(d), Begin: wording.Begin(d), Impact: Impacts(d), NotSeen: wording.NotSeen(d.Gaps),
		NotSeenShort: wording.NotSeenShort(d.Gaps), NotFound: wording.NoSuchNode(d),
	}
	for i := range d.CommonCauses {
		m := &d.CommonCauses[i]
		h.CommonCauses = append(h.CommonCauses, CommonLine{wording.CommonCause(m), commonFirst(m, find), wording.FixTone(m.Severity, m.Owner)})
	}
	for i := range d.Reports {
		h.Reports = append(h.Reports, wording.Report(d, &d.Reports[i]))
	}
	if len(d.Findings) > 0 {
		h.More = r.NodeCommand(d, d.Findings[0].Node)
	}
	return h
}
