// Package paste explains text that was pasted: a page of kubectl or an answer of Azure gets the verdict
// of a diagnosis, and the entries that other text leads to are put in order. paste.go and azure.go do the
// former, weight.go the latter.
package paste

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// headlines is how many problems are named before the verdict.
const headlines = 5

// answerLines is how many lines of a terminal the answer to a page takes at most.
const answerLines = 36

// Reader explains pasted text.
type Reader struct {
	Out   *Counter
	Table *knowledge.Table
	Style printer.Style
	Now   func() time.Time
	// Details prints everything instead of the answer on one screen.
	Details bool
}

// Counter is a writer that knows how many lines it wrote.
type Counter struct {
	W     io.Writer
	Lines int
}

// Write passes text on and counts its lines. It returns the error of the writer.
func (c *Counter) Write(text []byte) (int, error) {
	c.Lines += bytes.Count(text, []byte("\n"))
	return c.W.Write(text) //nolint:wrapcheck // it is that writer
}

// Outcome is what is left to explain of a text.
type Outcome struct {
	// Page is true for a text that was a page, Judged where it got a verdict.
	// Shown is true where that is about nodes which are listed, and not one line that all is well.
	Page, Judged, Shown bool
	// Text is what is to be explained beside the verdict, or instead of it.
	Text string
	// Values are the variables of commands that the page has values for.
	Values map[string]string
	// Quiet is what to say where nothing is known of Text; Incomplete is the error for a page that
	// shows nothing wrong and does not show enough.
	Quiet      string
	Incomplete error
}

// Read says what a text was taken for and prints the verdict on the nodes that it shows. It returns the error of
// the writer.
func (r Reader) Read(ctx context.Context, text string) (Outcome, error) {
	p, ok := dump.ReadPasted(ctx, text, r.Now)
	if !ok || len(p.Origin.Pages) == 0 || p.Snapshot != nil && len(p.Snapshot.Nodes) == 0 && !p.Snapshot.Origin.PagesOnly {
		return Outcome{Text: text}, nil
	}
	o := Outcome{Page: true, Text: text, Values: values(p.Names)}
	if err := r.say(takenFor(p.Origin)); err != nil {
		return o, err
	}
	switch {
	case p.Snapshot == nil:
		o.Incomplete = p.Err
		return o, nil
	case len(p.Snapshot.Nodes)+len(p.Azure) == 0:
		o.Quiet = "Nothing on the page is known here as a fault."
		return o, nil
	}
	all := subjects(p.Azure, r.Table)
	wellAzure, err := r.sayReports(all)
	if err != nil {
		return o, err
	}
	d := repair.Examine(p.Snapshot, r.Table, repair.Options{}).Diagnosis()
	o.Judged, o.Text = true, strings.TrimSpace(p.Rest+"\n"+errorsIn(p.Azure, r.Table))
	if len(p.Snapshot.Nodes) == 0 {
		return r.readVMs(o, d, all, wellAzure)
	}
	if well(d) && wellAzure {
		if len(d.Gaps) > 0 {
			o.Incomplete = errors.New("the page shows nothing wrong, and it is not whole: " + strings.Join(printer.NotSeen(d.Gaps), " "))
			return o, nil
		}
		return o, r.say(wellOn(d.Summary.Total))
	}
	o.Shown = true
	return o, r.verdict(d)
}

// readVMs is Read for answers of Azure without a node's condition.
func (r Reader) readVMs(o Outcome, d *diagnosis.Diagnosis, all []*subject, well bool) (Outcome, error) {
	switch {
	case well && len(d.Gaps) > 0:
		o.Incomplete = errors.New("nothing that Azure reports here is a fault, and the text is not whole: " + strings.Join(printer.NotSeen(d.Gaps), " "))
		return o, nil
	case well && o.Text == "":
		return o, r.say(wellAnswers(all, d.Origin.Pages))
	case len(d.Findings) == 0 && o.Text == "" && len(d.Gaps) == 0:
		return o, r.say("It says that something failed, and not with which code: the instance view of a VM or the activity log has that.")
	case len(d.Findings) == 0:
		return o, r.sayGaps(d)
	}
	o.Shown = true
	return o, r.verdict(d)
}

// sayGaps says what is missing.
func (r Reader) sayGaps(d *diagnosis.Diagnosis) error {
	for _, text := range printer.NotSeen(d.Gaps) {
		if err := r.say("NOT SEEN: " + text); err != nil {
			return err
		}
	}
	return nil
}

// verdict prints the problems in a line each, and then what diagnose prints.
func (r Reader) verdict(d *diagnosis.Diagnosis) error {
	for i := range d.Groups {
		if i == headlines {
			break
		}
		if err := r.say(r.headline(d, &d.Groups[i])); err != nil {
			return err
		}
	}
	if err := r.say(""); err != nil {
		return err
	}
	reach := printer.Reach{Rerun: []string{"-f", "-"}}
	if !r.Details {
		return r.short(d, reach)
	}
	if len(d.Findings) != 1 {
		return printer.Overview(r.Out, d, reach, r.Style) //nolint:wrapcheck // the caller says what was written
	}
	f := &d.Findings[0]
	return printer.Node(r.Out, d, f, r.Table.Find(f.Entries), reach, r.Style) //nolint:wrapcheck // the caller says what was written
}

// short prints what diagnose prints on one screen, in the lines that are left of it.
func (r Reader) short(d *diagnosis.Diagnosis, reach printer.Reach) error {
	style := r.Style
	if style.Height > 0 {
		style.Height = min(style.Height, answerLines) - r.Out.Lines
	}
	if len(d.Findings) == 1 {
		return printer.ShortNode(r.Out, d, &d.Findings[0], r.Table.Find, reach, style) //nolint:wrapcheck // the caller says what was written
	}
	return printer.Short(r.Out, d, reach, r.Table.Find, style) //nolint:wrapcheck // the caller says what was written
}

func (r Reader) say(line string) error {
	text := printer.Clean(line)
	if !r.Details {
		text = printer.Wrapped(text, r.Style.Width)
	}
	_, err := fmt.Fprintln(r.Out, text)
	return err //nolint:wrapcheck // the caller says what was written
}

// takenFor is the line that says what a text was taken for and what that does not show.
func takenFor(o snapshot.Origin) string {
	line := "Taken for: " + o.TakenFor() + "."
	if hidden := o.Hidden(); len(hidden) > 0 {
		line += " Not shown: " + strings.Join(hidden, ", ") + "."
	}
	return line
}

// headline says what is wrong with the nodes of a group.
func (r Reader) headline(d *diagnosis.Diagnosis, g *diagnosis.Group) string {
	subject := fmt.Sprintf("%d nodes", len(g.Nodes))
	if len(g.Nodes) == 1 {
		subject = g.Nodes[0]
	}
	line := subject + ": " + strings.Join(printer.GroupLabel(g), " ")
	for i := range d.Findings {
		if f := &d.Findings[i]; f.Node == g.Nodes[0] {
			if e := r.Table.Entry(f.Entries[0]); e != nil {
				return line + ". " + e.Title + "."
			}
		}
	}
	return line + "."
}

// well says whether the nodes are Ready and show nothing wrong.
func well(d *diagnosis.Diagnosis) bool {
	s := d.Summary
	if s.Ready != s.Total || s.Listed+s.Removed+s.Unread+s.Below+len(s.Recovered) > 0 {
		return false
	}
	for i := range d.Findings {
		for _, signal := range d.Findings[i].Signals {
			if signal.Entry != "" {
				return false
			}
		}
	}
	return true
}

// wellOn is the sentence for a page that shows nothing wrong.
func wellOn(nodes int) string {
	if nodes == 1 {
		return "All is well as far as the page shows: the node is Ready, and nothing on the page is a fault."
	}
	return fmt.Sprintf("All is well as far as the page shows: all %d nodes are Ready.", nodes)
}

// values returns the variables that the name of the only node gives.
func values(names []string) map[string]string {
	if len(names) != 1 || names[0] == pages.UnnamedNode {
		return nil
	}
	values := map[string]string{"NODE": names[0]}
	m := machine.Infer(names[0], diagnosis.Machine{})
	for name, value := range map[string]string{"VMSS": m.ScaleSet, "INSTANCE_ID": m.InstanceID} {
		if value != "" {
			values[name] = value
		}
	}
	return values
}
