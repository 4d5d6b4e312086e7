package dump

import (
	"bytes"
	"context"
	_ "embed"
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// demoYAML is the sample cluster, in the form of a dump.
//
//go:embed demo.yaml
var demoYAML []byte

// demoImpactYAML is what is on its nodes that are down.
//
//go:embed demo_impact.yaml
var demoImpactYAML []byte

// demo is the source of the sample cluster.
type demo struct {
	selection snapshot.Selection
	at        time.Time
	impact    bool
}

// NewDemo is a source that needs no cluster: a dump embedded in the program. Its TakenAt
// is at or, if that is zero, the newest time in it, so that it shows the same every time.
// With impact it also has what is on the nodes that are down.
func NewDemo(selection snapshot.Selection, at time.Time, impact bool) snapshot.Source {
	return demo{selection: selection, at: at, impact: impact}
}

// Snapshot reads the sample cluster. It returns an error for a bad label selector and
// when the context has ended.
func (d demo) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	data := demoYAML
	if d.impact {
		data = slices.Concat(data, []byte("\n---\n"), demoImpactYAML)
	}
	dump := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(data), Selection: d.selection, At: d.at, Impact: d.impact, Keep: true}
	s, err := dump.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	s.Origin = snapshot.Origin{Demo: true}
	return s, nil
}
