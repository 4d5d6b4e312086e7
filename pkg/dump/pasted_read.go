package dump

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// readFile reads a text: as a page where it looks like one, else as objects, and where it has none
// as a page all the same.
func (r *dumpReader) readFile(f files.File) error {
	if f.Discovered {
		return records.Read(f, r) //nolint:wrapcheck // it is a sentence with its place
	}
	head, err := io.ReadAll(io.LimitReader(f, pageHead))
	if err != nil && len(head) == 0 {
		return err //nolint:wrapcheck // it is a sentence
	}
	whole := io.MultiReader(bytes.NewReader(head), f)
	page := pages.Looks(string(head))
	if page || answers.Looks(string(head)) {
		text, err := io.ReadAll(io.LimitReader(whole, maxPage))
		if len(text) == maxPage {
			r.notePageEnd(f)
		}
		return errors.Join(err, r.readPasted(f, text, page))
	}
	// Answers of Azure can stand behind the objects of a text that somebody has put together.
	begin, err := io.ReadAll(io.LimitReader(whole, maxPasted))
	if err == nil && len(begin) < maxPasted && answers.Follows(begin) {
		return r.readPasted(f, begin, false)
	}
	return r.readObjects(f, begin)
}

// readPasted reads a text that can have answers of Azure, with pages or objects of kubectl around them.
func (r *dumpReader) readPasted(f files.File, begin []byte, page bool) error {
	text := string(begin)
	found, rest := answers.Read(text)
	if len(found) > 0 {
		r.addAnswers(found, f)
		r.addGroups(text)
		return r.readAround(f, strings.TrimSpace(rest))
	}
	if page {
		if p, ok := pages.Read(text, r.moment(f)); ok {
			r.addPage(&p)
			return nil
		}
	}
	return r.readObjects(f, begin)
}

// readObjects reads a text, of which the beginning was read before, as objects; and where it has none, and is not long, as
// a page.
func (r *dumpReader) readObjects(f files.File, begin []byte) error {
	before, faulty := r.mark(), r.faults
	err := records.Read(io.MultiReader(bytes.NewReader(begin), f), r)
	if len(begin) >= maxPasted {
		return err //nolint:wrapcheck // it is a sentence with its place
	}
	if r.singleNode(before, begin) {
		r.addSingle(f)
		return err //nolint:wrapcheck // it is a sentence with its place
	}
	switch {
	case !r.nothingSince(before):
	case r.addCompleted(before, string(begin), f):
	case r.addFragment(before, faulty, string(begin), r.moment(f)) && !objectStart().Match(begin):
		return nil
	}
	return err //nolint:wrapcheck // it is a sentence with its place
}

// addPage adds what a page shows.
func (r *dumpReader) addPage(p *pages.Page) {
	c := r.collector
	for i := range p.Nodes {
		c.objectCount++
		_ = c.addNode(&p.Nodes[i]) // it has a name
	}
	r.pasted.nodes, r.pasted.events = r.pasted.nodes+len(p.Nodes), r.pasted.events+len(p.Events)
	for i := range p.Events {
		c.objectCount++
		_ = c.addEvent(&p.Events[i]) // it says what it is about
	}
	for i := range p.Facts {
		c.addFact(&p.Facts[i])
	}
	c.otherCount += p.OtherEvents
	for _, object := range p.Objects {
		before := r.mark()
		if err := records.Read(strings.NewReader(object), r); err != nil {
			r.faults.noteIncomplete(r.file, err)
		}
		if r.singleNode(before, []byte(object)) {
			r.addSingle(files.File{ModTime: p.At})
		}
	}
	r.pasted.eventsShown = p.EventsShown && (r.pasted.eventsShown || len(r.pasted.shown) == 0)
	r.pasted.shown = append(r.pasted.shown, p.Shown...)
	r.pasted.gaps = append(r.pasted.gaps, p.Gaps...)
	r.pasted.at = snapshot.Later(r.pasted.at, p.At)
	r.pasted.rest = append(r.pasted.rest, p.Rest)
}

// mark is how much was read at a moment.
type mark struct{ objects, nodes, events, facts, other int }

func (r *dumpReader) mark() mark {
	c := r.collector
	return mark{c.objectCount, c.nodesSeen, c.eventsSeen, len(c.facts), c.otherCount}
}

// nothingSince says whether nothing of use was read since then.
func (r *dumpReader) nothingSince(m mark) bool {
	now := r.mark()
	return now.nodes == m.nodes && now.events == m.events && now.facts == m.facts && r.collector.manifest == nil
}

// listItems is in the text of a list.
var listItems = lazy.Pattern(`(?m)^\s*"?items"?\s*:|"items"\s*:`)

// singleNode says whether one Node object was read since then, and nothing else: what it is one of
// is not known.
func (r *dumpReader) singleNode(m mark, text []byte) bool {
	now := r.mark()
	return now.nodes == m.nodes+1 && now.objects == m.objects+1 && !listItems().Match(text)
}

// addSingle notes that a Node object stood alone.
func (r *dumpReader) addSingle(f files.File) {
	r.pasted.nodes++
	r.pasted.eventsShown = false
	if r.collector.times.Newest().IsZero() {
		return
	}
	r.pasted.at = snapshot.Later(r.pasted.at, r.collector.liveTime(r.moment(f)))
	r.pasted.shown = append(r.pasted.shown, snapshot.Page{What: "a Node object", Nodes: 1, Hidden: []string{pages.HiddenOthers, snapshot.HiddenEvents}})
}

// liveTime returns the newest time that only a kubelet which lives can have written, else the
// moment of reading: the condition of a node that is silent says nothing of the time after it.
func (c *collector) liveTime(read time.Time) time.Time {
	var live time.Time
	for _, n := range c.nodesByName {
		if r := snapshot.ReadyCondition(n); r != nil && r.Status != corev1.ConditionUnknown {
			live = snapshot.Later(live, r.LastHeartbeatTime.Time)
		}
	}
	if live.IsZero() || live.After(read) {
		return read
	}
	return live
}

// addCompleted reads the object that is left of JSON without its end. That the end is missing is the
// error of the read.
func (r *dumpReader) addCompleted(before mark, text string, f files.File) bool {
	completed, ok := completeJSON(text)
	if !ok {
		return false
	}
	known, count := r.faults, r.collector.objectCount
	_ = records.Read(strings.NewReader(completed), r)
	r.faults = known
	r.faults.nodesIncomplete, r.faults.eventsIncomplete = true, true
	r.collector.objectCount = before.objects + 1
	switch {
	case r.nothingSince(before):
		r.collector.objectCount = count
		return false
	case r.singleNode(before, []byte(text)):
		r.addSingle(f)
	}
	return true
}

// objectStart is in what is left of an object, and not in a list of conditions.
var objectStart = lazy.Pattern(`(?m)^[\s-]*["']?(?:apiVersion|metadata|items)["']?\s*:`)

// addFragment reads a text that has no object as a page: it can be a list of conditions. Of the
// faults, those that were found in it are those of reading it as objects.
func (r *dumpReader) addFragment(before mark, faulty faults, text string, read time.Time) bool {
	p, ok := pages.Read(text, read)
	if !ok || len(p.Shown) == 0 {
		return false
	}
	r.faults = faulty
	r.addPage(&p)
	r.collector.otherCount = before.other
	return true
}
