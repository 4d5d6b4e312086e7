package repair

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// verdict is what is concluded about one node.
type verdict struct {
	state diagnosis.State
	// reasons are the table's codes for why nothing was tried or seen, the first decides.
	reasons []string
	// further are more reasons, which do not decide the state.
	further []string
	// refinements are the codes of entries that say more than the code of newestError.
	refinements []string
	// newestError is the attempt whose code is reported, nil when none failed.
	newestError *attempts.Attempt
}

// judge concludes from the attempts of this outage, and where there are none from the
// reasons why AKS does not act and from what the events can show at all.
func (c *clusterView) judge(k nodeCase, t *knowledge.Table) verdict {
	v := verdict{newestError: newestError(k.current)}
	if v.newestError == nil && (k.node != nil || k.readyByEvents) {
		v.newestError = newestError(k.attempts)
	}
	switch {
	case c.backByEvents(k):
		v.state, v.further = diagnosis.Recovered, []string{c.unread(reasonNodeUnread)}
		return v
	case k.node == nil && c.mayExist(k.name):
		v.state, v.reasons = c.stateOfUnread(k)
	case k.node == nil:
		v.state = diagnosis.Removed
	case snapshot.Ready(k.node) && len(k.attempts) == 0:
		v.state = diagnosis.Healthy
	case snapshot.Ready(k.node):
		v.state = diagnosis.Recovered
	case len(k.current) > 0:
		v.state = c.stateOfAttempts(k)
	default:
		v.state, v.reasons = c.stateOfSilence(k, t)
	}
	v.refine(k.node)
	v.further = c.furtherReasons(k, v.state, t)
	return v
}

// backByEvents reports whether of a node that was repaired and could not be read the newest event says
// that it is Ready.
func (c *clusterView) backByEvents(k nodeCase) bool {
	_, scanned := c.scanned[k.name]
	return k.readyByEvents && !scanned && c.mayExist(k.name) && len(k.attempts) > 0
}

// stateOfUnread is for a node that was not read. A page without its condition can show what was tried all
// the same, and whether that helped is then not known.
func (c *clusterView) stateOfUnread(k nodeCase) (diagnosis.State, []string) {
	if state := c.stateOfAttempts(k); c.pagesOnly && state != "" && state != diagnosis.CompletedStillNotReady {
		return state, nil
	}
	return diagnosis.NotVisible, []string{c.unread(reasonNodeUnread)}
}

// furtherReasons returns reasons that apply although they do not decide the state: marks on a
// node that was repaired despite them, and events that could not be read.
func (c *clusterView) furtherReasons(k nodeCase, state diagnosis.State, t *knowledge.Table) []string {
	var reasons []string
	if k.node != nil && state != diagnosis.Suppressed && state != diagnosis.Healthy && state != diagnosis.Recovered {
		reasons = c.temporaryMarks(k, t)
	}
	if (state == diagnosis.Healthy || state == diagnosis.Recovered) && !c.eventsListed && !c.pagesOnly {
		reasons = append(reasons, reasonEventsUnread)
	}
	return reasons
}

// stateOfAttempts is for a node that AKS has tried to repair in this outage, empty for any other.
func (c *clusterView) stateOfAttempts(k nodeCase) diagnosis.State {
	if len(k.current) == 0 {
		return ""
	}
	newest := newestAttempt(k.current)
	fresh := func() bool { return !c.now.Passed(newest.Last, stepTime) && !c.now.Future(newest.Last) }
	last := newest.Action == diagnosis.Redeploy || (newest.Action == diagnosis.Reimage && osOf(k.node) == "windows")
	switch {
	case newest.Round >= maxRounds && last && (newest.Failed() || !fresh()):
		return diagnosis.Exhausted
	case newest.Failed():
		return diagnosis.Failed
	case fresh():
		return diagnosis.InProgress
	case newest.End != nil:
		return diagnosis.CompletedStillNotReady
	default:
		return diagnosis.NoOutcome
	}
}

// stateOfSilence is for a node that is NotReady and has no event of a repair.
func (c *clusterView) stateOfSilence(k nodeCase, t *knowledge.Table) (diagnosis.State, []string) {
	if reasons := c.suppressions(k, t); len(reasons) > 0 {
		return diagnosis.Suppressed, reasons
	}
	return c.visibility(k.outage)
}

// visibility returns NotAttempted where the events show that nothing was tried, and
// NotVisible with the reason where they cannot: they were not read, they have expired, the
// user left them out, or the start of the outage is not known.
func (c *clusterView) visibility(o outage) (diagnosis.State, []string) {
	if c.eventsListed && (c.window.From == nil || c.window.From.After(o.since)) {
		c.now.Passed(o.since, c.reach) // notes whether that is sure
	}
	switch {
	case !c.eventsListed:
		return diagnosis.NotVisible, []string{c.unread(reasonEventsUnread)}
	case c.eventsReach(o.since) && !o.atLeast:
		return diagnosis.NotAttempted, nil
	case c.eventsReach(o.since):
		return diagnosis.NotVisible, []string{reasonStartUnknown}
	case !o.since.Before(c.takenAt.Add(-retention)):
		return diagnosis.NotVisible, []string{reasonLeftOutBySince}
	default:
		return diagnosis.NotVisible, []string{reasonEventsExpired}
	}
}

// unread returns the reason why something was not read: a page does not show it, whatever the reason
// would be with a cluster.
func (c *clusterView) unread(reason string) string {
	if c.pagesOnly {
		return reasonNotOnPage
	}
	return reason
}

// newestError returns the attempt that failed last, nil when none did.
func newestError(all []attempts.Attempt) *attempts.Attempt {
	var newest *attempts.Attempt
	for i := range all {
		a := &all[i]
		if a.Failed() && (newest == nil || !a.Attempt.Error.Time.Before(newest.Attempt.Error.Time)) {
			newest = a
		}
	}
	return newest
}

// entries returns the table's codes that apply to a node, the most specific first: what refines
// the code and the code, where the state is about an error; what is wrong with the node; the
// reason, where nothing was tried, before that if it explains the outage too or AKS is at work;
// symptoms that follow from others last.
func (v verdict) entries(causes, symptoms []string, t *knowledge.Table) []string {
	var codes []string
	add := func(more ...string) {
		for _, code := range more {
			if code != "" && !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	if v.aboutError() {
		add(v.refinements...)
		add(v.newestError.Code)
	}
	if v.state == diagnosis.InProgress {
		add(string(v.state))
	}
	if v.reasonsFirst(t, len(causes) > 0) {
		add(v.reasons...)
	}
	add(causes...)
	if best := bestSymptom(symptoms); v.silent() {
		add(best)
	}
	add(v.reasons...)
	if !slices.Contains(v.reasons, reasonNotOnPage) { // the state would say that the node is NotReady
		add(string(v.state))
	}
	add(v.further...)
	if v.newestError != nil {
		add(v.refinements...)
		add(v.newestError.Code)
	}
	add(symptoms...)
	return codes
}

// reasonsFirst reports whether the reason why nothing was tried or seen says more than what is wrong
// with the node: it explains the outage, concerns more than the node, or only asks to wait.
func (v verdict) reasonsFirst(t *knowledge.Table, cause bool) bool {
	if len(v.reasons) == 0 || v.state == diagnosis.NotVisible {
		return false
	}
	e := t.Entry(v.reasons[0])
	wide := e != nil && e.Scope != "" && e.Scope != knowledge.ScopeNode
	return e != nil && e.Down || wide && !cause || v.reasons[0] == reasonNotDueYet
}

// silent reports whether the state says only what was not tried or not seen.
func (v verdict) silent() bool {
	switch v.state {
	case diagnosis.NotAttempted, diagnosis.NotVisible, diagnosis.Suppressed:
		return !v.aboutError()
	default:
		return false
	}
}

// bestSymptom returns the first symptom that is more than the node's silence, empty when none is.
func bestSymptom(symptoms []string) string {
	for _, code := range symptoms {
		if code != reasonWindowsNoRedeploy && !slices.Contains(lastResort, code) {
			return code
		}
	}
	return ""
}

// aboutError reports whether the error is the headline: the newest thing known of the node.
func (v verdict) aboutError() bool {
	switch v.state {
	case diagnosis.Failed, diagnosis.Exhausted, diagnosis.Removed, diagnosis.NotVisible:
		return v.newestError != nil
	default:
		return false
	}
}

// refine finds the entries that say more than the code: an exit code of the node's
// operating system, or a code of Entra.
func (v *verdict) refine(n *corev1.Node) {
	if v.newestError == nil {
		return
	}
	for _, entry := range v.newestError.Match.Refinements {
		if entry.FitsOS(knowledge.Platform(osOf(n))) {
			v.refinements = append(v.refinements, entry.Code)
		}
	}
}
