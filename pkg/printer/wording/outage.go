package wording

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Ready reports whether the finding is about a node that is Ready.
func Ready(f *diagnosis.Finding) bool {
	return f.State == diagnosis.Healthy || f.State == diagnosis.Recovered
}

// ReadyNow says that a node is Ready, and what says so where its Node object was not read.
func ReadyNow(f *diagnosis.Finding) string {
	if f.Condition.Status == "" {
		return "The newest event about the node says that it is Ready."
	}
	return "The node is Ready."
}

// Outage is how long the node has been NotReady, with ">=" when it may be longer.
func Outage(f *diagnosis.Finding) string { return outage(f, ">=") }

// OutageWords is the same in a sentence.
func OutageWords(f *diagnosis.Finding) string { return outage(f, "at least ") }

// AtLeast reports whether Outage is a bound.
func AtLeast(f *diagnosis.Finding) bool { return !Ready(f) && f.NotReadySince != nil && f.AtLeast }

func outage(f *diagnosis.Finding, bound string) string {
	switch {
	case Ready(f):
		return "Ready"
	case f.NotReadySince == nil && f.State == diagnosis.Removed:
		return "removed"
	case f.NotReadySince == nil:
		return "unknown"
	case f.AtLeast:
		return bound + age(f.NotReadyFor.Duration)
	default:
		return age(f.NotReadyFor.Duration)
	}
}

// Since is how long the outage lasts and since when; empty where that is not known.
func Since(f *diagnosis.Finding) string {
	if f.NotReadySince == nil {
		return ""
	}
	text := age(f.NotReadyFor.Duration) + ", since " + Stamp(f.NotReadySince.Time)
	if f.AtLeast {
		return "at least " + text + "; the outage may be older than what can be seen"
	}
	return text
}

// heartbeat says when the kubelet last renewed its lease and last wrote its status.
func heartbeat(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	h := f.Heartbeat
	if h == nil {
		return ""
	}
	var parts []string
	if h.Lease != nil {
		parts = append(parts, "lease renewed "+age(d.TakenAt.Sub(h.Lease.Time))+" ago")
	}
	if h.Status != nil {
		parts = append(parts, "status written "+age(d.TakenAt.Sub(h.Status.Time))+" ago")
	}
	return strings.Join(parts, ", ")
}

// ExpectedNext says what AKS is expected to do, and that it is a guess.
func ExpectedNext(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	e := f.Next
	if e == nil {
		return ""
	}
	when := "in about " + age(e.About.Sub(d.TakenAt.Time))
	if late := d.TakenAt.Sub(e.About.Time); late >= 0 {
		when = "by now"
		if late >= time.Minute {
			when = "since " + age(late)
		}
	}
	return fmt.Sprintf("a %s, round %d, about %s UTC, %s (%s: from the times seen in a public sample)",
		strings.ToLower(string(e.Action)), e.Round, e.About.UTC().Format(MinuteLayout), when, e.Confidence)
}

// LastStep returns what AKS did last; what it did in an outage before this one is marked.
func LastStep(f *diagnosis.Finding) (string, Tone) {
	if len(f.Attempts) == 0 {
		return "none seen", ""
	}
	a := &f.Attempts[len(f.Attempts)-1]
	phase := LastPhase(a)
	text := strings.ToLower(string(a.Action) + " " + string(phase))
	if a.Earlier && !Ready(f) {
		text = "earlier: " + text
	}
	if phase == diagnosis.Error {
		return text, ToneWarn
	}
	return text, ""
}

// LastPhase is how far an attempt got. An error counts, whatever else was reported.
func LastPhase(a *diagnosis.Attempt) diagnosis.Phase {
	switch {
	case a.Error != nil:
		return diagnosis.Error
	case a.End != nil:
		return diagnosis.End
	default:
		return diagnosis.Start
	}
}
