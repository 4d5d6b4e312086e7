package printer

import (
	"regexp"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// kubectlWord is kubectl where a shell takes it for a command, also inside $(...).
var kubectlWord = regexp.MustCompile(`(^|[|;&(]\s*)kubectl `)

// atCluster makes the kubectl commands of a line go to the cluster that was diagnosed,
// whatever the current context is when the line is pasted.
func atCluster(d *repair.Diagnosis, line string) string {
	flags := shellWords(d.Kubectl)
	if flags == "" {
		return line
	}
	// A literal replacement: "$" in a name is no group.
	return kubectlWord.ReplaceAllStringFunc(line, func(word string) string { return word + flags + " " })
}

// nodeCommand shows the page of a node, from the same source.
func nodeCommand(d *repair.Diagnosis, node string) string {
	return strings.Join(append(strings.Fields("kubectl autorepair diagnose"), shellWords(append(rerun(d), node))), " ")
}

// rerun are the flags that lead to the source of a diagnosis; in a list of clusters the
// context is one.
func rerun(d *repair.Diagnosis) []string {
	flags := append([]string{}, d.Rerun...)
	if d.Context != "" && len(flags) == 0 {
		flags = append(flags, "--context="+d.Context)
	}
	return flags
}

// ShellWords joins words so that a POSIX shell reads them as they are, clean for a terminal.
func ShellWords(words []string) string { return Clean(shellWords(words)) }

// shellWords joins words so that a POSIX shell reads them as they are.
func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = shellWord(word)
	}
	return strings.Join(quoted, " ")
}
