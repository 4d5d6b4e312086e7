package repair

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
)

// lastResort are the entries of a node of which nothing is known but that it is silent or not
// ready.
var lastResort = []string{"NodeStatusUnknown", "KubeletNotReady"}

// down answers why a node is down: by the first cause that its signals show, by a suppression
// that is one too, by the best symptom, by what the Ready condition says and the table does
// not know, and by its silence only where there is nothing else.
func (x *Examination) down(f *diagnosis.Finding, v verdict, n *judge.Node) *diagnosis.Answer {
	if e := x.table.Entry(string(v.state)); e != nil && v.state == diagnosis.Removed {
		return n.Answer(e, diagnosis.BasisSymptom)
	}
	for _, role := range []knowledge.Role{knowledge.RoleCause, knowledge.RoleSymptom} {
		if role == knowledge.RoleSymptom {
			if a := x.downReason(v, n); a != nil {
				return a
			}
		}
		if s, e := x.firstSignal(f.Signals, role); e != nil {
			basis := diagnosis.BasisCause
			if role == knowledge.RoleSymptom {
				basis = diagnosis.BasisSymptom
			}
			return n.Answer(e, basis, signalProof(s, e))
		}
	}
	if text := readyText(f.Condition); text != "" {
		return &diagnosis.Answer{Text: text, Basis: diagnosis.BasisRaw}
	}
	for _, s := range f.Signals {
		if e := x.table.Entry(s.Entry); e != nil && slices.Contains(lastResort, e.Code) {
			return n.Answer(e, diagnosis.BasisSymptom, signalProof(s, e))
		}
	}
	return unknownAnswer()
}

// unknownAnswer is for a question that nothing answers.
func unknownAnswer() *diagnosis.Answer {
	return &diagnosis.Answer{Text: "Nothing that was read says why", Basis: diagnosis.BasisUnknown}
}

// downReason answers by a reason why AKS does not act that explains the outage too.
func (x *Examination) downReason(v verdict, n *judge.Node) *diagnosis.Answer {
	for _, reason := range append(slices.Clone(v.reasons), v.further...) {
		if e := x.table.Entry(reason); e != nil && e.Down {
			return n.Answer(e, diagnosis.BasisCause)
		}
	}
	return nil
}

// firstSignal returns the first signal of a role, in their order, that is more than the silence of
// the node and more than information.
func (x *Examination) firstSignal(signals []diagnosis.Signal, role knowledge.Role) (diagnosis.Signal, *knowledge.Entry) {
	for _, s := range signals {
		if s.Role != role || slices.Contains(lastResort, s.Entry) {
			continue
		}
		if e := x.table.Entry(s.Entry); e != nil && e.Severity != knowledge.SeverityInfo {
			return s, e
		}
	}
	return diagnosis.Signal{}, nil
}

// readyText returns what the kubelet says in the Ready condition. Of a silent node others write it.
func readyText(c diagnosis.Condition) string {
	if c.Status != "False" {
		return ""
	}
	return strings.TrimSpace(c.Message)
}

// repair answers why AKS did not bring the node back: by the error, by the reason why nothing
// was tried, or by the state.
func (x *Examination) repair(v verdict, n *judge.Node) *diagnosis.Answer {
	codes := append(slices.Clone(v.reasons), string(v.state))
	if v.aboutError() {
		codes = append(append(slices.Clone(v.refinements), v.newestError.Code), codes...)
	}
	for _, code := range codes {
		if e := x.table.Entry(code); e != nil {
			return n.Answer(e, diagnosis.BasisSymptom)
		}
	}
	return unknownAnswer()
}
