package cmd

import "os"

// suspend does nothing: Windows stops no program for a while.
func suspend() (asked <-chan os.Signal, stop func()) { return nil, func() {} }
