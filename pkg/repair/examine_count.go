package repair

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// countChanged counts a node whose state at the time asked for is not known.
func (x *Examination) countChanged(ready bool) {
	s := &x.result.Summary
	if s.Total < 0 {
		return
	}
	s.Unread++
	if ready {
		s.Ready--
	} else {
		s.NotReady--
	}
}

// countAbsent counts a node that is talked about without its Node object.
func (x *Examination) countAbsent(scanned bool, name string) {
	s := &x.result.Summary
	switch {
	case scanned:
		s.Unread++
		s.NotReady--
	case !x.view.mayExist(name):
		s.Removed++
	}
}

// noTrace notes a name that was asked for and of which there is neither a node nor an event:
// it does not exist, or, where the nodes could not be listed, it was not seen.
func (x *Examination) noTrace(name string) {
	if x.view.nodesListed {
		x.result.NotFound = append(x.result.NotFound, name)
		return
	}
	x.unseen = append(x.unseen, name)
}

// unseenGap returns the gap of a name of which nothing was seen.
func unseenGap(name string) diagnosis.Gap {
	return diagnosis.Gap{Source: snapshot.SourceNames, Subjects: []string{"node " + name}, Reason: "The node could not be read, and no event about one of that name was seen."}
}
