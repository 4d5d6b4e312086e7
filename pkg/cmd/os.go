package cmd

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/browser"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/pager"
)

// System is what the program takes from the operating system.
type System struct {
	// Args start with the program's own name.
	Args    []string
	Streams genericiooptions.IOStreams
	// Context ends when the user interrupts the program.
	Context context.Context
	Now     func() time.Time
	Getenv  func(string) string
	// Terminal gives the width of the terminal that a stream is; ok is false for anything else,
	// also for a console of Windows that knows no escape sequences.
	Terminal func(stream any) (width int, ok bool)
	// Height is the number of lines of the terminal that a stream is; 0 is not known, and so is nil.
	Height func(stream any) int
	// Pager shows what write writes through the pager that a command names, empty being the usual
	// one; it is nil where there is none.
	Pager func(command string, write func(io.Writer) error) error
	// Browser shows a file in the browser that a command names, empty being the system's own; it is nil
	// where there is none.
	Browser func(command, path string) error
	// Suspend takes over Ctrl-Z: it returns the channel that receives the signal, and the
	// function that then stops the program until it is continued. It is nil where the system
	// has no such signal.
	Suspend func() (asked <-chan os.Signal, stop func())
	// Clock is what a watch waits by; nil is the real one.
	Clock clock.WithTicker
	// Pause waits before a read of a cluster is tried again; nil waits for that long.
	Pause func(context.Context, time.Duration) error
	// Random is where the key of a redaction comes from; nil is the system's own.
	Random io.Reader
}

// FromOS returns the real System, for a program that uses it once. With main it is the only
// place that reads os and time.Now.
func FromOS() System {
	// The context ends with the process; a second interrupt then has its usual effect.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return System{
		Args:     os.Args,
		Streams:  genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr},
		Context:  ctx,
		Now:      time.Now,
		Getenv:   os.Getenv,
		Terminal: terminalOf,
		Height:   heightOf,
		Pager: func(command string, write func(io.Writer) error) error {
			return pager.Pager{Command: command, Environment: os.Environ(), Out: os.Stdout, ErrOut: os.Stderr}.Write(write)
		},
		Browser: func(command, path string) error {
			return browser.Browser{Command: command, In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}.Open(path)
		},
		Suspend: suspend,
	}
}

func terminalOf(stream any) (int, bool) {
	f, ok := stream.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(f.Fd())) || !escapes(f.Fd()) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}

func heightOf(stream any) int {
	f, ok := stream.(interface{ Fd() uintptr })
	if !ok {
		return 0
	}
	_, height, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return height
}
