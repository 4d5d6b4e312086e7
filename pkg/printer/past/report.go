package past

import (
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Report is what is said of a history, in the order of reading.
type Report struct {
	Title, Verdict string
	Tone           wording.Tone
	// Source is where it was read, and the window.
	Source string
	// Kept are the places that keep the past, and what each of them has.
	Kept []Place
	// Follows says what can and what cannot be seen.
	Follows []string
	// Switches say how to keep more, or to show it.
	Switches []Switch
	// Unseen are the gaps.
	Unseen []string
	// Errors are the codes with what came before.
	Errors []Code
	// Nodes, Pools and Outages are tables; those without rows are left out.
	Nodes, Pools, Outages Table
	Calendar              Calendar
}

// Place is a place that keeps the past.
type Place struct {
	Name, Text string
	// Lacks is true where it has nothing, or not all.
	Lacks bool
}

// Switch is a way to keep more, or to show it.
type Switch struct {
	Text string
	// Command does it; empty where no command does.
	Command string
}

// Code is an error of repairs in a node pool.
type Code struct {
	Code, Text string
	// Title is what the table calls it; empty for a code that it does not know.
	Title string
	// Before are the changes in the hour before the first outage with it.
	Before []string
}

// Table is a table of finished cells. A cell can have several lines.
type Table struct {
	Title  string
	Header []string
	Rows   [][]Cell
}

// Cell is one cell.
type Cell struct {
	Lines []string
	// Name is true for what comes from the cluster.
	Name bool
	Tone wording.Tone
}

// New makes the report.
func New(h *diagnosis.History) *Report {
	admitted := clean.Copy(*h, clean.Limits{"Details": 400})
	h = &admitted
	r := &Report{
		Title: "History of AKS nodes", Verdict: verdict(h), Tone: tone(h),
		Source: stamp(h.Since.Time) + " to " + stamp(h.Until.Time) + " UTC, from " + h.Origin.String() + ".",
		Kept:   kept(h), Follows: follows(h), Switches: switches(h), Unseen: wording.NotSeen(h.Gaps),
		Nodes: nodeTable(h), Pools: poolTable(h), Outages: outageTable(h), Calendar: newCalendar(h),
	}
	for i := range h.Codes {
		r.Errors = append(r.Errors, newCode(&h.Codes[i]))
	}
	return r
}

// stamp is a time to the minute, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }
