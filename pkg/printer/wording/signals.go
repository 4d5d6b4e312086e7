package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// The titles over signals.
const (
	seen = "Seen on the node, causes before symptoms"
	// Reported is the title over what Azure reports.
	Reported = "What Azure reports"
	unknown  = "Conditions that are not known here, and not judged"
)

// SignalKinds are the titles over the signals of a node, in the order of reading.
func SignalKinds() []string { return []string{seen, Reported, unknown} }

// SignalKind is the title that a signal stands under.
func SignalKind(s *diagnosis.Signal) string {
	switch {
	case s.Entry != "":
		return seen
	case strings.HasPrefix(s.Source, "azure-"):
		return Reported
	default:
		return unknown
	}
}

// InAzure is what Azure reports of a node and its VM, in a few words: "PowerState=deallocated,
// ProvisioningState=failed (AllocationFailed)".
func InAzure(f *diagnosis.Finding) string {
	var states []string
	for i := range f.Signals {
		s := &f.Signals[i]
		if !strings.HasPrefix(s.Source, "azure-") {
			continue
		}
		text := s.Name
		if s.Reason != "" {
			text += " (" + s.Reason + ")"
		}
		if !slices.Contains(states, text) {
			states = append(states, text)
		}
	}
	return strings.Join(states, ", ")
}

// Report is Signal for what no node stands for, with the command that explains it.
func Report(d *diagnosis.Diagnosis, s *diagnosis.Signal) string {
	text := Signal(d, s)
	if s.Entry != "" {
		text = Sentence(strings.TrimRight(text, ".")) + " See: kubectl autorepair explain " + ShellWord(s.Entry)
	}
	return text
}

// Signal is "Name (cause; condition since 5m, x3; Reason): message".
func Signal(d *diagnosis.Diagnosis, s *diagnosis.Signal) string {
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
		source += preposition + s.Time.UTC().Format(ClockLayout) + ", " + age(d.TakenAt.Sub(s.Time.Time)) + " ago"
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
