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

// retakeDump is what to do about a broken file.
const retakeDump = "Take the dump again, or leave that file out if it is no dump."

// faults holds the faults in the files of a dump, in the order of reading.
type faults struct {
	files []*faultyFile
	// moreFiles counts the faulty files beyond those that are named.
	moreFiles int
	// nodesIncomplete and eventsIncomplete are true if nodes or events may be missing.
	nodesIncomplete, eventsIncomplete bool
}

// faultyFile is a file with its first faults.
type faultyFile struct {
	name string
	// incomplete is true when the end of the file was not reached.
	incomplete bool
	faults     []string
	moreFaults int
}

// invalidObject is the error for an object that is not valid for its kind.
type invalidObject struct {
	kind string
	err  error
}

func (e *invalidObject) Error() string { return e.err.Error() }

func (e *invalidObject) Unwrap() error { return e.err }

// noteIncomplete records a file that was not read to its end.
func (f *faults) noteIncomplete(name string, err error) {
	f.nodesIncomplete, f.eventsIncomplete = true, true
	f.noteFault(name, true, snapshot.OneLine(err.Error()))
}

// noteInvalid records an object that was left out.
func (f *faults) noteInvalid(name string, at records.Place, err *invalidObject) {
	f.nodesIncomplete = f.nodesIncomplete || err.kind == "Node" || err.kind == ManifestKind
	f.eventsIncomplete = f.eventsIncomplete || err.kind == "Event" || err.kind == kubeevents.Kind || err.kind == ManifestKind
	f.noteFault(name, false, snapshot.OneLine(at.String()+": "+err.Error()))
}

func (f *faults) noteFault(name string, cut bool, text string) {
	var file *faultyFile
	if n := len(f.files); n > 0 && f.files[n-1].name == name {
		file = f.files[n-1]
	}
	switch {
	case file == nil && len(f.files) == maxFaultyFiles:
		f.moreFiles++
		return
	case file == nil:
		file = &faultyFile{name: name}
		f.files = append(f.files, file)
	}
	file.incomplete = file.incomplete || cut
	if len(file.faults) == maxFaults {
		file.moreFaults++
		return
	}
	file.faults = append(file.faults, text)
}

// text joins the faults of a file in one line.
func (f *faultyFile) text() string {
	text := strings.Join(f.faults, "; ")
	if f.moreFaults > 0 {
		text += fmt.Sprintf("; and %d more", f.moreFaults)
	}
	return text
}

// faultGaps returns one gap for each file with faults.
func (f *faults) faultGaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	for _, file := range f.files {
		subject := "some objects of " + file.name
		if file.incomplete {
			subject = "all or the rest of " + file.name
		}
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{subject}, Reason: file.text() + ".", Action: retakeDump})
	}
	if f.moreFiles > 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{"more files of the dump"}, Reason: fmt.Sprintf("%d more faults, in files after these.", f.moreFiles), Action: retakeDump})
	}
	return gaps
}

// asError joins the faults in one error; nil if there are none.
func (f *faults) asError() error {
	if len(f.files) == 0 {
		return nil
	}
	var all []string
	for _, file := range f.files[:min(len(f.files), maxFaults)] {
		all = append(all, file.name+": "+file.text())
	}
	if more := len(f.files) - len(all) + f.moreFiles; more > 0 {
		all = append(all, fmt.Sprintf("and %d more", more))
	}
	return errors.New(strings.Join(all, "; "))
}
