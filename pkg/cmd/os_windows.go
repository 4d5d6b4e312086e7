package cmd

import (
	"os"

	"golang.org/x/sys/windows"
)

// suspend does nothing: Windows stops no program for a while.
func suspend() (asked <-chan os.Signal, stop func()) { return nil, func() {} }

// escapes has a console take escape sequences for what they are, which it does when asked,
// and says whether it does. Only standard output is seen to by others.
func escapes(fd uintptr) bool {
	var mode uint32
	console := windows.Handle(fd)
	return windows.GetConsoleMode(console, &mode) == nil &&
		windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
