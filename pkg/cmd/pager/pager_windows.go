package pager

// fallback is empty: Windows has no pager that shows colours.
const fallback = ""

// run starts the program without a shell.
func run(_ string, words []string) []string { return words }
