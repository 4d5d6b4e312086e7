package printer

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// problemView is a group of nodes with one problem.
type problemView struct {
	ID                    int
	Anchor                string
	Tone                  Tone
	Label, Title, Meaning string
	Messages              []string
	Facts                 []Fact
	Causes                []string
	// Steps are left out where the only node has them already.
	Steps []step
	// Same is the ID of the problem that has the causes and steps already, or 0.
	Same  int
	Nodes []nodeLink
}

// manyNodes is how many nodes are a list to be looked through, not to be read.
const manyNodes = 50

// Few says whether the nodes are a list to be read.
func (v problemView) Few() bool { return len(v.Nodes) <= manyNodes }

// nodeLink leads to a node.
type nodeLink struct{ Name, Anchor string }

// newProblemView is a problem that comes after others.
func newProblemView(anchor string, earlier []diagnosis.Group, g *diagnosis.Group, nodes []nodeView) problemView {
	v := problemView{
		ID: g.ID, Anchor: fmt.Sprintf("%s-p%d", anchor, g.ID), Tone: severityTone(g.Severity), Label: strings.Join(label(g), " "),
		Title: sentence(g.Title), Meaning: g.Meaning, Messages: g.Details, Same: sameAdvice(earlier, g),
		Facts: withoutColons(adviceFacts(g.Owner, g.Retry, string(g.Confidence))),
	}
	own := 0
	for i := range nodes {
		if nodes[i].Problem == g.ID {
			v.Nodes = append(v.Nodes, nodeLink{nodes[i].Name, nodes[i].Anchor})
			own = len(nodes[i].Steps)
		}
	}
	if v.Same == 0 {
		v.Causes = causeTexts(g.Causes)
	}
	if v.Same == 0 && (len(v.Nodes) != 1 || own == 0) {
		v.Steps = stepsOf(g.Steps)
	}
	return v
}

func causeTexts(causes []knowledge.Cause) []string {
	out := make([]string, len(causes))
	for i, c := range causes {
		out[i] = causeText(c)
	}
	return out
}
