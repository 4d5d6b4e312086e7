package printer

// What is listed of a node when there is more of it than a person reads: from a controller
// that runs wild there can be ten thousand of each.
const (
	attemptsShown = 30
	momentsShown  = 100
)

// nodeLimits bound the raw text of an error, of which events hold 1024 bytes, and the
// message of one line of the timeline.
func nodeLimits() limits { return limits{"Details": 4000, "Message": 400} }
