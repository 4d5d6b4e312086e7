package wording

import (
	"cmp"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Tone says by one word how a thing is. Each writer shows it in its own way, and never
// alone: the words beside it say the same.
type Tone string

// The tones. Most things have none.
const (
	ToneBad  Tone = "bad"
	ToneWarn Tone = "warn"
	ToneGood Tone = "good"
	ToneNote Tone = "note"
)

// Fact is a label with its text. An empty text leaves the fact out.
type Fact struct {
	Label, Text string
	Tone        Tone
}

// SeverityTone returns the tone of what has a severity.
func SeverityTone(s knowledge.Severity) Tone {
	return cmp.Or(map[knowledge.Severity]Tone{knowledge.SeverityError: ToneBad, knowledge.SeverityWarning: ToneWarn}[s], ToneNote)
}

// FixTone returns the tone of a problem on a terminal: bad is what a person has to fix, and not what
// Azure has to, or what needs nobody.
func FixTone(s knowledge.Severity, o knowledge.Owner) Tone {
	if s == knowledge.SeverityError && (o == knowledge.OwnerCustomer || o == knowledge.OwnerEither) {
		return ToneBad
	}
	return ToneNote
}

// NodeTone is the FixTone of a node, by its entries, the most specific first; good where it is Ready.
func NodeTone(f *diagnosis.Finding, entries []*knowledge.Entry) Tone {
	switch {
	case Ready(f):
		return ToneGood
	case len(entries) == 0:
		return ToneNote
	default:
		return FixTone(entries[0].Severity, entries[0].Owner)
	}
}

// DiagnosisTone returns the tone of a whole diagnosis. Nodes that are down outweigh what
// was not seen.
func DiagnosisTone(d *diagnosis.Diagnosis) Tone {
	s := d.Summary
	switch {
	case s.Listed+s.Unread+s.Removed > 0:
		return ToneBad
	case len(d.Gaps) > 0 || s.Total < 0:
		return ToneWarn
	default:
		return ToneGood
	}
}

// ListTone returns the tone of the diagnoses of several clusters.
func ListTone(l *diagnosis.List) Tone {
	switch t := newTally(l); {
	case t.broken > 0:
		return ToneBad
	case !l.Complete():
		return ToneWarn
	default:
		return ToneGood
	}
}
