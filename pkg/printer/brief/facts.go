package brief

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// facts answer the questions about a node, each in at most so many lines. What the headline says
// is not said again.
func (s screen) facts(p Page, lines int) block {
	d, f, title := p.Diagnosis, p.Finding, p.title()
	list := []wording.Fact{
		{Label: "Cause:", Text: wording.CauseOf(p.answer())},
		{Label: "Why down:", Text: wording.AnswerBeside(title, f.Down)},
		{Label: "Not repaired:", Text: notRepaired(d, f, title)},
		{Label: "Evidence:", Text: p.evidence()},
		{Label: "In Azure:", Text: wording.InAzure(f)},
		{Label: "Changed:", Text: wording.Changed(d, f)},
		{Label: "Expected next:", Text: wording.ExpectedNext(d, f)},
	}
	list = append(list, wording.Past(d, f)...)
	if f.Impact != nil {
		text, tone := wording.Impact(f.Impact)
		list = append(list, wording.Fact{Label: "Impact:", Text: text, Tone: tone})
	}
	if len(p.Entries) > 0 && !wording.Ready(f) {
		list = append(list, wording.Fact{Label: "Who can fix it:", Text: wording.Owner(p.Entries[0].Owner)})
	}
	list = slices.DeleteFunc(list, func(f wording.Fact) bool { return f.Text == "" })
	if s.tight {
		list = list[:min(len(list), factsLeast)]
	}
	return s.labelled(list, lines)
}

// factsLeast is how many facts a page has in any case: the answers and the evidence.
const factsLeast = 4

// answer is the answer that is the headline; nil where the headline is none.
func (p Page) answer() *diagnosis.Answer {
	for _, a := range []*diagnosis.Answer{p.Finding.Repair, p.Finding.Down} {
		if a != nil && a.Text == p.title() {
			return a
		}
	}
	return nil
}

// notRepaired says why AKS did not bring the node back, and what it tried.
func notRepaired(d *diagnosis.Diagnosis, f *diagnosis.Finding, title string) string {
	if f.Repair == nil {
		return wording.Tried(d, f)
	}
	parts := []string{wording.StateSentence(f.State), wording.Tried(d, f), wording.AnswerBeside(title, f.Repair)}
	if f.Repair.Entry == string(f.State) {
		parts[0] = "" // the answer is the state, in a whole sentence
	}
	return strings.Join(slices.DeleteFunc(parts, func(text string) bool { return text == "" }), " ")
}

// evidence is what confirms the cause, what the node or an event says, and the text of the newest
// error.
func (p Page) evidence() string {
	f := p.Finding
	parts := []string{wording.Proofs(p.answer()), wording.Evidence(f.Down)}
	if details := strings.TrimSpace(f.Details); details != f.Code && f.Code != knowledge.NoCode {
		parts = append(parts, wording.ErrorText(details))
	}
	if parts = slices.DeleteFunc(parts, func(text string) bool { return text == "" }); len(parts) == 0 && !wording.Ready(f) {
		parts = append(parts, wording.Marks(f)...)
	}
	return strings.Join(parts, "; ")
}
