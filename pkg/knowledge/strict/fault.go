package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong in a file.
type Fault struct {
	// File and Line say where, counting lines from 1.
	File string
	Line int
	// Text is a sentence without a full stop.
	Text string
}

// String returns the fault as name:line: sentence.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text) }

// LoadError is every fault that was found, by file and line.
type LoadError struct {
	Faults []Fault
}

// Error lists the faults, one a line.
func (e *LoadError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Faults collects the faults of several files.
type Faults struct {
	List []Fault
}

// Add adds a fault.
func (f *Faults) Add(file string, line int, format string, args ...any) {
	f.List = append(f.List, Fault{File: file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// Err returns the LoadError of what was collected, nil when that is nothing. One fault of one
// place is listed once.
func (f *Faults) Err() error {
	if len(f.List) == 0 {
		return nil
	}
	slices.SortFunc(f.List, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return &LoadError{Faults: slices.Compact(f.List)}
}
