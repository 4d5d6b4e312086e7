package dump

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Pasted is what a pasted text shows.
type Pasted struct {
	// Snapshot is nil where Err says why there is none: the text is a page that shows too little.
	Snapshot *snapshot.Snapshot
	Err      error
	// Origin says what the text was taken for.
	Origin snapshot.Origin
	// Names are the nodes that the text names, each once.
	Names []string
	// Rest is the text around the pages.
	Rest string
	// Azure are the answers of Azure.
	Azure []answers.Answer
}

// ReadPasted reads a text that was pasted: a page of kubectl, objects, an answer of Azure. It is not
// ok for a text that is none of these, such as a word or the message of an error.
func ReadPasted(ctx context.Context, text string, now func() time.Time) (p Pasted, ok bool) {
	if text := strings.TrimSpace(text); !strings.ContainsAny(text, " \t\n") && !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return p, false // a name
	}
	d := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text), Now: now}
	r, err := d.read(ctx)
	if err != nil || r.collector.manifest != nil || r.collector.nodesSeen == 0 && len(r.pasted.pages()) == 0 {
		return p, false
	}
	for name := range r.collector.nodesByName {
		p.Names = append(p.Names, name)
	}
	for _, e := range r.collector.eventsByKey {
		p.Names = append(p.Names, e.InvolvedObject.Name)
	}
	p.Azure = r.pasted.answers
	p.Names = append(p.Names, answers.VMs(p.Azure)...)
	slices.Sort(p.Names)
	p.Names = slices.Compact(p.Names)
	p.Rest = strings.TrimSpace(strings.Join(r.pasted.rest, "\n"))
	selector, err := d.Selection.LabelSelector()
	if err != nil {
		return p, false
	}
	shown := r.pasted.pages()
	if len(shown) == 0 {
		shown = []snapshot.Page{{What: "objects of kubectl", Nodes: len(r.collector.nodesByName), Events: len(r.collector.eventsByKey)}}
	}
	p.Snapshot, p.Err = d.snapshot(r, selector)
	p.Origin = d.origin()
	p.Origin.Pages = shown
	return p, true
}
