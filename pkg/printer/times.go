package printer

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

const (
	dayLayout   = "2006-01-02"
	clockLayout = "15:04:05"
	monthLayout = "01-02 15:04:05"
	minutes     = "15:04"
)

// stamp is a full time; every time that is printed is in UTC.
func stamp(t time.Time) string { return t.UTC().Format(dayLayout+" "+clockLayout) + " UTC" }

// day is the date of a time.
func day(t time.Time) string { return t.UTC().Format(dayLayout) }

// age is a duration as kubectl prints it.
func age(d time.Duration) string { return duration.HumanDuration(max(d, 0)) }

// otherDay says whether one of the times needs its date to be understood.
func otherDay(d *diagnosis.Diagnosis, times ...*metav1.Time) bool {
	return slices.ContainsFunc(times, func(t *metav1.Time) bool {
		return t != nil && day(t.Time) != day(d.TakenAt.Time)
	})
}

func clock(t *metav1.Time, layout string) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(layout)
}
