package document

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Node is one node.
type Node struct {
	Anchor, Name, Pool          string
	Outage, LastStep            string
	Label, Next                 string
	Tone                        wording.Tone
	Problem                     int
	Identity, Condition, Impact []wording.Fact
	Drawing                     *drawing
	Attempts                    []wording.AttemptRow
	OperationsTitle             string
	Operations                  []wording.Fact
	Signals                     []string
	Details                     []wording.Fact
	Also                        []entry
	Timeline                    []moment
	// Todo is what to do about the node; of the first node of a problem, its problem has it.
	Todo
	// First is true for the node whose steps stand with its problem.
	First bool
}

// Todo is what to do, with the commands of one node where there is one.
type Todo struct {
	// Node is the node whose names are in the commands; empty where the steps are those of all.
	Node     string
	Setup    []string
	Note     string
	Steps    []wording.Step
	Commands int
}

type moment struct {
	Time, Ago, Text string
	Tone            wording.Tone
}

// entry is a further entry that applies to a node.
type entry struct {
	Code, Title, Meaning string
	Causes               []string
}

func newNode(anchor string, d *diagnosis.Diagnosis, f *diagnosis.Finding, r wording.Reach, find Find) Node {
	v := Node{
		Anchor: anchor, Name: f.Node, Pool: f.Pool, Outage: wording.Outage(f),
		Label: strings.Join(wording.NodeLabel(f), " "),
		Tone:  nodeTone(d, f), Next: wording.ExpectedNext(d, f), Problem: f.Group,
		Identity: withoutColons(wording.IdentityFacts(d, f)), Condition: withoutColons(slices.Concat(wording.Answers(d, f), wording.Past(d, f), wording.ConditionFacts(d, f))),
		Drawing: newDrawing(d, f), Attempts: wording.Attempts(d, f), Details: rawDetails(f),
		OperationsTitle: wording.OperationsTitle, Operations: withoutColons(wording.Operations(d, f)),
	}
	v.LastStep, _ = wording.LastStep(f)
	v.Todo = newTodo(f, r)
	if f.Impact != nil {
		v.Impact = withoutColons(wording.ImpactFacts(f.Impact))
	}
	for i := range f.Signals {
		v.Signals = append(v.Signals, wording.Signal(d, &f.Signals[i]))
	}
	for i := range f.Timeline {
		m := &f.Timeline[i]
		v.Timeline = append(v.Timeline, moment{
			m.Time.UTC().Format(wording.DayLayout + " " + wording.ClockLayout), wording.Ago(d, m), wording.Moment(m), wording.MomentTone(m),
		})
	}
	v.Also = furtherEntries(f, clean.Copy(find(f.Entries), nil))
	return v
}

func newTodo(f *diagnosis.Finding, r wording.Reach) Todo {
	t := Todo{Node: f.Node}
	t.Setup, t.Steps, t.Note = r.Steps(f)
	for _, s := range t.Steps {
		if s.Command != "" {
			t.Commands++
		}
	}
	return t
}

// furtherEntries returns the entries after the first, which is that of the problem.
func furtherEntries(f *diagnosis.Finding, entries []*knowledge.Entry) []entry {
	var out []entry
	for i, e := range entries {
		if i > 0 {
			out = append(out, entry{e.Code, wording.Sentence(e.Title), e.Meaning, wording.NodeCauses(f, e)})
		}
	}
	return out
}

// nodeTone returns the severity of the node's problem.
func nodeTone(d *diagnosis.Diagnosis, f *diagnosis.Finding) wording.Tone {
	if wording.Ready(f) {
		return wording.ToneGood
	}
	for i := range d.Groups {
		if d.Groups[i].ID == f.Group {
			return wording.SeverityTone(d.Groups[i].Severity)
		}
	}
	return wording.ToneNote
}

// withoutColons leaves out the colons, and the facts without a text.
func withoutColons(list []wording.Fact) []wording.Fact {
	var out []wording.Fact
	for _, f := range list {
		if f.Text != "" {
			f.Label = strings.TrimSuffix(f.Label, ":")
			out = append(out, f)
		}
	}
	return out
}

// rawDetails returns the texts of the errors that say more than their code, each once.
func rawDetails(f *diagnosis.Finding) []wording.Fact {
	var out []wording.Fact
	add := func(title, text, code string) {
		if text != "" && text != code && !slices.ContainsFunc(out, func(f wording.Fact) bool { return f.Text == text }) {
			out = append(out, wording.Fact{Label: title, Text: text})
		}
	}
	add(wording.EventDetails, f.Details, f.Code)
	for i := len(f.Attempts) - 1; i >= 0; i-- {
		a := &f.Attempts[i]
		add(wording.DetailsTitle(a), a.Details, a.Code)
	}
	if len(f.Outer) > 0 {
		out = append(out, wording.Fact{Label: "Codes around it", Text: strings.Join(f.Outer, ", ")})
	}
	if len(f.Unknown) > 0 {
		out = append(out, wording.Fact{Label: "Codes in it that are not known", Text: strings.Join(f.Unknown, ", ")})
	}
	return out
}
