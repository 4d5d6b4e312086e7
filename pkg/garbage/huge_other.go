//go:build !linux

package garbage

// HugePages does nothing on this system.
func HugePages() {}
