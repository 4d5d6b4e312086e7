//go:build unix

package cmd

import (
	"os"
	"os/signal"
	"syscall"
)

// suspend takes over SIGTSTP. The program is stopped by SIGSTOP, which cannot be taken over.
func suspend() (asked <-chan os.Signal, stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTSTP)
	return signals, func() { _ = syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) }
}

// escapes reports whether a terminal knows escape sequences.
func escapes(uintptr) bool { return true }
