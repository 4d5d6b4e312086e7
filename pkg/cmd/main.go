package cmd

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// The exit statuses besides 0, which means: complete, whether or not anything was found.
const (
	exitError       = 1   // an error, or a diagnosis that could not see everything
	exitFindings    = 2   // with --exit-code: complete, and there are findings
	exitInterrupted = 130 // Ctrl-C
)

// errFindings is how --exit-code ends: nothing is printed, the exit status is all.
var errFindings = errors.New("there are findings")

// errGaps is how a diagnosis ends that could not read everything: the gaps were printed.
var errGaps = errors.New("the diagnosis is not complete")

// grace is how long a command may take to end, once the user has interrupted it.
const grace = time.Second

// Main runs the program and returns its exit status. What cannot be interrupted, such as reading
// standard input or a pipe, is left behind: the program then ends after a second.
func Main(sys System) int {
	ended := make(chan int, 1)
	go func() { ended <- run(sys) }()
	select {
	case status := <-ended:
		return status
	case <-sys.Context.Done():
	}
	select {
	case status := <-ended:
		return status
	case <-time.After(grace):
		return exitInterrupted
	}
}

// run is Main, as long as it takes.
func run(sys System) int {
	root := newRoot(sys)
	root.SetArgs(arguments(sys.Args))
	err := root.ExecuteContext(sys.Context)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, context.Canceled) && sys.Context.Err() != nil:
		return exitInterrupted
	}
	fmt.Fprintln(sys.Streams.ErrOut, printer.Wrapped("error: "+err.Error(), sys.columns(sys.Streams.ErrOut)))
	return exitError
}

// arguments returns the program's arguments, without its name. kubectl asks for completion
// by running kubectl_complete-autorepair: a link of that name to this program answers.
// Source: https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
func arguments(args []string) []string {
	if len(args) == 0 {
		return []string{}
	}
	if strings.HasPrefix(filepath.Base(args[0]), "kubectl_complete-") {
		return append([]string{"__complete"}, args[1:]...)
	}
	return args[1:]
}
