package wording

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Label returns the state of a group and the names of its reason, code, cause and unknown code.
func Label(g *diagnosis.Group) []string {
	out := []string{string(g.State)}
	for _, name := range []string{g.Reason, g.Code, g.Cause, g.Unknown} {
		if name != "" {
			out[len(out)-1] += ":"
			out = append(out, name)
		}
	}
	return out
}

// NodeLabel returns the label of one node, with the same names as that of its group.
func NodeLabel(f *diagnosis.Finding) []string { return Label(groupOf(f)) }

// groupOf is a group of one node, as far as its names are concerned.
func groupOf(f *diagnosis.Finding) *diagnosis.Group {
	g := diagnosis.Group{State: f.State, Reason: f.Reason, Code: f.Code, Cause: f.Cause}
	if f.Code == knowledge.UnknownCode && len(f.Unknown) > 0 {
		g.Unknown = f.Unknown[0]
	}
	return &g
}
