package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/html"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/markdown"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/past"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Style is how a result is to look.
type Style = layout.Style

// Reach are the flags with which a command reads the source of a diagnosis again.
type Reach = wording.Reach

// Markdown prints the diagnoses for a ticket, with the entries that find gives. What does
// not fit into a ticket is left out and counted. It returns the error of the writer.
func Markdown(w io.Writer, l *diagnosis.List, reaches []Reach, find document.Find) error {
	doc := document.New(l, reaches, find)
	return markdown.Write(w, &doc)
}

// HTML prints the diagnoses as one page that needs nothing else: no script, no image, no
// font, no request. Find gives the entries of the table. It returns the error of the
// template, which is a fault of this program, or of the writer.
func HTML(w io.Writer, l *diagnosis.List, reaches []Reach, find document.Find) error {
	doc := document.New(l, reaches, find)
	return html.Write(w, &doc)
}

// History prints a history on a terminal: on one screen, or with details all of it. Again is the command
// that prints all. It returns the error of the writer.
func History(w io.Writer, h *diagnosis.History, style Style, details bool, again string) error {
	return past.New(h).Text(w, style, details, again)
}

// HistoryMarkdown prints a history for a ticket. It returns the error of the writer.
func HistoryMarkdown(w io.Writer, h *diagnosis.History) error {
	return markdown.WriteHistory(w, past.New(h))
}

// HistoryHTML prints a history as one page with a calendar of the outages, which needs nothing else. It
// returns the error of the template, which is a fault of this program, or of the writer.
func HistoryHTML(w io.Writer, h *diagnosis.History) error { return html.WriteHistory(w, past.New(h)) }

// ClusterName is the name of the cluster of a diagnosis, or of what was read in its place. It is not clean.
func ClusterName(d *diagnosis.Diagnosis) string { return document.Name(d) }

// NotSeen says what could not be seen, why, and what to do about it, a text for each
// reason. The texts are not clean.
func NotSeen(gaps []diagnosis.Gap) []string { return wording.NotSeen(gaps) }

// GroupLabel returns the state of a group and the names of its reason, code and cause.
func GroupLabel(g *diagnosis.Group) []string { return wording.Label(g) }

// Actor names the kind of who did something in Azure; it is empty for one that is not known.
func Actor(kind string) string { return wording.Actor(kind) }

// Clean makes untrusted text fit for one line of a terminal.
func Clean(s string) string { return clean.Line(s) }

// ShellWords joins words so that a POSIX shell reads them as they are, clean for a terminal.
func ShellWords(words []string) string { return clean.Line(wording.ShellWords(words)) }

// NodeArguments returns the words of a shell that name a node of a cluster to kubectl:
// "--context=prod node/NAME".
func NodeArguments(d *diagnosis.Diagnosis, node string) string {
	return "--context=" + wording.ShellWord(clean.Line(d.Context)) + " " + wording.ShellWord("node/"+clean.Line(node))
}
