package judge

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Answer answers a question by an entry of the table, with its causes judged. An entry of which
// a cause is confirmed shows the cause, whatever it was by itself.
func (n *Node) Answer(e *knowledge.Entry, basis diagnosis.Basis, evidence ...diagnosis.Proof) *diagnosis.Answer {
	a := &diagnosis.Answer{Entry: e.Code, Text: e.Title, Basis: basis, Causes: n.Causes(e), Evidence: evidence}
	if slices.ContainsFunc(a.Causes, func(c diagnosis.JudgedCause) bool { return c.Verdict == diagnosis.Confirmed }) {
		a.Basis = diagnosis.BasisCause
	}
	return a
}
