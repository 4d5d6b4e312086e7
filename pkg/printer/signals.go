package printer

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// signals adds what the node's conditions and events tell beside the code. Conditions
// that the table does not know are listed apart and not judged.
func (p *page) signals(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	for _, part := range []struct {
		title string
		known bool
	}{{"Seen on the node, causes before symptoms", true}, {"Conditions that are not known here, and not judged", false}} {
		first := true
		for i := range f.Signals {
			s := &f.Signals[i]
			if (s.Entry != "") != part.known {
				continue
			}
			if first {
				p.heading(part.title)
				first = false
			}
			p.prose(inkPlain, "  - ", signalText(d, s))
		}
	}
}

// signalText is "Name (cause; condition since 5m, x3; Reason): message".
func signalText(d *diagnosis.Diagnosis, s *diagnosis.Signal) string {
	var facts []string
	if s.Role != "" {
		facts = append(facts, string(s.Role))
	}
	source := s.Source
	if s.Time != nil {
		preposition := " since "
		if source == "event" {
			preposition = " of "
		}
		source += preposition + s.Time.UTC().Format(clockLayout) + ", " + age(d.TakenAt.Sub(s.Time.Time)) + " ago"
	}
	if s.Count > 1 {
		source += fmt.Sprintf(", x%d", s.Count)
	}
	facts = append(facts, source)
	if s.Reason != "" {
		facts = append(facts, s.Reason)
	}
	text := s.Name + " (" + strings.Join(facts, "; ") + ")"
	if s.Message != "" {
		text += ": " + s.Message
	}
	return text
}

// next says what AKS is expected to do, and that it is a guess.
func next(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
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
		strings.ToLower(string(e.Action)), e.Round, e.About.UTC().Format(minutes), when, e.Confidence)
}

// heartbeat says when the kubelet last gave a sign of life, and what the two signs say together.
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
