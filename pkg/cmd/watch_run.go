package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/garbage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// watchInterval is how often a cluster is diagnosed again: changes that come together are
// reported together, and what changes with time alone is reported in time.
const watchInterval = time.Second

// playInterval is the same for the incident of the demo: its attempts last less than a minute.
const playInterval = time.Second / 4

// After a look at the cluster the watch rests for up to restFactor times as long as that took, so that it does not
// take a CPU where thousands of nodes are down, but no longer than maxRest.
const (
	restFactor = 9
	maxRest    = 15 * time.Second
)

// watching is a watch under way.
type watching struct {
	*diagnoseOptions
	examiner *repair.Examiner
	cluster  watcher
	tracker  transition.Tracker
	gaps     []snapshot.Gap
	last     *diagnosis.Diagnosis
}

// runWatch shows what happens until everything is Ready, the time is over, or the user
// interrupts it; its error says which.
func (o *diagnoseOptions) runWatch(ctx context.Context, sys System, table *knowledge.Table) error {
	garbage.RunsLong()
	// The streams of the cluster end with the watch, however that ends.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cluster := o.door.watcher(o.watch.cluster, o.enrichers, o.options.NotReadyFor)
	err := cluster.Start(ctx)
	o.progress.clear()
	if err != nil {
		return err
	}
	w := &watching{diagnoseOptions: o, examiner: repair.NewExaminer(table, o.options), cluster: cluster}
	if o.watch.play != nil {
		view.Say(sys.Streams.ErrOut, []string{fmt.Sprintf("note: this is the incident of --demo, %d times as fast", dump.PlaySpeed)})
	}
	err = w.loop(ctx)
	if closing := o.watch.view.End(); err == nil {
		err = closing
	}
	if err == nil {
		ready, gone := w.tracker.Outcome()
		view.Say(sys.Streams.ErrOut, []string{view.Settled(w.last, ready, gone, o.watch.play != nil)})
	}
	return err
}

func (w *watching) loop(ctx context.Context) error {
	ticker := w.watch.clock.NewTicker(w.watch.interval)
	defer ticker.Stop()
	var over <-chan time.Time
	if w.watch.timeout > 0 {
		timer := w.watch.clock.NewTimer(w.watch.timeout)
		defer timer.Stop()
		over = timer.C()
	}
	var rested time.Time
	for {
		if begin := w.watch.clock.Now(); !begin.Before(rested) {
			if done, err := w.look(); err != nil || done {
				return err
			}
			end := w.watch.clock.Now()
			rested = end.Add(min(restFactor*end.Sub(begin), maxRest))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("watching was stopped: %w", ctx.Err())
		case <-over:
			if w.watch.clock.Now().Before(rested) { // the last look was some time ago
				if done, err := w.look(); err != nil || done {
					return err
				}
			}
			return view.TimedOut(w.last, w.tracker.Waiting(), w.watch.timeout)
		case <-w.watch.view.Suspended():
			if err := w.watch.view.Suspend(); err != nil {
				return err
			}
			rested = time.Time{}
		case <-ticker.C():
		}
	}
}

// look diagnoses once and shows what is new. It says whether the watch has reached its end.
func (w *watching) look() (done bool, err error) {
	x := w.examiner.Examine(w.cluster.Snapshot())
	d := x.Diagnosis()
	if w.last == nil && len(d.NotFound) > 0 {
		return true, notFound(d.NotFound, "")
	}
	if w.last == nil && w.watch.untilReady && d.Summary.Total == 0 {
		return true, errors.New("--until-ready: there is no node to wait for")
	}
	w.last = d
	transitions := w.tracker.Next(x)
	notices := view.Notices(w.gaps, d.Gaps)
	w.gaps = d.Gaps
	if err := w.watch.view.Show(d, transitions, notices); err != nil {
		return true, err
	}
	over := w.watch.play != nil && w.watch.play.Ended()
	return over || w.watch.untilReady && w.tracker.Settled(), nil
}
