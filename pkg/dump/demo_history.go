package dump

import (
	"bytes"
	"context"
	_ "embed"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// demoHistoryJSON is an answer of Log Analytics, as "az rest" prints it.
//
//go:embed demo_history.json
var demoHistoryJSON []byte

// demoActivityLogJSON is an activity log, as az prints it.
//
//go:embed demo_activity_log.json
var demoActivityLogJSON string

// DemoHistory returns the evidence of a sample cluster of 17 nodes over a month. The window ends at until or, if
// that is zero, at the newest time in it. The error is that of the context.
func DemoHistory(ctx context.Context, names []string, until time.Time, window time.Duration) (*history.Evidence, error) {
	d := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(demoHistoryJSON), At: until}
	d.Selection.Names = names
	r, err := d.readWhole(ctx)
	if err != nil {
		return nil, err
	}
	found, _ := answers.Read(demoActivityLogJSON)
	r.addAnswers(found, files.File{})
	e, err := d.past(r, window)
	if err != nil {
		return nil, err
	}
	e.Origin = snapshot.Origin{Demo: true}
	return e, nil
}
