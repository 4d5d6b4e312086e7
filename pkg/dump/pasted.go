package dump

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

const (
	// maxPage is the most bytes of a page: "kubectl describe nodes" of 5,000 nodes has half of it.
	maxPage = 64 << 20
	// maxPasted is the most bytes of JSON or YAML in which a list of conditions is looked for.
	maxPasted = 4 << 20
	// pageHead is how much of a text is looked at to recognise a page.
	pageHead = 16 << 10
)

// pasted is what was read of pages, and of single objects, which show as little.
type pasted struct {
	shown []snapshot.Page
	gaps  []snapshot.Gap
	// nodes and events count those that pages show, of all that the collector has seen.
	nodes, events int
	// eventsShown is true while all pages show the events of their nodes.
	eventsShown bool
	// at is the newest moment from which the ages on pages were counted.
	at time.Time
	// groups are the IDs of the resource groups whose VMs or scale sets the answers of Azure name.
	groups []string
	// rest is the text around the pages.
	rest []string
	// answers are those of Azure.
	answers []answers.Answer
}

// readMoment returns when a file was written or, where that is not known, the time of this run: the
// moment from which the ages on a page are counted if it has no time of its own.
func (d Dump) readMoment(f files.File) time.Time {
	switch {
	case !d.At.IsZero():
		return d.At
	case clock.Plausible(f.ModTime) == nil:
		return f.ModTime
	case d.Now != nil:
		return d.Now()
	default:
		return time.Time{}
	}
}

// emptyPageError is the error for pages that do not show whether a node is Ready, and no event.
func (r *dumpReader) emptyPageError(origin snapshot.Origin) error {
	var missing []string
	for _, g := range r.pasted.gaps {
		missing = append(missing, g.Subject())
	}
	origin.Pages = r.pasted.pages()
	if len(missing) == 0 {
		return errors.New(origin.String() + " shows neither a node nor an event about one")
	}
	return fmt.Errorf("%s does not show %s: that part is missing, paste all of it", origin, strings.Join(missing, ", "))
}

// addPages adds to a snapshot what its pages were taken for. A snapshot of nothing but pages has no
// gaps for what such pages never show; the origin names that.
func (d Dump) addPages(s *snapshot.Snapshot, r *dumpReader) {
	p := &r.pasted
	pages := p.pages()
	if len(pages) == 0 {
		return
	}
	s.Origin.Pages = pages
	if len(p.groups) == 1 {
		s.Group = p.groups[0]
	}
	s.Gaps = append(s.Gaps, p.gaps...)
	if p.nodes < r.collector.nodesSeen {
		return
	}
	s.Origin.PagesOnly = true
	s.EventsListed = p.eventsShown && !r.faults.eventsIncomplete || s.EventsListed && p.events < r.collector.eventsSeen
	s.Gaps = append(append(r.collector.memory.droppedGaps(), r.faults.faultGaps()...), p.gaps...)
}

// selectOnly selects the node of a page that shows one, as if it had been asked for by name.
func selectOnly(s *snapshot.Snapshot, vms []string) {
	if !s.Origin.PagesOnly || len(s.Selection.Names) > 0 || s.Selection.Selector != "" {
		return
	}
	switch {
	case len(s.Scan) == 1:
		s.Selection.Names = []string{s.Scan[0].Name}
	case len(s.Scan)+len(s.Events) == 0 && len(vms) == 1:
		s.Selection.Names = vms
	}
}
