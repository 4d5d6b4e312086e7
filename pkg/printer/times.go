package printer

import (
	"fmt"
	"time"

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

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// are is the verb that follows n nodes.
func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// have is the other verb that follows n nodes.
func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// ready says whether the finding is about a node that is Ready.
func ready(f *diagnosis.Finding) bool {
	return f.State == diagnosis.Healthy || f.State == diagnosis.Recovered
}

// outage is how long the node has been NotReady, with ">=" when it may be longer.
func outage(f *diagnosis.Finding) string {
	switch {
	case ready(f):
		return "Ready"
	case f.NotReadySince == nil && f.State == diagnosis.Removed:
		return "removed"
	case f.NotReadySince == nil:
		return "unknown"
	case f.AtLeast:
		return ">=" + age(f.NotReadyFor.Duration)
	default:
		return age(f.NotReadyFor.Duration)
	}
}
