package dump

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// maxFaults is how many faults of a file are shown; the first ones lead to the cause.
	maxFaults = 3
	// maxFaultyFiles is how many files with faults have a gap of their own.
	maxFaultyFiles = 10
)

// leaveOut is what to do about a broken file.
const leaveOut = "Take the dump again, or leave that file out if it is no dump."

// faults are what was wrong with the files of a dump, in the order they were read.
type faults struct {
	files []*faultyFile
	// more counts the faulty files beyond those that are named.
	more int
	// hurtNodes and hurtEvents: nodes or events may be missing.
	hurtNodes, hurtEvents bool
}

// faultyFile is a file with its first faults.
type faultyFile struct {
	name string
	// whole is true when the end of the file was not reached.
	whole  bool
	faults []string
	more   int
}

// invalidObject is an object that does not have the form of its kind.
type invalidObject struct {
	kind string
	err  error
}

func (e *invalidObject) Error() string { return e.err.Error() }

func (e *invalidObject) Unwrap() error { return e.err }

// cut takes note of a file that was not read to its end.
func (f *faults) cut(name string, err error) {
	f.hurtNodes, f.hurtEvents = true, true
	f.add(name, true, snapshot.OneLine(err.Error()))
}

// bad takes note of an object that was left out.
func (f *faults) bad(name string, at records.Place, err *invalidObject) {
	f.hurtNodes = f.hurtNodes || err.kind == "Node" || err.kind == ManifestKind
	f.hurtEvents = f.hurtEvents || err.kind == "Event" || err.kind == kubeevents.Kind || err.kind == ManifestKind
	f.add(name, false, snapshot.OneLine(at.String()+": "+err.Error()))
}

func (f *faults) add(name string, cut bool, text string) {
	var file *faultyFile
	if n := len(f.files); n > 0 && f.files[n-1].name == name {
		file = f.files[n-1]
	}
	switch {
	case file == nil && len(f.files) == maxFaultyFiles:
		f.more++
		return
	case file == nil:
		file = &faultyFile{name: name}
		f.files = append(f.files, file)
	}
	file.whole = file.whole || cut
	if len(file.faults) == maxFaults {
		file.more++
		return
	}
	file.faults = append(file.faults, text)
}

// text are the faults of a file in one line.
func (f *faultyFile) text() string {
	text := strings.Join(f.faults, "; ")
	if f.more > 0 {
		text += fmt.Sprintf("; and %d more", f.more)
	}
	return text
}

// gaps are the faults as gaps, one for a file.
func (f *faults) gaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	for _, file := range f.files {
		subject := "some objects of " + file.name
		if file.whole {
			subject = "all or the rest of " + file.name
		}
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{subject}, Reason: file.text() + ".", Action: leaveOut})
	}
	if f.more > 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{"more files of the dump"}, Reason: fmt.Sprintf("%d more faults, in files after these.", f.more), Action: leaveOut})
	}
	return gaps
}

// err is the faults as one error, nil when there are none.
func (f *faults) err() error {
	if len(f.files) == 0 {
		return nil
	}
	var all []string
	for _, file := range f.files[:min(len(f.files), maxFaults)] {
		all = append(all, file.name+": "+file.text())
	}
	if more := len(f.files) - len(all) + f.more; more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return errors.New(strings.Join(all, "; "))
}
