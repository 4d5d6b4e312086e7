package printer

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// nodeView is one node.
type nodeView struct {
	Anchor, Name, Pool, Zone    string
	Outage, LastStep, State     string
	Label, Next                 string
	Tone                        Tone
	Problem                     int
	Identity, Condition, Impact []Fact
	Drawing                     *drawing
	Attempts                    []attemptRow
	Signals                     []string
	Details                     []Fact
	Also                        []entryView
	Timeline                    []momentView
	Setup                       []string
	Note                        string
	Steps                       []step
	Commands                    int
	// Open is true for the first node of a problem: its commands are in sight at once.
	Open bool
}

type momentView struct {
	Time, Ago, Text string
	Tone            Tone
}

// entryView is a further entry that applies to a node.
type entryView struct {
	Code, Title, Meaning string
	Causes               []string
}

func newNodeView(anchor string, d *diagnosis.Diagnosis, f *diagnosis.Finding, r Reach, find Find) nodeView {
	v := nodeView{
		Anchor: anchor, Name: f.Node, Pool: f.Pool, Zone: f.Zone, Outage: outage(f), State: string(f.State),
		Label: strings.Join(nodeLabel(f), " "),
		Tone:  nodeTone(d, f), Next: next(d, f), Problem: f.Group,
		Identity: withoutColons(identityFacts(d, f)), Condition: withoutColons(conditionFacts(d, f)),
		Drawing: newDrawing(d, f), Attempts: attemptRows(d, f), Details: rawDetails(f),
	}
	v.LastStep, _ = lastStep(f)
	v.Setup, v.Steps, v.Note = r.steps(f)
	if f.Impact != nil {
		v.Impact = withoutColons(impactFacts(f.Impact))
	}
	for i := range f.Signals {
		v.Signals = append(v.Signals, signalText(d, &f.Signals[i]))
	}
	for i := range f.Timeline {
		m := &f.Timeline[i]
		v.Timeline = append(v.Timeline, momentView{m.Time.UTC().Format(dayLayout + " " + clockLayout), ago(d, m), momentText(m), momentTone(m)})
	}
	for _, s := range f.Steps {
		if s.Command != "" {
			v.Commands++
		}
	}
	v.Also = alsoOf(admit(find(f.Entries), nil))
	return v
}

// alsoOf are the entries after the first, which the problem tells.
func alsoOf(entries []*knowledge.Entry) []entryView {
	var out []entryView
	for i, e := range entries {
		if i > 0 {
			out = append(out, entryView{e.Code, sentence(e.Title), e.Meaning, causeTexts(e.Causes)})
		}
	}
	return out
}

// nodeTone is the severity of the node's problem.
func nodeTone(d *diagnosis.Diagnosis, f *diagnosis.Finding) Tone {
	if ready(f) {
		return toneGood
	}
	for i := range d.Groups {
		if d.Groups[i].ID == f.Group {
			return severityTone(d.Groups[i].Severity)
		}
	}
	return toneNote
}

// withoutColons leaves out the colons, and the facts without a text.
func withoutColons(list []Fact) []Fact {
	var out []Fact
	for _, f := range list {
		if f.Text != "" {
			f.Label = strings.TrimSuffix(f.Label, ":")
			out = append(out, f)
		}
	}
	return out
}

// rawDetails are the texts of the errors that say more than their code, each once.
func rawDetails(f *diagnosis.Finding) []Fact {
	var out []Fact
	add := func(title, text, code string) {
		if text != "" && text != code && !slices.ContainsFunc(out, func(f Fact) bool { return f.Text == text }) {
			out = append(out, Fact{Label: title, Text: text})
		}
	}
	add(eventDetails, f.Details, f.Code)
	for i := len(f.Attempts) - 1; i >= 0; i-- {
		a := &f.Attempts[i]
		add(detailsTitle(a), a.Details, a.Code)
	}
	if len(f.Outer) > 0 {
		out = append(out, Fact{Label: "Codes around it", Text: strings.Join(f.Outer, ", ")})
	}
	if len(f.Unknown) > 0 {
		out = append(out, Fact{Label: "Codes in it that are not known", Text: strings.Join(f.Unknown, ", ")})
	}
	return out
}
