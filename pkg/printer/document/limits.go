package document

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"

// What is listed of a node when there is more of it than a person reads: a faulty
// controller can write ten thousand of each.
const (
	AttemptsShown = 30
	DetailsShown  = 10
	MomentsShown  = 100
)

// Limits bound the raw text of an error, of which events hold 1024 bytes, and the
// message of one line of the timeline.
func Limits() clean.Limits { return clean.Limits{"Details": 4000, "Message": 400} }
