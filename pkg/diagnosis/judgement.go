package diagnosis

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Verdict is what the evidence says of a possible cause.
type Verdict string

// The verdicts.
const (
	Confirmed Verdict = "confirmed"
	RuledOut  Verdict = "ruledOut"
	// Open is a cause that nothing settles, or of which the evidence contradicts itself.
	Open Verdict = "open"
)

// Proof is a piece of evidence, with what it shows.
type Proof struct {
	// Check is the table's name of what was checked; empty for evidence that is itself the answer.
	Check string `json:"check,omitempty"`
	// Says is what is known by it, as a sentence without a full stop.
	Says string `json:"says"`
	// Verdict is what it does to the cause: it confirms it, or rules it out. Evidence of both
	// kinds leaves a cause open.
	Verdict Verdict `json:"verdict,omitempty"`
	// Source is condition, event, taint, label, annotation, providerID, error, the source of a
	// fact, or cluster for what follows from the state of all nodes. Name, Status, Reason and
	// Message are what the source has, raw; empty where the proof is that there is nothing.
	Source  string `json:"source"`
	Name    string `json:"name,omitempty"`
	Status  string `json:"status,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Time is when it was so, or happened; nil is not known.
	Time *metav1.Time `json:"time,omitempty"`
}

// JudgedCause is a possible cause on one node.
type JudgedCause struct {
	// Entry is the table's code of the entry that has the cause, and ID its name there.
	Entry      string               `json:"entry"`
	ID         string               `json:"id"`
	Text       string               `json:"text"`
	Confidence knowledge.Confidence `json:"confidence"`
	Verdict    Verdict              `json:"verdict"`
	Evidence   []Proof              `json:"evidence,omitempty"`
}

// Basis is how an answer is known.
type Basis string

// The bases, the surest first.
const (
	BasisCause   Basis = "cause"   // the evidence shows the cause
	BasisSymptom Basis = "symptom" // the evidence shows what is wrong and not why
	BasisRaw     Basis = "raw"     // the node says something that the table does not know
	BasisUnknown Basis = "unknown" // nothing that was read says it
)

// Answer is the answer to one question about a node: why it is down, or why AKS did not
// bring it back.
type Answer struct {
	// Entry is the table's code of what answers; empty for BasisRaw and BasisUnknown.
	Entry string `json:"entry,omitempty"`
	// Text is the answer in one line: the title of the entry, or what the node says of itself.
	Text  string `json:"text"`
	Basis Basis  `json:"basis"`
	// Causes are the causes of the entry, judged: confirmed first, then open, then ruled out.
	Causes []JudgedCause `json:"causes,omitempty"`
	// Evidence is what the answer rests on.
	Evidence []Proof `json:"evidence,omitempty"`
}

// GroupAnswer is an answer that some nodes of a group share.
type GroupAnswer struct {
	Entry string `json:"entry,omitempty"`
	Text  string `json:"text"`
	Basis Basis  `json:"basis"`
	Nodes int    `json:"nodes"`
}

// GroupCause counts the verdicts on a cause over the nodes of a group.
type GroupCause struct {
	Entry      string               `json:"entry"`
	ID         string               `json:"id"`
	Text       string               `json:"text"`
	Confidence knowledge.Confidence `json:"confidence"`
	Confirmed  int                  `json:"confirmed"`
	RuledOut   int                  `json:"ruledOut"`
	Open       int                  `json:"open"`
	// Evidence is that of the first node on which the cause is confirmed, else of the first that has any.
	Evidence []Proof `json:"evidence,omitempty"`
}

// FixFirst is what to fix before all else, where a rule says so.
type FixFirst struct {
	// Group is the ID of the group.
	Group int    `json:"group"`
	Text  string `json:"text"`
}
