package answers

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// available is the state of a VM that the platform sees no problem with.
const available = "Available"

// health is what the platform says of a VM at a time.
type health struct {
	node, state, reason, actor, message string
	at                                  time.Time
}

// preempted is how annotations name the eviction of a spot VM.
const preempted = "VirtualMachinePreempted"

// healthState reads a state of Resource Health, or a note about one.
func (r *reading) healthState(o object) {
	id, _, _ := strings.Cut(strings.ToLower(cmp.Or(o.text("targetresourceid"), o.text("id"))), "/providers/microsoft.resourcehealth/")
	target := parseID(id)
	if target.vm == "" && (target.scaleSet != "" || id != "") {
		return // of something else than a VM
	}
	h := health{
		node: cmp.Or(target.node(), Unnamed), state: o.text("availabilitystate"), reason: o.text("annotationname"),
		message: joinTexts(cmp.Or(o.text("title"), o.text("reason")), o.text("summary")),
		at:      cmp.Or(o.time("occuredtime"), o.time("occurredtime"), o.time("reportedtime")),
	}
	h.actor = healthActor(o.text("context"), o.text("reasontype"))
	if h.state == "" && h.reason != "" { // a note says that the VM was not available, and why
		h.state = "Unavailable"
	}
	r.addHealth(h)
}

// healthEntry reads an entry of the activity log about the health of a resource. Its properties have
// had two sets of names.
func (r *reading) healthEntry(o object) {
	p := o.child("properties")
	target := parseID(targetOf(o))
	if target.vm == "" {
		return
	}
	h := health{
		node: cmp.Or(target.node(), Unnamed), state: cmp.Or(p.text("currenthealthstatus"), p.text("healthstatus")),
		actor:   healthActor(p.text("cause"), p.text("healtheventcause")),
		message: joinTexts(p.text("title"), p.text("details")), at: entryTime(o),
	}
	if strings.EqualFold(o.text("status"), "Resolved") && (h.state == "" || h.state == "Unavailable") {
		h.state = available
	}
	r.addHealth(h)
}

// addHealth keeps a state.
func (r *reading) addHealth(h health) {
	if h.reason == preempted || strings.Contains(strings.ToLower(h.message), "preempted") {
		h.reason, h.actor = preempted, "" // the platform does it, and it is no fault
	}
	if h.state != "" {
		r.healths = append(r.healths, h)
	}
}

// healthActor returns who made a VM unavailable, where that is the platform. What is said to be by a
// customer or a user can be AKS, whose repairs look the same.
func healthActor(causes ...string) string {
	for _, cause := range causes {
		if strings.HasPrefix(strings.ToLower(cause), "platform") {
			return actorPlatform
		}
	}
	return ""
}

// joinTexts joins a title and what it stands above.
func joinTexts(title, text string) string {
	if title == "" || text == "" {
		return title + text
	}
	return strings.TrimSuffix(title, ".") + ": " + text
}

// finishHealth makes facts of the states of each VM. A state holds until the next one, and that a VM
// is available is said only where it was so all the time: it would rule out what went before.
func (r *reading) finishHealth() {
	slices.SortStableFunc(r.healths, func(a, b health) int { return cmp.Or(strings.Compare(a.node, b.node), a.at.Compare(b.at)) })
	disturbed := map[string]bool{}
	for i := range r.healths {
		h := &r.healths[i]
		disturbed[h.node] = disturbed[h.node] || h.state != available
	}
	for i := range r.healths {
		h := &r.healths[i]
		if h.state == available && disturbed[h.node] {
			continue
		}
		f := snapshot.Fact{Node: h.node, Source: sourceHealth, Type: "Availability", Status: h.state, Reason: h.reason, Actor: h.actor, Message: h.message, Time: h.at}
		if i+1 < len(r.healths) && r.healths[i+1].node == h.node {
			f.Until = r.healths[i+1].at
		}
		if h.state == "Unavailable" && h.actor == "" {
			f.Actor = r.repairedBy(h.node, h.at)
		}
		r.fact(f)
	}
}

// sameMoment is how far the entries of an operation and of what it does to the health of a VM lie apart.
const sameMoment = 3 * time.Minute

// repairedBy returns AKS where the log shows that it acted on a VM at a time.
func (r *reading) repairedBy(node string, at time.Time) string {
	for i := range r.facts {
		f := &r.facts[i]
		if f.Source == sourceLog && f.Node == node && f.Actor == actorAKS && !at.Before(f.Time.Add(-sameMoment)) && at.Before(f.Time.Add(sameMoment)) {
			return actorAKS
		}
	}
	return ""
}
