package cmd

// NewRoot is the root command, for tests that read its flags.
var NewRoot = newRoot
