package past

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// The titles of columns that a narrow terminal leaves out.
const (
	columnPool  = "POOL"
	columnDays  = "DAYS"
	columnCodes = "CODES"
)

// name is a cell with what comes from the cluster, text one with words of ours.
func name(lines ...string) Cell { return Cell{Lines: lines, Name: true} }
func text(lines ...string) Cell { return Cell{Lines: lines} }

// nodeTable counts by node, those with the most outages first.
func nodeTable(h *diagnosis.History) Table {
	t := Table{Title: "Nodes", Header: []string{"NODE", columnPool, "OUTAGES", columnDays, "DOWN", "REPAIRS", "LAST", columnCodes}}
	for i := range h.Nodes {
		c := &h.Nodes[i]
		outages := text(strconv.Itoa(c.Outages))
		if c.Recurring {
			outages.Tone = wording.ToneBad
		}
		t.Rows = append(t.Rows, []Cell{
			name(c.Node), name(c.Pool), outages, text(strconv.Itoa(c.Days)), text(length(c.DownSeconds)), repairsCell(h, c), lastCell(c), name(strings.Join(c.Codes, ", ")),
		})
	}
	return t
}

// lastCell is when the last outage of a node was.
func lastCell(c *diagnosis.PastCount) Cell {
	if c.NotReady {
		return Cell{Lines: []string{"not over"}, Tone: wording.ToneBad}
	}
	return text(wording.Day(c.Last.Time))
}

// poolTable counts by pool.
func poolTable(h *diagnosis.History) Table {
	t := Table{Title: "Node pools", Header: []string{columnPool, "NODES", "OUTAGES", columnDays, "DOWN", "REPAIRS", "FIRST", "LAST"}}
	for i := range h.Pools {
		c := &h.Pools[i]
		pool := c.Pool
		if pool == "" {
			pool = "not known"
		}
		t.Rows = append(t.Rows, []Cell{
			name(pool), text(strconv.Itoa(c.Nodes)), text(strconv.Itoa(c.Outages)), text(strconv.Itoa(c.Days)), text(length(c.DownSeconds)), repairsCell(h, c),
			text(wording.Day(c.First.Time)), lastCell(c),
		})
	}
	return t
}

// repairsCell is how many repairs there were: none that can be seen is no zero.
func repairsCell(h *diagnosis.History, c *diagnosis.PastCount) Cell {
	switch {
	case c.Repairs == 0 && h.Visible.Repairs != diagnosis.SeesAll:
		return text("?")
	case c.Failed > 0:
		return Cell{Lines: []string{fmt.Sprintf("%d, %d failed", c.Repairs, c.Failed)}, Tone: wording.ToneBad}
	default:
		return text(strconv.Itoa(c.Repairs))
	}
}

// length is a time as people say it; empty for none.
func length(seconds int64) string {
	if seconds == 0 {
		return ""
	}
	return duration.HumanDuration(time.Duration(seconds) * time.Second)
}

// outageTable has each outage, the oldest first.
func outageTable(h *diagnosis.History) Table {
	t := Table{Title: "Outages", Header: []string{"NODE", "START (UTC)", "LENGTH", "END", "STEPS OF AKS"}}
	repairs := map[string][]*diagnosis.Repair{}
	for i := range h.Repairs {
		repairs[h.Repairs[i].Node] = append(repairs[h.Repairs[i].Node], &h.Repairs[i])
	}
	for i := range h.Outages {
		o := &h.Outages[i]
		steps := Cell{Name: true}
		if o.Steps > 0 && len(repairs[o.Node]) > 0 { // both are the oldest first
			steps.Lines = stepLines(repairs[o.Node][0])
			repairs[o.Node] = repairs[o.Node][1:]
		} else if h.Visible.Repairs != diagnosis.SeesAll {
			steps = text("not known")
		} else {
			steps = text("none")
		}
		t.Rows = append(t.Rows, []Cell{name(o.Node), text(start(o)), text(lengthOf(o)), endCell(o), steps})
	}
	return t
}

// start is when an outage began.
func start(o *diagnosis.Outage) string {
	switch {
	case o.Start == nil:
		return "not known"
	case o.AtLeast:
		return "<= " + stamp(o.Start.Time)
	default:
		return stamp(o.Start.Time)
	}
}

// lengthOf is how long an outage was, as far as it is known.
func lengthOf(o *diagnosis.Outage) string {
	if o.DurationSeconds == nil {
		return "not known"
	}
	text := duration.HumanDuration(time.Duration(*o.DurationSeconds) * time.Second)
	switch {
	case o.AtLeast && o.EndLatest:
		return "about " + text
	case o.AtLeast, o.Ending == diagnosis.EndNone:
		return ">= " + text
	case o.EndLatest:
		return "<= " + text
	default:
		return text
	}
}

// endCell is how an outage ended.
func endCell(o *diagnosis.Outage) Cell {
	switch o.Ending {
	case diagnosis.EndReady:
		c := Cell{Lines: []string{"Ready"}, Tone: wording.ToneGood}
		switch o.Back {
		case diagnosis.BackAfterRepair:
			c.Lines = append(c.Lines, "after a repair")
		case diagnosis.BackWithoutRepair:
			c.Lines = append(c.Lines, "without a repair")
		case diagnosis.BackAfterOperation:
			c.Lines = append(c.Lines, "after an operation", "on the VM")
		}
		return c
	case diagnosis.EndRemoved:
		return text("removed")
	case diagnosis.EndNone:
		return Cell{Lines: []string{"still NotReady"}, Tone: wording.ToneBad}
	default:
		return text("not known")
	}
}

// stepLines are the steps of a repair, each with its error.
func stepLines(r *diagnosis.Repair) []string {
	var all []string
	for i := range r.Steps {
		a := &r.Steps[i]
		line := string(a.Action)
		if a.Round > 1 {
			line += fmt.Sprintf(" (round %d)", a.Round)
		}
		if a.Error == nil {
			all = append(all, line)
			continue
		}
		all = append(all, line+" failed:", "  "+codeText(a.Code))
	}
	return all
}

// codeText is the code of an error in words where it has none.
func codeText(code string) string {
	switch code {
	case knowledge.NoCode:
		return "no code"
	case knowledge.UnknownCode:
		return "a code that is not known"
	default:
		return code
	}
}

// newCode says how often an error was met, and what changed in the hour before it was first.
func newCode(c *diagnosis.PastCode) Code {
	out := Code{Code: codeText(c.Code), Title: c.Title}
	where := ""
	if c.Pool != "" {
		where = "in pool " + c.Pool + " "
	}
	nodes := "the only node"
	if c.NodesRepaired != 1 {
		nodes = fmt.Sprintf("%d of the %s", c.Nodes, wording.Count(c.NodesRepaired, "node"))
	}
	out.Text = fmt.Sprintf("%ssince %s: %s, on %s that AKS repaired.", where, wording.Day(c.First.Time), wording.Count(c.Repairs, "repair"), nodes)
	for i := range c.Before {
		b := &c.Before[i]
		kind := b.Type
		if _, short, ok := strings.Cut(kind, "/"); ok { // without the provider
			kind = short
		}
		line := stamp(b.Time.Time) + " UTC " + b.What + " " + kind
		if b.Name != "" {
			line += " " + b.Name
		}
		if b.Actor != "" {
			line += ", by " + wording.Actor(b.Actor)
		}
		if b.Status != "" && b.Status != "Succeeded" {
			line += " (" + b.Status + ")"
		}
		out.Before = append(out.Before, line)
	}
	return out
}
