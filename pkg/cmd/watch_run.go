package cmd

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
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

// namesInError is how many nodes the error of a time-out names.
const namesInError = 5

// watching is a watch under way.
type watching struct {
	*diagnoseOptions
	table   *knowledge.Table
	cluster watcher
	tracker transition.Tracker
	gaps    []snapshot.Gap
	last    *diagnosis.Diagnosis
}

// runWatch shows what happens until everything is Ready, the time is over, or the user
// interrupts it; its error says which.
func (o *diagnoseOptions) runWatch(ctx context.Context, sys System, table *knowledge.Table) error {
	// The streams of the cluster end with the watch, however that ends.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cluster := o.door.watcher(o.watch.cluster, o.enrichers, o.options.NotReadyFor)
	err := cluster.Start(ctx)
	o.progress.clear()
	if err != nil {
		return err
	}
	w := &watching{diagnoseOptions: o, table: table, cluster: cluster}
	if o.watch.play != nil {
		view.Say(sys.Streams.ErrOut, []string{fmt.Sprintf("note: this is the incident of --demo, %d times as fast", dump.PlaySpeed)})
	}
	err = w.loop(ctx)
	if closing := o.watch.view.End(); err == nil {
		err = closing
	}
	if err == nil {
		view.Say(sys.Streams.ErrOut, []string{w.settled()})
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
	for {
		done, err := w.look()
		if err != nil || done {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("watching was stopped: %w", ctx.Err())
		case <-over:
			return w.timedOut()
		case <-w.watch.view.Suspended():
			if err := w.watch.view.Suspend(); err != nil {
				return err
			}
		case <-ticker.C():
		}
	}
}

// look diagnoses once and shows what is new. It says whether the watch has reached its end.
func (w *watching) look() (done bool, err error) {
	x := repair.Examine(w.cluster.Snapshot(), w.table, w.options)
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

// settled says why a watch is over by itself; for --until-ready also which nodes it did not wait for.
func (w *watching) settled() string {
	if w.watch.play != nil {
		return fmt.Sprintf("note: the incident of --demo ends here, after %s; what to do about it: kubectl autorepair diagnose --demo",
			duration.ShortHumanDuration(dump.PlayLength))
	}
	text := "note: there is nothing to wait for; nodes: " + strconv.Itoa(w.last.Summary.Total)
	if ready, gone := w.tracker.Outcome(); ready+gone > 0 {
		text = fmt.Sprintf("note: no node that was listed is down any more; Ready again: %d, removed: %d", ready, gone)
	}
	return text + view.Down(w.last)
}

// timedOut returns the error of a watch whose time is over.
func (w *watching) timedOut() error {
	names := w.tracker.Waiting()
	shown := strings.Join(names[:min(len(names), namesInError)], ", ")
	if more := len(names) - namesInError; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	unseen := w.last.Summary.Total < 0
	var text string
	switch {
	case unseen && len(names) > 0:
		text = "the nodes could not be listed; NotReady when they were last seen: " + shown
	case unseen:
		text = "the nodes could not be listed"
	case len(names) > 0:
		text = "still NotReady: " + shown
	default:
		text = "every node that was listed is Ready or gone" + view.Down(w.last)
	}
	return fmt.Errorf("the time of --timeout, %s, is over; %s", w.watch.timeout, text)
}
