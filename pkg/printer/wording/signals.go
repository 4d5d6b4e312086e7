package wording

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

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
