package wording

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// ChangesTitle is what stands above Changes.
const ChangesTitle = "Changed in Azure in the hour before (that it came before makes it no cause)"

// changesShown is how many changes are shown; the data have all.
const changesShown = 8

// Changes returns what was changed before the nodes of a diagnosis became NotReady, each in a sentence.
func Changes(d *diagnosis.Diagnosis) []string {
	var lines []string
	for i := range d.Changes {
		c := &d.Changes[i]
		lines = append(lines, change(d, c, c.Before.Duration, fmt.Sprintf("the first of %s", Count(c.Nodes, "node")), len(c.Groups) > 0))
	}
	return shownChanges(lines)
}

// NodeChanges returns what was changed before one node became NotReady.
func NodeChanges(d *diagnosis.Diagnosis, f *diagnosis.Finding) []string {
	var lines []string
	for i := range d.Changes {
		c := &d.Changes[i]
		if apart, ok := c.Precedes(f); ok {
			lines = append(lines, change(d, c, apart, "", slices.Contains(c.Groups, f.Group)))
		}
	}
	return shownChanges(lines)
}

// Changed is the change that comes first for a node, in few words, if its problem depends on such a resource; else empty:
// "natGateways nat deleted by a person, 12m before (20:48:00 UTC)".
func Changed(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	for i := range d.Changes {
		c := &d.Changes[i]
		if apart, ok := c.Precedes(f); ok && slices.Contains(c.Groups, f.Group) {
			what := strings.TrimSpace(c.Type[strings.IndexByte(c.Type, '/')+1:] + " " + c.Name)
			return fmt.Sprintf("%s %s by %s, %s before (%s UTC)", what, state(c), actor(c.Actor), age(apart), clock(&c.Time, changeLayout(d, c)))
		}
	}
	return ""
}

// changeLayout is how the time of a change is written.
func changeLayout(d *diagnosis.Diagnosis, c *diagnosis.AzureChange) string {
	if otherDay(d, &c.Time) {
		return DayLayout + " " + ClockLayout
	}
	return ClockLayout
}

// state is what was done to a resource.
func state(c *diagnosis.AzureChange) string {
	text := "written"
	if c.Operation == "Delete" {
		text = "deleted"
	}
	switch c.Status {
	case "Succeeded":
		return text
	case "Failed", "Canceled":
		return "not " + text
	default:
		return "being " + text
	}
}

// shownChanges bounds a list of changes, and counts the rest.
func shownChanges(lines []string) []string {
	if more := len(lines) - changesShown; more > 0 {
		lines = append(lines[:changesShown:changesShown], Count(more, "more change")+": see azureChanges of -o json.")
	}
	return lines
}

// change is "20:52:00 UTC, 8m before: a person deleted Microsoft.Network/natGateways nat (the problem depends on such a resource)".
func change(d *diagnosis.Diagnosis, c *diagnosis.AzureChange, apart time.Duration, of string, related bool) string {
	text := clock(&c.Time, changeLayout(d, c)) + " UTC, " + strings.TrimSpace(age(apart)+" before "+of) + ": " + actor(c.Actor) + " " + done(c) + " " + strings.TrimSpace(c.Type+" "+c.Name)
	if c.Count > 1 {
		text += fmt.Sprintf(", %d times", c.Count)
	}
	if related {
		text += " (the problem depends on such a resource)"
	}
	return text
}

// actors are the kinds of who did something.
var actors = map[string]string{
	"AKS": "AKS", "ClusterIdentity": "the cluster's identity", "OtherIdentity": "another identity", "Person": "a person", "Platform": "the platform",
}

// Actor names the kind of who did something; it is empty for one that is not known.
func Actor(kind string) string { return actors[kind] }

// actor is Actor in the words of the changes before an outage.
func actor(kind string) string {
	switch kind {
	case "ClusterIdentity":
		return "the identity of the cluster"
	case "Platform":
		return "Azure"
	default:
		return cmp.Or(Actor(kind), "an unknown caller")
	}
}

// done is what was done to a resource.
func done(c *diagnosis.AzureChange) string {
	present, past := "write", "wrote"
	if c.Operation == "Delete" {
		present, past = "delete", "deleted"
	}
	switch c.Status {
	case "Succeeded":
		return past
	case "Failed", "Canceled":
		return "failed to " + present
	default:
		return "began to " + present
	}
}
