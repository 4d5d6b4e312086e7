package wording

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Ago is how long before the diagnosis a moment was; one that a clock which is ahead has shown was not.
func Ago(d *diagnosis.Diagnosis, m *diagnosis.Moment) string {
	if ahead := m.Time.Sub(d.TakenAt.Time); ahead >= time.Minute {
		return age(ahead) + " ahead"
	}
	return age(d.TakenAt.Sub(m.Time.Time)) + " ago"
}

// Moment is "Reason (source, x3): message".
func Moment(m *diagnosis.Moment) string {
	from := m.Source
	if m.Count > 1 {
		from += fmt.Sprintf(", x%d", m.Count)
	}
	if m.Previous {
		from += ", previous node of this name"
	}
	text := m.Reason + " (" + from + ")"
	if message := ownMessage(m); message != "" {
		text += ": " + message
	}
	return text
}

// repairEvent is the reason of an auto-repair event.
var repairEvent = lazy.Pattern(`^Node(Reboot|Reimage|Redeploy)(Start|End|Error)$`)

// learnMore is how the messages of such events end.
var learnMore = lazy.Pattern(`\s*Learn more: aka\.ms/\S*\s*$`)

// ownMessage returns the message without what every event of its kind says: the message of
// a Start or End repeats its reason, and that of an Error ends in a link.
func ownMessage(m *diagnosis.Moment) string {
	switch {
	case !repairEvent().MatchString(m.Reason):
		return m.Message
	case !strings.HasSuffix(m.Reason, string(diagnosis.Error)):
		return ""
	default:
		return learnMore().ReplaceAllString(m.Message, "")
	}
}

// MomentTone marks a moment that is the error of a repair.
func MomentTone(m *diagnosis.Moment) Tone {
	if strings.HasSuffix(m.Reason, string(diagnosis.Error)) {
		return ToneWarn
	}
	return ""
}
