package clock

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// readSoon is within which after its newest time the time of a file counts as that of the dump: a file
// that was copied later says nothing.
const readSoon = time.Hour

// Reading is an estimate of what time it was.
type Reading struct {
	// At is the best estimate, zero where nothing shows a time.
	At time.Time
	// Clock is how sure it is; nil where it is exact.
	Clock *snapshot.Clock
	// Gaps name the witnesses that are wrong whatever the truth is.
	Gaps []snapshot.Gap
}

// Set makes the reading the time of a snapshot.
func (r Reading) Set(s *snapshot.Snapshot) {
	s.TakenAt, s.Clock = r.At, r.Clock
	s.Gaps = append(s.Gaps, r.Gaps...)
}

// Dump estimates when a dump was made: the newest time in its objects, unless that is of one witness
// alone and others speak against it. Read is when a text without a file time was read, zero for others.
// The time of a file, which copies and archives change, decides only where the objects have no time, or
// where a single one is later than its file.
func (w *Witnesses) Dump(read time.Time) Reading {
	file := w.file
	if file.at.IsZero() {
		file = witness{clock: "file", says: "the clock of this machine", at: read}
	}
	if len(w.newest) == 0 {
		return Reading{At: file.at}
	}
	agreed, newest := w.supported()
	lone := newest.at.Sub(agreed.at) > agreement
	r := Reading{At: newest.at}
	switch {
	case !lone:
		r.between(agreed.at, w.latest(newest, file), lateDoubt(newest, file))
	case file.confirms(newest):
		earlier, later := file.at, newest.at
		if later.Before(earlier) {
			earlier, later = later, earlier
		}
		r.between(earlier, later, lateDoubt(newest, file))
	case w.alivePast(agreed):
		for _, one := range w.newest {
			if one.at.Sub(agreed.at) <= agreement {
				r.At = snapshot.Later(agreed.at, one.at)
				break // they are newest first
			}
		}
	case !w.file.at.IsZero() && newest.at.Sub(file.at) > agreement && !file.at.Before(agreed.at.Add(-agreement)):
		r.At = snapshot.Later(agreed.at, file.at)
		r.between(r.At, newest.at, loneDoubt(newest, agreed))
		if !newest.ofNode { // of others Outliers says it
			r.Gaps = append(r.Gaps, disagreement(newest, r.At))
		}
	default:
		r.between(agreed.at, newest.at, loneDoubt(newest, agreed))
	}
	if len(w.newest) == 1 { // of several the file speaks against, the file is wrong
		r.Gaps = w.againstFile(r.At)
	}
	return r
}

// againstFile returns the gap of a file that is older than what it holds.
func (w *Witnesses) againstFile(at time.Time) []snapshot.Gap {
	if w.file.at.IsZero() || at.Sub(w.file.at) <= agreement {
		return nil
	}
	return []snapshot.Gap{disagreement(w.file, at)}
}

// Page estimates when the pages of kubectl were made whose ages were counted from a moment: that
// moment, or the newest time on them.
func (w *Witnesses) Page(moment time.Time) Reading {
	at := snapshot.Later(moment, w.Newest())
	return Reading{At: at, Gaps: w.againstFile(at)}
}

// confirms reports whether two witnesses show the same time.
func (one witness) confirms(other witness) bool {
	return !one.at.IsZero() && one.at.Sub(other.at).Abs() <= agreement
}

// alivePast reports whether enough kubelets that live have reported so shortly before a time that it
// cannot have been much later.
func (w *Witnesses) alivePast(agreed witness) bool {
	near := 0
	for _, one := range w.alive {
		if agreed.at.Sub(one.at).Abs() <= reportPeriod {
			near++
		}
	}
	return near >= enoughAlive
}

// latest returns how late it may have been where the newest times agree: the time of the file, if that
// is soon after them and the kubelets do not say better.
func (w *Witnesses) latest(newest, file witness) time.Time {
	if after := file.at.Sub(newest.at); after > 0 && after <= readSoon && !w.alivePast(newest) {
		return file.at
	}
	return newest.at
}

// between makes the reading unsure.
func (r *Reading) between(earliest, latest time.Time, doubt string) {
	if earliest.Before(latest) {
		r.Clock = &snapshot.Clock{Earliest: earliest, Latest: latest, Doubt: doubt, Action: giveTime}
	}
}

// giveTime is what helps where it is not known what time it was.
const giveTime = "Give the time of the dump with --at."

func loneDoubt(newest, agreed witness) string {
	return fmt.Sprintf("Only %s shows that it was %s; the next time, of %s, is %s earlier.",
		newest.says, stamp(newest.at), agreed.says, span(newest.at.Sub(agreed.at)))
}

func lateDoubt(newest, file witness) string {
	if file.at.After(newest.at) {
		return fmt.Sprintf("The newest time in the dump is %s, of %s, and %s is %s later.", stamp(newest.at), newest.says, file.says, span(file.at.Sub(newest.at)))
	}
	return fmt.Sprintf("The newest time in the dump is %s, of %s alone.", stamp(newest.at), newest.says)
}

// disagreement is the gap of a witness whose time cannot be right.
func disagreement(one witness, now time.Time) snapshot.Gap {
	direction, by := "before", now.Sub(one.at)
	if by < 0 {
		direction, by = "after", -by
	}
	return snapshot.Gap{
		Source: snapshot.SourceClocks, Subjects: []string{"whether a clock is right"},
		Reason: fmt.Sprintf("%s is %s %s %s, which the other times show.", upper(one.says), span(by), direction, stamp(now)),
		Action: "If the other times are wrong, " + lower(giveTime),
	}
}
