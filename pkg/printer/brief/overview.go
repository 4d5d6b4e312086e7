package brief

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Cluster is what an overview is made of.
type Cluster struct {
	Diagnosis *diagnosis.Diagnosis
	Head      document.Head
}

// Overview prints the diagnosis of a cluster or of several nodes: what was counted and what could
// not be seen, a table of the problems, what to fix first and why, the nodes where there is room,
// and where to go on. It returns the error of the writer.
func Overview(w io.Writer, c Cluster, style layout.Style) error {
	d, s := c.Diagnosis, newScreen(style)
	for {
		above, last := []block{s.head(&c.Head), s.gaps(d.Gaps), s.commonCauses(c.Head.CommonCauses), s.reports(c.Head.Reports)}, append(s.repeated(d), s.hints(&c.Head)...)
		room := s.room() - height(append(above, last)...)
		if !s.tight && room < tablesLeast {
			s.tight = true
			continue
		}
		tables, err := s.tables(c, room)
		if err != nil {
			return err
		}
		return s.write(w, append(append(above, tables...), last)...)
	}
}

// tablesLeast is how many lines the problems have at least: three of them, and their header.
const tablesLeast = 9

// tables are the problems and the nodes, at the most detail with which both fit into the room; else
// the problems alone, and of those as many as fit. What is left out is counted.
func (s screen) tables(c Cluster, room int) ([]block, error) {
	d := c.Diagnosis
	if len(d.Groups) == 0 {
		return nil, nil
	}
	rows, lists := s.rows(c.Head.Lines), []block{nil}
	room-- // the empty line before them
	// More would have no room however short each is.
	if len(rows)+len(d.Findings) <= room {
		nodes, err := s.nodes(d)
		if err != nil {
			return nil, err
		}
		lists = []block{nodes, nil}
	}
	for _, list := range lists {
		if len(rows) > room {
			break
		}
		var more block
		if list == nil {
			more = s.more(c, 0)
		}
		for _, detail := range details {
			table, err := s.problems(rows, detail)
			if err != nil {
				return nil, err
			}
			blocks := []block{append(table.lines(len(rows)), more...), list}
			if height(blocks...) <= room {
				return blocks, nil
			}
		}
	}
	table, err := s.problems(rows[:max(min(len(rows), room), 0)], short)
	if err != nil {
		return nil, err
	}
	n := table.fitting(room - len(s.more(c, len(rows))))
	return []block{append(table.lines(n), s.more(c, len(rows)-n)...)}, nil
}

// more counts the problems and nodes that are not shown.
func (s screen) more(c Cluster, problems int) block {
	d, lines := c.Diagnosis, s.prose(layout.Plain, "", c.Head.Impact, 1)
	var parts []string
	if problems > 0 {
		parts = append(parts, wording.Count(problems, "more problem"))
	}
	if len(d.Findings) > len(d.Groups) {
		parts = append(parts, fmt.Sprintf("all %d nodes", len(d.Findings)))
	}
	if len(parts) > 0 {
		lines = append(lines, wording.Capital(strings.Join(parts, ", "))+": --details")
	}
	return lines
}

// head says what was counted and where the data is from.
func (s screen) head(h *document.Head) block {
	if s.NoHeaders {
		return nil
	}
	verdictLines, notFoundLines := s.lines(2)+1, s.lines(2)
	lines := s.prose(CountInk(h.Tone), "", h.Counts, verdictLines)
	lines = append(lines, s.prose(layout.Warn, "", h.NotFound, notFoundLines)...)
	return slices.Concat(lines, s.prose(layout.Plain, "", h.Taken, 1), s.prose(layout.Plain, "", h.Older, 1))
}

// gaps say what could not be seen: in full where that takes a quarter of the screen, else each in
// one line, and the rest is counted.
func (s screen) gaps(gaps []diagnosis.Gap) block {
	const label, part, least, characters = "NOT SEEN: ", 4, 3, 600
	texts, room := wording.NotSeenUpTo(gaps, characters), max(s.room()/part, least)
	if s.tight {
		room = least
	}
	for _, limit := range []int{0, 2, 1} {
		var lines block
		for _, text := range texts {
			lines = append(lines, s.prose(layout.Warn, label, text, limit)...)
		}
		if len(lines) <= room {
			return lines
		}
	}
	var lines block
	for _, text := range texts[:room-1] {
		lines = append(lines, s.prose(layout.Warn, label, text, 1)...)
	}
	return append(lines, s.prose(layout.Warn, label, wording.Count(len(texts)-room+1, "more thing")+": --details", 1)...)
}

// commonCauses say what the nodes that are down have in common, and what to do first about it.
func (s screen) commonCauses(causes []document.CommonLine) block {
	shown := 2
	if s.Height <= 0 {
		shown = len(causes)
	}
	var out block
	for i := range causes {
		if i == shown {
			return append(out, s.prose(layout.Head, "", wording.Count(len(causes)-shown, "more common cause")+": --details", 1)...)
		}
		lines := 1
		if i == 0 { // the most specific one
			lines = s.lines(2)
		}
		out = append(out, s.prose(Inks[causes[i].FixTone], "", causes[i].Text, lines)...)
		if i == 0 {
			out = append(out, s.prose(layout.Plain, "-> ", causes[i].Next, 1)...)
		}
	}
	return out
}

// reports are what Azure reports of no node that is shown, a line or two for each.
func (s screen) reports(reports []string) block {
	const shown = 6
	var out block
	for i, text := range reports {
		if s.Height > 0 && i == shown {
			return append(out, s.prose(layout.Plain, "", wording.Count(len(reports)-shown, "more report")+": --details", 1)...)
		}
		out = append(out, s.prose(layout.Plain, "In Azure: ", text, s.lines(2))...)
	}
	return out
}

// repeated says which nodes were repaired more than once: on a screen the one that was repaired most.
func (s screen) repeated(d *diagnosis.Diagnosis) block {
	texts := wording.Repeated(d)
	var out block
	for i, text := range texts {
		if s.Height > 0 && i > 0 {
			return append(out, s.prose(layout.Plain, "", wording.Count(len(d.Repeated)-1, "more node")+" repaired more than once: --details", 1)...)
		}
		out = append(out, s.prose(layout.Plain, "", text, s.lines(3))...)
	}
	return out
}

// hints say what to fix first and why, and where to go on.
func (s screen) hints(h *document.Head) block {
	if s.NoHeaders || h.More == "" {
		return nil
	}
	return slices.Concat(s.prose(layout.Head, "", h.Begin, s.lines(2)),
		s.command("One node:   ", h.More, "add its name"),
		s.prose(layout.Plain, "", "Everything: add --details", 1))
}

// command is a command behind a label, or what is said instead where it is too wide to be printed
// without dividing a word.
func (s screen) command(label, command, instead string) block {
	lines, ok := layout.Command(command, len(label), s.Width)
	if !ok || len(lines) > s.lines(3) {
		return s.prose(layout.Plain, label, instead, 1)
	}
	lines[0] = label + lines[0][len(label):]
	return lines
}
