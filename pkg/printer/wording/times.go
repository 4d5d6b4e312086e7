package wording

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Layouts of the times that are printed, for time.Time.Format.
const (
	DayLayout    = "2006-01-02"
	ClockLayout  = "15:04:05"
	MonthLayout  = "01-02 15:04:05"
	MinuteLayout = "15:04"
)

// Stamp returns a full time; every time that is printed is in UTC.
func Stamp(t time.Time) string { return t.UTC().Format(DayLayout+" "+ClockLayout) + " UTC" }

// Day returns the date of a time.
func Day(t time.Time) string { return t.UTC().Format(DayLayout) }

// age returns a duration as kubectl prints it.
func age(d time.Duration) string { return duration.HumanDuration(max(d, 0)) }

// otherDay reports whether one of the times needs its date to be understood.
func otherDay(d *diagnosis.Diagnosis, times ...*metav1.Time) bool {
	return slices.ContainsFunc(times, func(t *metav1.Time) bool {
		return t != nil && Day(t.Time) != Day(d.TakenAt.Time)
	})
}

func clock(t *metav1.Time, layout string) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(layout)
}
