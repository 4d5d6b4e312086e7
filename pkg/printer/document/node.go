package document

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Node is one node.
type Node struct {
	Row
	Anchor                      string
	Label                       Label
	Next                        string
	Tone                        wording.Tone
	Identity, Condition, Impact []wording.Fact
	// Answers say why the node is down, why AKS did not repair it, and what was before.
	Answers  []wording.Fact
	Drawing  *drawing
	Attempts []wording.AttemptRow
	// Operations are what Azure's activity log has of the attempts, under their title.
	OperationsTitle string
	Operations      []wording.Fact
	// Signals are what the node, its events and Azure say besides the error.
	Signals []signals
	// Details are the texts of the errors that say more than their code, the newest first.
	Details []wording.Fact
	// Further are the codes in these texts besides the one of the node.
	Further []names
	// Also are the entries after the most specific one, which is that of the problem.
	Also     []entry
	Timeline []moment
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

// Label is a state with the names of its reason, code and cause, none of which is divided.
type Label []string

// String is the label in one line.
func (l Label) String() string { return strings.Join(l, " ") }

// signals are what is said of a node by one kind of source, under a title.
type signals struct {
	Title string
	Texts []string
}

// names are several names behind a label.
type names struct {
	Label string
	Names []string
}

// Text is the names in one line.
func (n names) Text() string { return strings.Join(n.Names, ", ") }

type moment struct {
	Day, Clock, Ago, Text string
	Tone                  wording.Tone
}

// entry is what an entry of the table says of a node.
type entry struct {
	Code, Title, Meaning string
	// Causes are its causes; Confirmed are those of them that the evidence confirms.
	Causes, Confirmed []string
}

// newNode returns a node with its entries, the most specific first. It expects clean text.
func newNode(anchor string, d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry, r wording.Reach) Node {
	v := Node{
		Row: newRow(f), Anchor: anchor,
		Label: wording.NodeLabel(f), Signals: signalsOf(d, f), Further: furtherCodes(f), Also: furtherEntries(f, entries),
		Tone: nodeTone(d, f), Next: wording.ExpectedNext(d, f),
		Identity: withoutColons(wording.IdentityFacts(d, f)), Condition: withoutColons(wording.ConditionFacts(d, f)),
		Answers: withoutColons(append(wording.Answers(d, f), wording.Past(d, f)...)),
		Drawing: newDrawing(d, f), Attempts: wording.Attempts(d, f), Details: rawDetails(f),
		OperationsTitle: wording.OperationsTitle, Operations: withoutColons(wording.Operations(d, f)),
	}
	v.Todo = newTodo(f, r)
	if f.Impact != nil {
		v.Impact = withoutColons(wording.ImpactFacts(f.Impact))
	}
	for i := range f.Timeline {
		m := &f.Timeline[i]
		v.Timeline = append(v.Timeline, moment{
			wording.Day(m.Time.Time), m.Time.UTC().Format(wording.ClockLayout), wording.Ago(d, m), wording.Moment(m), wording.MomentTone(m),
		})
	}
	return v
}

// signalsOf returns the signals of a node under their titles, in the order of reading.
func signalsOf(d *diagnosis.Diagnosis, f *diagnosis.Finding) []signals {
	var out []signals
	for _, kind := range wording.SignalKinds() {
		list := signals{Title: kind}
		for i := range f.Signals {
			if s := &f.Signals[i]; wording.SignalKind(s) == kind {
				list.Texts = append(list.Texts, wording.Signal(d, s))
			}
		}
		if len(list.Texts) > 0 {
			out = append(out, list)
		}
	}
	return out
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

// newEntry returns what an entry says of a node.
func newEntry(f *diagnosis.Finding, e *knowledge.Entry) entry {
	causes, confirmed := wording.NodeCauses(f, e)
	return entry{e.Code, wording.Sentence(e.Title), e.Meaning, causes, causes[:confirmed]}
}

// furtherEntries returns the entries after the first.
func furtherEntries(f *diagnosis.Finding, entries []*knowledge.Entry) []entry {
	var out []entry
	for i := 1; i < len(entries); i++ {
		out = append(out, newEntry(f, entries[i]))
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
	return out
}

// FurtherTitle is what stands above the further codes.
const FurtherTitle = "Further codes in the details"

// furtherCodes returns the codes in the texts of the errors besides the one of the node.
func furtherCodes(f *diagnosis.Finding) []names {
	list := []names{{"Around it", f.Outer}, {"Not known", f.Unknown}}
	return slices.DeleteFunc(list, func(n names) bool { return len(n.Names) == 0 })
}
