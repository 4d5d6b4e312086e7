package azure

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// sliceTime is how much of a log is asked for at once, and maxSlices into how many parts it is cut at most: its pages
	// follow one another, the parts do not.
	sliceTime, maxSlices = 4 * 24 * time.Hour, 8
)

// errTooOld is for a window that the activity log does not have.
var errTooOld = fmt.Errorf("the log keeps %d days", retention/(24*time.Hour)+1)

// readLog reads the activity log: what was done to VMs, and what was changed above them, also in the group of the cluster
// itself, where its node pools and often its network are.
func (h *History) readLog(ctx context.Context, c *client, at *located) *history.Evidence {
	e := refused(history.ActivityLog)
	since, until := snapshot.Later(h.Since, h.Now.Add(-retention)), h.Until
	subject := "Azure's activity log of " + at.group
	switch {
	case at.group == "":
		return e // a gap says so
	case !since.Before(until):
		e.Sources[0].State = history.Missing
		h.lacks(e, subject, errTooOld)
		return e
	}
	var wait sync.WaitGroup
	var own, above logReading
	wait.Go(func() { own = readGroupLog(ctx, c, at.subscription, at.group, since, until) })
	if at.cluster.Group != "" && !strings.EqualFold(at.cluster.Group, at.group) {
		wait.Go(func() { above = readGroupLog(ctx, c, at.subscription, at.cluster.Group, since, until) })
	}
	wait.Wait()
	if own.err != nil {
		h.lacks(e, rest(subject, own.pages), own.err)
	}
	if above.err != nil {
		h.lacks(e, rest("changes in Azure's activity log of "+at.cluster.Group, above.pages), above.err)
	}
	var identity answers.Reply
	if at.identity != nil {
		identity = at.identity.reply()
	}
	found := answers.Of([]answers.Reply{identity, own.reply, above.reply})
	e.Sources[0] = h.logSource(e, at, &found[1], own.err, since, until)
	facts, _ := answers.Facts(found[1:2], nil)
	for _, f := range facts {
		if history.IsOperation(&f) {
			e.Operations = append(e.Operations, f)
		}
	}
	e.Changes = found[1].Changes
	for _, f := range found[2].Changes {
		if answers.OfCluster(f.Reason) {
			e.Changes = append(e.Changes, f)
		}
	}
	for _, a := range found[1:] {
		for _, g := range a.Gaps { // too many operations: pages are not cut
			g.Source, g.Action = snapshot.SourceAzure, logs.Shorter
			e.Gaps = g.AddTo(e.Gaps)
		}
	}
	return e
}

// logSource says how much of the log there is.
func (h *History) logSource(e *history.Evidence, at *located, a *answers.Answer, err error, since, until time.Time) history.Source {
	s := history.Source{Name: history.ActivityLog, State: history.Collected, Rows: a.Page.Things}
	switch {
	case err != nil && s.Rows == 0:
		s.State = history.Refused
	case err != nil: // how far it was read is not known
	case s.Rows == 0 && !at.groupRead:
		s.State = history.Refused
		h.lacks(e, "Azure's activity log of "+at.group, errEmptyLog)
	default:
		s.From, s.To = since, until
		if s.Rows == 0 {
			s.State = history.Empty
		}
	}
	return s
}

// errEmptyLog is for a log of which it is not known whether it is empty.
var errEmptyLog = errors.New("the answer is empty, which proves nothing: the group itself cannot be read, and without that right the log can be empty and not refused")

// logReading is what was read of the log of one group. With an error there may be more.
type logReading struct {
	reply answers.Reply
	pages int
	err   error
}

// readGroupLog reads the log of a group, in parts side by side. Pages are not kept, for they are large.
func readGroupLog(ctx context.Context, c *client, subscription, group string, since, until time.Time) logReading {
	var l logReading
	var mutex sync.Mutex
	var team errgroup.Group
	team.SetLimit(maxSlices)
	parts := min(maxSlices, int(until.Sub(since)/sliceTime)+1)
	step := until.Sub(since) / time.Duration(parts)
	for i := range parts {
		from, to := since.Add(time.Duration(i)*step), since.Add(time.Duration(i+1)*step)
		if i == parts-1 {
			to = until
		}
		team.Go(func() error {
			return c.each(ctx, logPath(subscription, group, from, to), true, func(page []byte) {
				mutex.Lock()
				defer mutex.Unlock()
				l.reply.Add(page)
				l.pages++
			})
		})
	}
	l.err = team.Wait()
	return l
}
