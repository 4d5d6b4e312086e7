package dump

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Demo names a sample cluster; empty is none. It reads itself from a flag.
type Demo string

// The sample clusters.
const (
	// DemoIncident has one problem, as a person on call meets it.
	DemoIncident Demo = "incident"
	// DemoAll shows each of the nine codes, and more than one cluster ever has at once.
	DemoAll Demo = "all"
)

//go:embed demo.yaml
var incidentYAML []byte

//go:embed demo_impact.yaml
var incidentImpactYAML []byte

//go:embed demo_all.yaml
var allYAML []byte

//go:embed demo_all_impact.yaml
var allImpactYAML []byte

// String returns the name.
func (d Demo) String() string { return string(d) }

// Type stands for a name in the help of a flag.
func (d Demo) Type() string { return "sample" }

// Set takes a name. It returns an error for one that no sample has.
func (d *Demo) Set(name string) error {
	switch named := Demo(name); named {
	case DemoIncident, DemoAll:
		*d = named
		return nil
	}
	return fmt.Errorf("the samples are %s and %s", DemoIncident, DemoAll)
}

// objects returns the sample as a dump. With impact it has the pods on the nodes that are down,
// and their budgets.
func (d Demo) objects(impact bool) []byte {
	data, more := incidentYAML, incidentImpactYAML
	if d == DemoAll {
		data, more = allYAML, allImpactYAML
	}
	if impact {
		data = slices.Concat(data, []byte("\n---\n"), more)
	}
	return data
}

// demo is the source of a sample cluster.
type demo struct {
	which     Demo
	selection snapshot.Selection
	at        time.Time
	impact    bool
}

// NewDemo returns a source that needs no cluster: a dump embedded in the program. Its TakenAt
// is at or, if that is zero, the newest time in the dump, so that the output is always the
// same. With impact it also has the pods on the nodes that are down.
func NewDemo(which Demo, selection snapshot.Selection, at time.Time, impact bool) snapshot.Source {
	return demo{which: which, selection: selection, at: at, impact: impact}
}

// Snapshot reads the sample cluster. It returns an error for a bad label selector and
// when the context has ended.
func (d demo) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	dump := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(d.which.objects(d.impact)), Selection: d.selection, At: d.at, Impact: d.impact, Keep: true}
	s, err := dump.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	s.Origin = snapshot.Origin{Demo: true}
	return s, nil
}
