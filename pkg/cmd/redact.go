package cmd

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/redact"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// own says whether an entry is the user's.
func own(e *knowledge.Entry) bool { return e.Source != knowledge.BuiltIn }

// begin makes the redactor, if one was asked for, with a vocabulary of what the table says.
func (f *keepFlags) begin(random io.Reader, entries []*knowledge.Entry) error {
	if !f.redact {
		return nil
	}
	if random == nil {
		random = rand.Reader
	}
	words, err := json.Marshal(entries)
	if err != nil {
		return fmt.Errorf("reading the words of the knowledge table: %w", err)
	}
	f.redactor, err = redact.New(random, string(words))
	return err
}

// hide is an error as it may be shown.
func (f *keepFlags) hide(err error, random io.Reader) error {
	if err == nil || !f.redact {
		return err
	}
	if f.redactor == nil { // an error that was met before the table was read
		table, failed := knowledge.Builtin()
		if failed == nil {
			failed = f.begin(random, table.Entries())
		}
		if failed != nil {
			return failed
		}
	}
	return redactedError{error: err, text: f.redactor.Text(err.Error())}
}

// redactedError is an error whose text is redacted.
type redactedError struct {
	error
	text string
}

func (e redactedError) Error() string { return e.text }

func (e redactedError) Unwrap() error { return e.error }

// warnings is where the server's warnings go: they are not redacted, so that they are
// dropped where everything else is.
func (f *keepFlags) warnings(w io.Writer) io.Writer {
	if f.redact {
		return nil
	}
	return w
}

// progress is show, or what tells no names.
func (f *keepFlags) progress(show func(string)) func(string) {
	if !f.redact {
		return show
	}
	return func(string) { show("reading ...") }
}

// shown is a snapshot as it may be shown.
func (f *keepFlags) shown(s *snapshot.Snapshot) *snapshot.Snapshot {
	if f.redactor == nil {
		return s
	}
	return f.redactor.Snapshot(s)
}

// context is the name of a context as it may be shown.
func (f *keepFlags) context(name string) string {
	if f.redactor == nil {
		return name
	}
	return f.redactor.Context(name)
}

// mark notes in a diagnosis the way back to its source, which is made of names.
func (f *keepFlags) mark(d *repair.Diagnosis, r reach) {
	if f.redactor == nil {
		r.mark(d)
	}
}
