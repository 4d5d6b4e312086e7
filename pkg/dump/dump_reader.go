package dump

import (
	"context"
	"errors"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// dumpReader reads the files of a dump. It holds the objects and the faults found so far.
type dumpReader struct {
	collector *collector
	faults    faults
	// skippedFiles counts files of folders and archives that cannot be dumps.
	skippedFiles int
	ctx          context.Context
	// file is the one being read; discovered is true if the user did not name it.
	file       string
	discovered bool
	pasted     pasted
	// moment is Dump.readMoment.
	moment func(files.File) time.Time
}

// read reads all files of the dump. It returns an error for a file that cannot be opened, and
// the error of the context.
func (d Dump) read(ctx context.Context) (*dumpReader, error) {
	r := &dumpReader{collector: newCollector(d.Impact), ctx: ctx, moment: d.readMoment}
	r.collector.keep = d.Keep
	input := files.Input{Names: d.Filenames, Stdin: d.Stdin, Progress: d.Progress}
	skipped, err := input.Read(ctx, r)
	if err != nil {
		return nil, err //nolint:wrapcheck // it says which file, and the caller what was being done
	}
	r.skippedFiles = skipped
	return r, nil
}

// Text reads a file of the dump.
func (r *dumpReader) Text(f files.File) error {
	r.file, r.discovered = f.Name, f.Discovered
	r.collector.origins.noteFile(f.Name)
	before := r.collector.objectCount
	err := r.readFile(f)
	if stopped := r.ctx.Err(); stopped != nil {
		return stopped
	}
	if err != nil {
		r.faults.noteIncomplete(f.Name, err)
	}
	if err := r.collector.settleRows(); err != nil {
		r.faults.eventsIncomplete = true
		r.faults.noteFault(f.Name, false, snapshot.OneLine(err.Error()))
	}
	if r.collector.objectCount > before {
		r.collector.times.File(f.Name, f.ModTime)
	}
	return nil
}

// Fault records what files or records could not read.
func (r *dumpReader) Fault(where string, err error) { r.faults.noteIncomplete(where, err) }

// Wants says which kinds are decoded.
func (r *dumpReader) Wants(kind string) bool { return r.collector.wantsKind(kind) }

// Unwanted counts an object that is not decoded.
func (r *dumpReader) Unwanted() {
	r.collector.objectCount++
	r.collector.otherCount++
}

// Record adds an object to the collector, or what it wraps.
func (r *dumpReader) Record(record records.Record) error {
	guessKind(&record)
	if r.addWrapped(record) {
		return nil
	}
	return r.collector.addRecord(record) //nolint:wrapcheck // it is a sentence
}

// Invalid records an object that is not valid.
func (r *dumpReader) Invalid(at records.Place, err error) {
	var invalid *invalidObject
	var foreign *records.Foreign
	switch {
	case errors.As(err, &invalid):
		r.faults.noteInvalid(r.file, at, invalid)
	case r.discovered && errors.As(err, &foreign):
		r.faults.noteFault(r.file, true, snapshot.OneLine((&records.Error{At: at, Err: err}).Error()))
	default:
		r.faults.noteIncomplete(r.file, &records.Error{At: at, Err: err})
	}
}
