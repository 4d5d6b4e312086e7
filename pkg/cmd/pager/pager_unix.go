//go:build unix

package pager

// fallback is the pager of those who have set none.
const fallback = "less"

// run has a shell read the command, as git does: it may hold quotes and variables.
func run(command string, _ []string) []string { return []string{"sh", "-c", command} }
