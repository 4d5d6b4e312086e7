//go:build !linux

package integration

import "testing"

// separateCPUs would keep the control plane and what is measured on CPUs of their own; on this
// system they share all of them.
func separateCPUs(*testing.B) int { return 0 }
