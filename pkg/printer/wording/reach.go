package wording

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// Reach are the flags with which a command reads the source of a diagnosis again. They belong
// to the terminal where it is shown, not to its data. The zero Reach adds no flag.
type Reach struct {
	// Rerun are for this program, to read the same source again.
	Rerun []string
	// Kubectl point kubectl at the same cluster; nil for a source that is no cluster.
	Kubectl []string
}

// ReachAt returns the reach of an item of a list; the zero one where none was given.
func ReachAt(all []Reach, i int) Reach {
	if i >= len(all) {
		return Reach{}
	}
	return clean.Copy(all[i], nil)
}

// kubectlWord is kubectl where a shell takes it for a command, also inside $(...).
var kubectlWord = lazy.Pattern(`(^|[|;&(]\s*)kubectl `)

// Steps returns the steps of a node with their commands directed to its cluster, and a note
// where that cluster is not known.
func (r Reach) Steps(f *diagnosis.Finding) (setup []string, list []Step, note string) {
	setup, list = slices.Clone(f.Setup), nodeSteps(f.Steps)
	for i := range setup {
		setup[i] = r.atCluster(setup[i])
	}
	for i := range list {
		list[i].Command = r.atCluster(list[i].Command)
	}
	if r.Kubectl == nil && r.Rerun != nil {
		note = "The diagnosis is of a file: see that kubectl and az point to the cluster it came from."
	}
	return setup, list, note
}

// atCluster makes the kubectl commands of a line go to the cluster that was diagnosed,
// whatever the current context is when the line is pasted.
func (r Reach) atCluster(line string) string {
	flags := ShellWords(r.Kubectl)
	if flags == "" {
		return line
	}
	// A literal replacement: "$" in a name is no group.
	return kubectlWord().ReplaceAllStringFunc(line, func(word string) string { return word + flags + " " })
}

// NodeCommand shows the page of a node, from the same source.
func (r Reach) NodeCommand(d *diagnosis.Diagnosis, node string) string {
	return strings.Join(append(strings.Fields("kubectl autorepair diagnose"), ShellWords(append(r.rerun(d), node))), " ")
}

// rerun returns the flags that lead to the source of a diagnosis; in a list of clusters the
// context is one. A page that was pasted cannot be read again: the command asks the cluster, which
// has the rest too.
func (r Reach) rerun(d *diagnosis.Diagnosis) []string {
	if d.Origin.PagesOnly && slices.Contains(r.Rerun, "-") {
		return nil
	}
	flags := append([]string{}, r.Rerun...)
	if d.Context != "" && len(flags) == 0 {
		flags = append(flags, "--context="+d.Context)
	}
	return flags
}
