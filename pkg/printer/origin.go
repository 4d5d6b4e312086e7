package printer

import (
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// origin says where an entry comes from when it is not shipped with the tool.
func origin(e *knowledge.Entry) []Fact {
	if e.Source == "" || e.Source == knowledge.BuiltIn {
		return nil
	}
	return []Fact{{Label: "Source:", Text: e.Source}}
}

// exitNames are the exit codes that an entry is about, with their names.
func exitNames(exits []knowledge.ExitCode) []string {
	names := make([]string, len(exits))
	for i, exit := range exits {
		names[i] = strconv.Itoa(exit.Number)
		if exit.Name != "" {
			names[i] += " " + exit.Name
		}
	}
	return names
}
