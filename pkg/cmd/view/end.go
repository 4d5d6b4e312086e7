package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
)

// namesInError is how many nodes the error of a time-out names.
const namesInError = 5

// Settled says why a watch is over by itself, after its last diagnosis: the incident of the demo ends, or everything
// that was listed is Ready again or gone; for --until-ready also which nodes it did not wait for.
func Settled(last *diagnosis.Diagnosis, ready, gone int, demo bool) string {
	if demo {
		return fmt.Sprintf("note: the incident of --demo ends here, after %s; what to do about it: kubectl autorepair diagnose --demo",
			duration.ShortHumanDuration(dump.PlayLength))
	}
	text := "note: there is nothing to wait for; nodes: " + strconv.Itoa(last.Summary.Total)
	if ready+gone > 0 {
		text = fmt.Sprintf("note: no node that was listed is down any more; Ready again: %d, removed: %d", ready, gone)
	}
	return text + Down(last)
}

// TimedOut returns the error of a watch whose time is over, with the nodes that it waits for.
func TimedOut(last *diagnosis.Diagnosis, names []string, timeout time.Duration) error {
	shown := strings.Join(names[:min(len(names), namesInError)], ", ")
	if more := len(names) - namesInError; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	unseen := last.Summary.Total < 0
	var text string
	switch {
	case unseen && len(names) > 0:
		text = "the nodes could not be listed; NotReady when they were last seen: " + shown
	case unseen:
		text = "the nodes could not be listed"
	case len(names) > 0:
		text = "still NotReady: " + shown
	default:
		text = "every node that was listed is Ready or gone" + Down(last)
	}
	return fmt.Errorf("the time of --timeout, %s, is over; %s", timeout, text)
}
