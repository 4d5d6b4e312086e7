package document

import "github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"

// What is listed of a node when there is more of it than a person reads: a faulty
// controller can write ten thousand of each.
const (
	AttemptsShown = 30
	DetailsShown  = 10
	MomentsShown  = 100
)

// What an overview has that is not whole. A large outage or a faulty controller can make ten thousand
// problems; where many nodes have a common cause the single node matters less; and of a problem so many
// causes, and so many steps, leave the others in sight.
const (
	problemsShown      = 40
	nodesOfCommonCause = 10
	adviceShown        = 3
)

// Limits bound the raw text of an error, of which events hold 1024 bytes, and the
// message of one line of the timeline.
func Limits() clean.Limits { return clean.Limits{"Details": 4000, "Message": 400} }

// ShortLimits bound the raw text of an error where it is one line among many.
func ShortLimits() clean.Limits { return clean.Limits{"Details": 240} }
