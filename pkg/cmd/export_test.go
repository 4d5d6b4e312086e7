package cmd

// NewRoot is the root command, for tests that read its flags.
var NewRoot = newRoot

// SetVersion is what the linker does.
func SetVersion(v string) { version = v }
