package printer

import (
	"regexp"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Reach are the flags that lead back to where a diagnosis came from. They belong to the
// terminal where it is shown, not to its data. The zero Reach adds no flag.
type Reach struct {
	// Rerun are for this program, to read the same source again.
	Rerun []string
	// Kubectl point kubectl at the same cluster; nil for a source that is no cluster.
	Kubectl []string
}

// reachOf is the reach of an item of a list; the zero one where none was given.
func reachOf(all []Reach, i int) Reach {
	if i >= len(all) {
		return Reach{}
	}
	return admit(all[i], nil)
}

// kubectlWord is kubectl where a shell takes it for a command, also inside $(...).
var kubectlWord = regexp.MustCompile(`(^|[|;&(]\s*)kubectl `)

// atCluster makes the kubectl commands of a line go to the cluster that was diagnosed,
// whatever the current context is when the line is pasted.
func (r Reach) atCluster(line string) string {
	flags := shellWords(r.Kubectl)
	if flags == "" {
		return line
	}
	// A literal replacement: "$" in a name is no group.
	return kubectlWord.ReplaceAllStringFunc(line, func(word string) string { return word + flags + " " })
}

// nodeCommand shows the page of a node, from the same source.
func (r Reach) nodeCommand(d *diagnosis.Diagnosis, node string) string {
	return strings.Join(append(strings.Fields("kubectl autorepair diagnose"), shellWords(append(r.rerun(d), node))), " ")
}

// rerun are the flags that lead to the source of a diagnosis; in a list of clusters the
// context is one.
func (r Reach) rerun(d *diagnosis.Diagnosis) []string {
	flags := append([]string{}, r.Rerun...)
	if d.Context != "" && len(flags) == 0 {
		flags = append(flags, "--context="+d.Context)
	}
	return flags
}

// shellWords joins words so that a POSIX shell reads them as they are.
func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellWord(word)
	}
	return strings.Join(quoted, " ")
}
