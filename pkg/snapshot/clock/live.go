package clock

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// tolerance is how far clocks differ that are set by themselves, with time to spare.
const tolerance = time.Minute

// Set makes the time of the server, or one that the user gave, the time of a snapshot. The error is that
// of Given.
func (s *Server) Set(read *snapshot.Snapshot, given time.Time) error {
	if !given.IsZero() {
		return Given(read, given)
	}
	s.Live(read).Set(read)
	return nil
}

// Live estimates what time it is in a cluster: what the server says. Where this computer says something
// else, the times of the objects decide, if they have passed the earlier of the two: no object is from
// the future.
func (s *Server) Live(read *snapshot.Snapshot) Reading {
	return s.By(func() *Witnesses { return witnessesOf(read) })
}

// By is Live for the times of objects that were noted before. They are asked for only where they decide.
func (s *Server) By(witnesses func() *Witnesses) Reading {
	own := s.now()
	ahead, known := s.ahead()
	server := own.Add(ahead)
	if known && ahead.Abs() <= tolerance {
		return Reading{At: server}
	}
	agreed, _ := witnesses().supported()
	earlier, later := own, server
	if ahead < 0 {
		earlier, later = server, own
	}
	r := Reading{At: server}
	switch {
	case ahead.Abs() > tolerance && agreed.at.Sub(earlier) > tolerance:
		r.At = later
	case ahead.Abs() > tolerance:
		r.between(earlier, later, fmt.Sprintf("The clock of this machine is %s %s that of the API server.", span(ahead.Abs()), order(ahead)))
		r.Clock.Action = "Set this machine's clock; the times above are by the API server's."
	case !known && agreed.at.Sub(own) > tolerance:
		r.At = agreed.at
		r.between(agreed.at, agreed.at.Add(unbounded), fmt.Sprintf("The clock of this machine is at least %s behind the clocks of the cluster.", span(agreed.at.Sub(own))))
		r.Clock.Action = setClock
		r.Gaps = []snapshot.Gap{{Source: snapshot.SourceClocks, Subjects: []string{"what time it is in the cluster"}, Reason: r.Clock.Doubt, Action: setClock}}
	case !known && !agreed.at.IsZero():
		r.between(agreed.at, own, fmt.Sprintf("The server does not say what time it is, and by the clock of this machine the newest thing that two clocks of the cluster show is %s old.", span(own.Sub(agreed.at))))
		if r.Clock != nil {
			r.Clock.Action = "Compare this machine's clock with that of the cluster, or give the time with --at."
		}
	}
	return r
}

// unbounded is longer than any time that a rule compares with.
const unbounded = 100 * 24 * time.Hour

// setClock is what to do about the clock of this computer.
const setClock = "Set this machine's clock, or give the time with --at."

func order(ahead time.Duration) string {
	if ahead > 0 {
		return "behind"
	}
	return "ahead of"
}

// witnessesOf returns the times in a snapshot.
func witnessesOf(s *snapshot.Snapshot) *Witnesses {
	w := &Witnesses{}
	for i := range s.Nodes {
		w.Node(&s.Nodes[i])
	}
	for i := range s.Events {
		w.Event(&s.Events[i])
	}
	for i := range s.Facts {
		if f := &s.Facts[i]; f.Source == snapshot.LeaseSource && f.Type == snapshot.Heartbeat {
			w.Lease(f.Node, f.Time)
		}
	}
	return w
}
