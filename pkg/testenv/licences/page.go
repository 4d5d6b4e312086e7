package licences

import (
	"fmt"
	"strings"
)

// Page returns the kept list as Markdown, with each text once, under the modules that have it.
func Page(modules []Module) string {
	var out strings.Builder
	out.WriteString("# Licences of what is linked\n\n" +
		"kubectl-autorepair is under Apache-2.0. These modules, and Go's own library (std), are part of its programs, on\n" +
		"one platform at least. A test keeps the list true; `make licenses` writes it again. Every archive of a release has it.\n\n" +
		"| module | licence |\n|---|---|\n")
	with := map[string][]string{}
	for _, m := range modules {
		fmt.Fprintf(&out, "| %s | %s |\n", m.Path, strings.Join(m.Licences, " and "))
		with[m.Text] = append(with[m.Text], m.Path)
	}
	out.WriteString("\n## Texts\n")
	for _, m := range modules {
		paths := with[m.Text]
		if paths[0] != m.Path {
			continue
		}
		fmt.Fprintf(&out, "\n### %s\n\n", strings.Join(paths, ", "))
		for line := range strings.Lines(strings.TrimSpace(m.Text)) {
			out.WriteString(strings.TrimRight("    "+strings.ReplaceAll(line, "\f", ""), " \t\r\n") + "\n")
		}
	}
	return out.String()
}
