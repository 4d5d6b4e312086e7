package repair

import (
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

const (
	// stepTime is how long a step is given before its missing effect is held against it.
	// In the one public sample of a production cluster the steps follow each other after
	// five minutes; this is twice that.
	// Source: root-cause write-up in https://github.com/Azure/ARO-HCP (May 2026).
	stepTime = 10 * time.Minute
	// maxRounds is how often AKS goes through the sequence.
	// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
	maxRounds = 3
	// retention is how long AKS keeps events. Source: https://learn.microsoft.com/azure/aks/events
	retention = time.Hour
)

// verdict is what is concluded about one node.
type verdict struct {
	state State
	// reasons are the table's codes for why nothing was tried or seen, the first decides.
	reasons []string
	// newestError is the attempt whose code is reported, nil when none failed.
	newestError *attempt
}

// judge concludes from the attempts of this outage, and where there are none from the
// reasons why AKS does not act and from what the events can show at all.
func (c *clusterView) judge(k nodeCase) verdict {
	v := verdict{newestError: newestError(k.current)}
	switch {
	case k.node == nil && c.mayExist(k.name):
		v.state, v.reasons = NotVisible, []string{reasonNodeUnread}
	case k.node == nil:
		v.state = Removed
	case cluster.Ready(k.node) && len(k.attempts) == 0:
		v.state = Healthy
	case cluster.Ready(k.node):
		v.state = Recovered
	case len(k.current) > 0:
		v.state = c.stateOfAttempts(k)
	default:
		v.state, v.reasons = c.stateOfSilence(k)
	}
	return v
}

func (c *clusterView) stateOfAttempts(k nodeCase) State {
	newest := slices.MaxFunc(k.current, func(a, b attempt) int { return a.last.Compare(b.last) })
	fresh := c.takenAt.Sub(newest.last) < stepTime
	last := newest.Action == Redeploy || (newest.Action == Reimage && osOf(k.node) == "windows")
	switch {
	case newest.Round >= maxRounds && last && (newest.failed() || !fresh):
		return Exhausted
	case newest.failed():
		return Failed
	case fresh:
		return InProgress
	case newest.End != nil:
		return CompletedStillNotReady
	default:
		return NoOutcome
	}
}

// stateOfSilence is for a node that is NotReady and has no event of a repair.
func (c *clusterView) stateOfSilence(k nodeCase) (State, []string) {
	if reasons := c.suppressions(k.node, k.outage); len(reasons) > 0 {
		return Suppressed, reasons
	}
	switch {
	case !c.eventsListed:
		return NotVisible, []string{reasonEventsUnread}
	case k.outage.atLeast || !c.eventsReach(k.outage.since):
		return NotVisible, []string{reasonEventsExpired}
	default:
		return NotAttempted, nil
	}
}

// newestError is the attempt that failed last, nil when none did.
func newestError(attempts []attempt) *attempt {
	var newest *attempt
	for i := range attempts {
		a := &attempts[i]
		if a.failed() && (newest == nil || !a.Attempt.Error.Time.Before(newest.Attempt.Error.Time)) {
			newest = a
		}
	}
	return newest
}

// entries are the table's codes that apply to a node, the most telling first: the code
// where the state is about an error, the reason where nothing was tried, then the state.
func (v verdict) entries() []string {
	var codes []string
	add := func(more ...string) {
		for _, code := range more {
			if code != "" && !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	if v.aboutError() {
		add(v.errorCodes()...)
	}
	add(v.reasons...)
	add(string(v.state))
	add(v.errorCodes()...)
	return codes
}

// aboutError says whether the error is the headline: the newest thing known of the node.
func (v verdict) aboutError() bool {
	switch v.state {
	case Failed, Exhausted, Removed, NotVisible:
		return v.newestError != nil
	default:
		return false
	}
}

// errorCodes are the code of the newest error and what refines it.
func (v verdict) errorCodes() []string {
	if v.newestError == nil {
		return nil
	}
	codes := []string{v.newestError.Code}
	for _, entry := range v.newestError.match.Refinements {
		codes = append(codes, entry.Code)
	}
	return codes
}
