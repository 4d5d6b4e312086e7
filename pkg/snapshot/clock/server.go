package clock

import (
	"sync"
	"time"
)

// Server is the clock of a server, as the Date of its answers shows it. It is safe for concurrent use.
type Server struct {
	now func() time.Time

	mu sync.Mutex
	// ahead is by how much its clock is ahead of this computer's, between two bounds: a Date has
	// whole seconds, and an answer takes its time. There are none before the first answer.
	least, most time.Duration
	known       bool
}

// NewServer returns the clock of a server of which nothing is known yet; now is the clock of this
// computer.
func NewServer(now func() time.Time) *Server { return &Server{now: now} }

// dateLayout is that of the header Date. Source: RFC 9110, 5.6.7.
const dateLayout = "Mon, 02 Jan 2006 15:04:05 GMT"

// Ask notes that a request is sent. What it returns is called with the Date of the answer; one that is
// no date shows nothing.
func (s *Server) Ask() (answered func(date string)) {
	sent := s.now()
	return func(text string) {
		if date, err := time.Parse(dateLayout, text); err == nil {
			s.note(date, sent, s.now())
		}
	}
}

// note narrows the bounds by an answer. Bounds that exclude each other are of a clock that was set, or
// of several servers: then the newest answer counts.
func (s *Server) note(date, sent, received time.Time) {
	least, most := date.Sub(received), date.Add(time.Second).Sub(sent)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known && max(least, s.least) <= min(most, s.most) {
		least, most = max(least, s.least), min(most, s.most)
	}
	s.least, s.most, s.known = least, most, true
}

// ahead returns by how much the server's clock is ahead of this computer's, nothing where both can be
// the same; false where no answer had a Date.
func (s *Server) ahead() (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.least <= 0 && s.most >= 0 {
		return 0, s.known
	}
	return (s.least + s.most) / 2, s.known
}

// Now returns the time by the server's clock, and by this computer's as long as no answer had a Date.
func (s *Server) Now() time.Time {
	ahead, _ := s.ahead()
	return s.now().Add(ahead)
}
