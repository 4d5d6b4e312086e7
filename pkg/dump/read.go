package dump

import (
	"context"
	"errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// reading is the reading of a dump: what was found, and what was wrong with it.
type reading struct {
	found  *found
	faults faults
	// passed counts the files of folders and archives that cannot be dumps.
	passed int
	ctx    context.Context
	// file is the one being read, and listed whether nobody named it.
	file   string
	listed bool
}

// read reads all files of the dump. The error is that of a file that cannot be opened, or
// of the context.
func (d Dump) read(ctx context.Context) (*reading, error) {
	r := &reading{found: newFound(d.Impact), ctx: ctx}
	r.found.keep = d.Keep
	input := files.Input{Names: d.Filenames, Stdin: d.Stdin, Progress: d.Progress}
	passed, err := input.Read(ctx, r)
	if err != nil {
		return nil, err //nolint:wrapcheck // it says which file, and the caller what was being done
	}
	r.passed = passed
	return r, nil
}

// Text reads a file of the dump.
func (r *reading) Text(f files.File) error {
	r.file, r.listed = f.Name, f.Found
	r.found.mix.open(f.Name)
	before := r.found.objects
	err := records.Read(f, r)
	if stopped := r.ctx.Err(); stopped != nil {
		return stopped
	}
	if err != nil {
		r.faults.cut(f.Name, err)
	}
	if r.found.objects > before {
		r.found.written = later(r.found.written, f.ModTime)
	}
	return nil
}

// Fault takes note of what could not be read, as files or records tell it.
func (r *reading) Fault(where string, err error) { r.faults.cut(where, err) }

// Wants says which kinds are decoded.
func (r *reading) Wants(kind string) bool { return r.found.wants(kind) }

// Other counts an object of another kind.
func (r *reading) Other() {
	r.found.objects++
	r.found.others++
}

// Record takes in an object.
func (r *reading) Record(record records.Record) error { return r.found.add(record) }

// Bad takes note of an object that is not valid.
func (r *reading) Bad(at records.Place, err error) {
	var invalid *invalidObject
	var foreign *records.Foreign
	switch {
	case errors.As(err, &invalid):
		r.faults.bad(r.file, at, invalid)
	case r.listed && errors.As(err, &foreign):
		r.faults.add(r.file, true, snapshot.OneLine((&records.Error{At: at, Err: err}).Error()))
	default:
		r.faults.cut(r.file, &records.Error{At: at, Err: err})
	}
}
