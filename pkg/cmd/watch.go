package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/utils/clock"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// watchFlags ask for a diagnosis that is kept current.
type watchFlags struct {
	on         bool
	untilReady bool
	timeout    time.Duration
	// changed says whether a flag of the command was given.
	changed func(string) bool
}

// watcher is a cluster that is kept in view: cluster.Watch.
type watcher interface {
	// Start reads the cluster once and keeps it in view until the context ends.
	Start(ctx context.Context) error
	// Snapshot is the cluster as it is known now.
	Snapshot() *snapshot.Snapshot
}

// watchOptions are what a watch needs besides the options of a diagnosis.
type watchOptions struct {
	cluster    watcher
	view       view.View
	untilReady bool
	timeout    time.Duration
	clock      clock.WithTicker
	// interval is how often the cluster is diagnosed.
	interval time.Duration
	// play is the cluster where that is the incident of the demo, which has an end; nil for any other.
	play *dump.Play
}

func (f *watchFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVarP(&f.on, "watch", "w", f.on, "Go on and print a line for each change; on a terminal, keep the table current.")
	flags.BoolVar(&f.untilReady, "until-ready", f.untilReady, "With --watch: end with status 0 as soon as every node that was listed is Ready again or gone.")
	flags.DurationVar(&f.timeout, "timeout", f.timeout, "With --watch: end with status 1 after this time. 0 means never.")
	f.changed = flags.Changed
}

// check returns an error unless the flags go together with the others.
func (f *watchFlags) check() error {
	if !f.on {
		for _, flag := range []string{"until-ready", "timeout"} {
			if f.changed(flag) {
				return fmt.Errorf("--%s is for --watch: give both", flag)
			}
		}
		return nil
	}
	for _, flag := range []string{"filename", "at", "save", "impact", "exit-code", "details"} {
		if f.changed(flag) {
			return fmt.Errorf("--watch and --%s exclude each other: give one of them", flag)
		}
	}
	if f.timeout < 0 {
		return errors.New("--timeout must not be negative")
	}
	return nil
}

// toWatch says what to watch and how to show it.
func (f *diagnoseFlags) toWatch(sys System, selection snapshot.Selection, show func(string)) (*watchOptions, error) {
	shown, err := f.output.toWatchView(sys)
	if err != nil {
		return nil, err
	}
	o := &watchOptions{view: shown, untilReady: f.watch.untilReady, timeout: f.watch.timeout, clock: sys.Clock, interval: watchInterval}
	if o.clock == nil {
		o.clock = clock.RealClock{}
	}
	if f.demo != "" {
		return o, o.toPlay(f.demo, selection)
	}
	o.cluster, err = cluster.NewWatch(f.config, cluster.LiveOptions{
		Selection: selection, UserAgent: userAgent(), Now: sys.Now, Warnings: f.door.notes(sys.Streams.ErrOut), Progress: show, Pause: sys.Pause,
	})
	if err != nil {
		return nil, nearContext(err)
	}
	return o, nil
}

// toPlay makes the watch one of the incident of the demo. It returns an error for the other sample, and
// where the watch would wait for the end of an outage.
func (o *watchOptions) toPlay(sample dump.Demo, selection snapshot.Selection) error {
	switch {
	case sample != dump.DemoIncident:
		return fmt.Errorf("--watch plays one incident, and --demo=%s is many at once: write --demo --watch", sample)
	case o.untilReady:
		return errors.New("--until-ready waits for nodes that are down, and those of --demo stay down: leave it out")
	}
	o.play = dump.NewPlay(selection, o.clock.Now)
	o.cluster, o.interval = o.play, playInterval
	return nil
}

// toWatchView chooses how changes are shown.
func (f *outputFlags) toWatchView(sys System) (view.View, error) {
	style, err := textStyle(sys, f.color)
	if err != nil {
		return nil, err
	}
	_, terminal := sys.Terminal(sys.Streams.Out)
	switch strings.ToLower(f.format) {
	case "", "table", "wide":
		if terminal && sys.Getenv("TERM") != "dumb" {
			return view.Screen(sys.watched(f.color)), nil
		}
		return view.Lines(sys.Streams, style), nil
	case "json":
		return view.JSON(sys.Streams), nil
	default:
		if _, err := f.printer(); err != nil && !slices.Contains(f.formats(), f.format) {
			return nil, err
		}
		return nil, fmt.Errorf("-o %s shows one diagnosis: with --watch write table or json", f.format)
	}
}

// watched is the terminal that a watch keeps current.
func (s System) watched(color string) view.Terminal {
	_, shared := s.Terminal(s.Streams.ErrOut)
	return view.Terminal{
		Streams: s.Streams, Shared: shared, Suspend: s.Suspend,
		Style: func() (printer.Style, error) { return textStyle(s, color) },
	}
}
