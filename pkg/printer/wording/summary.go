package wording

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Verdict returns the sentence that answers whether something is wrong. With gaps it never
// sounds like success.
func Verdict(d *diagnosis.Diagnosis) string {
	s, over := d.Summary, age(d.Threshold.Duration)
	if d.Origin.PagesOnly {
		return pageVerdict(d)
	}
	listed := downFor(s, numberOf(s.Listed, s.Total), over)
	if d.Selector != "" {
		// Only nodes that the selector selects are counted.
		listed = strings.Replace(listed, onlyNode, onlyNode+" that matches", 1)
	}
	none := "No node"
	if s.NotAsked() > 0 {
		listed = downFor(s, Count(s.Listed, "node")+" asked for", over)
		none = "No node asked for"
	}
	switch {
	case s.Total < 0 && s.Listed == 0:
		return "The nodes could not be listed: it is not known whether any of them is NotReady."
	case s.Total < 0:
		return listed + " The nodes could not all be listed: there may be more."
	case s.Listed > 0:
		return listed + remaining(s)
	case len(d.Gaps) > 0:
		return "Nothing found, but not everything could be seen." + remaining(s)
	case s.Total == 0:
		return "There is no node to look at."
	case s.Ready == s.Total && s.Total == 1:
		return onlyNode + " is Ready."
	case s.Ready == s.Total:
		return fmt.Sprintf("All %d nodes are Ready.", s.Total)
	default:
		return fmt.Sprintf("%s has been NotReady for more than %s.", none, over) + remaining(s)
	}
}

// downFor says for how long the nodes that are listed have been NotReady, and of how many that is not
// known.
func downFor(s diagnosis.Summary, nodes, over string) string {
	switch s.Perhaps {
	case 0:
		return fmt.Sprintf("%s %s been NotReady for more than %s.", nodes, have(s.Listed), over)
	case s.Listed:
		return fmt.Sprintf("%s %s NotReady and may have been for more than %s.", nodes, are(s.Listed), over)
	default:
		return fmt.Sprintf("%s have been NotReady for more than %s, %d of them perhaps.", nodes, over, s.Perhaps)
	}
}

// pageVerdict is Verdict for the nodes of a page, which may not show since when they are NotReady.
func pageVerdict(d *diagnosis.Diagnosis) string {
	s := d.Summary
	down := s.Listed + s.Below
	switch {
	case s.Total < 0:
		return "The page shows no node's condition: it is not known whether a node is Ready."
	case s.Total == 1 && down == 0:
		return "The node on the page is Ready."
	case s.Total == 1:
		return "The node on the page is NotReady."
	case down == 0:
		return fmt.Sprintf("All %d nodes on the page are Ready.", s.Total)
	default:
		return fmt.Sprintf("%d of the %d nodes on the page %s NotReady.", down, s.Total, are(down))
	}
}

// onlyNode is the subject of a sentence on a single node.
const onlyNode = "The only node"

// numberOf returns the subject of a sentence on n of all the nodes.
func numberOf(n, total int) string {
	switch {
	case total < 0:
		return Count(n, "node")
	case n == 1 && total == 1:
		return onlyNode
	}
	return fmt.Sprintf("%d of %s", n, Count(total, "node"))
}

// remaining returns the sentences on the nodes that have no finding.
func remaining(s diagnosis.Summary) string {
	text := ""
	if s.Below > 0 {
		text += fmt.Sprintf(" %d %s been NotReady for less.", s.Below, have(s.Below))
	}
	if n := s.NotAsked(); n > 0 {
		text += fmt.Sprintf(" %s %s NotReady.", Count(n, "other"), are(n))
	}
	if s.Unread > 0 {
		text += fmt.Sprintf(" %d %s NotReady and could not be read.", s.Unread, are(s.Unread))
	}
	if s.Total > 1 {
		text += fmt.Sprintf(" %s %s Ready.", numberOf(s.Ready, s.Total), are(s.Ready))
	}
	return text
}

// Repairs returns what repairs did to nodes that are not NotReady now.
func Repairs(s diagnosis.Summary) string {
	var out []string
	switch {
	case s.Removed == 1:
		out = append(out, "1 node was removed after a repair.")
	case s.Removed > 1:
		out = append(out, fmt.Sprintf("%d nodes were removed after a repair.", s.Removed))
	}
	if n := len(s.Recovered); n > 0 {
		by := ""
		if s.Total < 0 {
			by = ", as the newest event about it says"
		}
		out = append(out, fmt.Sprintf("%s %s Ready again after a repair%s: %s.", Count(n, "node"), are(n), by, Names(s.Recovered)))
	}
	if len(s.Flapping) > 0 {
		out = append(out, Flapping(s)+".")
	}
	return strings.Join(out, " ")
}

// Flapping names the nodes that flap although they are not listed.
func Flapping(s diagnosis.Summary) string {
	names := make([]string, len(s.Flapping))
	for i, f := range s.Flapping {
		names[i] = fmt.Sprintf("%s (%d times)", f.Node, f.Times)
	}
	return fmt.Sprintf("%s flapped between Ready and NotReady in the last hour: %s", Count(len(names), "node"), Names(names))
}

// NoSuchNode names the nodes that were asked for and that do not exist; it is empty for none.
func NoSuchNode(d *diagnosis.Diagnosis) string {
	if len(d.NotFound) == 0 {
		return ""
	}
	return "There is no node, and no event about a node, of the name " + Names(d.NotFound) + "."
}

// Events says how far back the events reach.
func Events(d *diagnosis.Diagnosis) string {
	text := "Node events seen: none."
	if from, to := d.Events.From, d.Events.To; from != nil && to != nil {
		layout := MinuteLayout
		if taken := Day(d.TakenAt.Time); Day(from.Time) != taken || Day(to.Time) != taken {
			layout = DayLayout + " " + MinuteLayout
		}
		text = fmt.Sprintf("Node events seen: %d, from %s to %s UTC (%s).", d.Events.Events,
			from.UTC().Format(layout), to.UTC().Format(layout), age(to.Sub(from.Time).Round(time.Minute)))
	}
	if d.Events.Unread && d.Origin.PagesOnly {
		text += " The page may not show all events."
	} else if d.Events.Unread {
		text += " Not all events could be read."
	} else if more := MayHaveMore(d, d.Findings); more != "" {
		text += " " + more
	}
	return text
}

// MayHaveMore says where to look for what is older than the events, where findings depend on that; empty
// where none does.
func MayHaveMore(d *diagnosis.Diagnosis, findings []diagnosis.Finding) string {
	if d.Events.Unread || beyondRetention(d) || !slices.ContainsFunc(findings, func(f diagnosis.Finding) bool { return olderThanEvents(&f, d) }) {
		return ""
	}
	return "AKS keeps events for about " + duration.ShortHumanDuration(d.Events.Kept.Duration) + ": the subcommand history may have more."
}

// beyondRetention reports whether the events reach over much more than an API server of AKS keeps: they
// were exported, and the hour says nothing about them.
func beyondRetention(d *diagnosis.Diagnosis) bool {
	return d.Events.From != nil && d.Events.To.Sub(d.Events.From.Time) > 2*d.Events.Kept.Duration
}

// olderThanEvents reports whether the outage may have begun before the oldest event.
func olderThanEvents(f *diagnosis.Finding, d *diagnosis.Diagnosis) bool {
	if Ready(f) || f.State == diagnosis.Removed {
		return false
	}
	return f.AtLeast || f.State == diagnosis.NotVisible || d.Events.From == nil ||
		f.NotReadySince != nil && f.NotReadySince.Before(d.Events.From)
}

// Source says where the data is from.
func Source(d *diagnosis.Diagnosis) string {
	text := ""
	if origin := d.Origin.String(); origin != "" {
		text = origin + ", "
	}
	text += "taken " + Stamp(d.TakenAt.Time) + "."
	if d.Selector != "" {
		text += " Only nodes that match the label selector " + d.Selector + ": removed nodes have no labels to match, and rules " +
			"about the whole cluster were not applied. The events are those of all nodes."
	}
	return text
}
