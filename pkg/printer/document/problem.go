package document

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Problem is a group of nodes with one problem.
type Problem struct {
	ID                    int
	Anchor                string
	Tone                  wording.Tone
	Label, Title, Meaning string
	Messages              []string
	Facts                 []wording.Fact
	Causes                []string
	// Steps are left out where the only node has them already.
	Steps []wording.Step
	// Same is the ID of the problem that has the causes and steps already, or 0.
	Same  int
	Nodes []nodeLink
}

// manyNodes is the longest list of nodes that is read from end to end.
const manyNodes = 50

// Few reports whether the nodes are a list to be read.
func (v Problem) Few() bool { return len(v.Nodes) <= manyNodes }

// nodeLink leads to a node.
type nodeLink struct{ Name, Anchor string }

// newProblem returns a problem with its nodes; the earlier ones may have its advice already.
func newProblem(anchor string, earlier []diagnosis.Group, g *diagnosis.Group, nodes []Node) Problem {
	v := Problem{
		ID: g.ID, Anchor: fmt.Sprintf("%s-p%d", anchor, g.ID), Tone: wording.SeverityTone(g.Severity), Label: strings.Join(wording.Label(g), " "),
		Title: wording.Sentence(g.Title), Meaning: g.Meaning, Messages: g.Details, Same: wording.SameAdvice(earlier, g),
		Facts: withoutColons(append(wording.GroupAnswers(g), wording.AdviceFacts(g.Owner, g.Retry, string(g.Confidence))...)),
	}
	own := 0
	for i := range nodes {
		if nodes[i].Problem == g.ID {
			v.Nodes = append(v.Nodes, nodeLink{nodes[i].Name, nodes[i].Anchor})
			own = len(nodes[i].Steps)
		}
	}
	if v.Same == 0 {
		v.Causes = wording.GroupCauses(g)
	}
	if v.Same == 0 && (len(v.Nodes) != 1 || own == 0) {
		v.Steps = wording.Steps(g.Steps)
	}
	return v
}

func causeTexts(causes []knowledge.Cause) []string {
	out := make([]string, len(causes))
	for i, c := range causes {
		out[i] = wording.Cause(c)
	}
	return out
}
