package bounds

import "sync"

// bigCluster is for how many nodes there is room where a scan showed only some.
const bigCluster = 20_000

// Size is how many nodes a cluster has. The zero value is for one that was not scanned. It is safe for
// concurrent use.
type Size struct {
	once  sync.Once
	over  chan struct{}
	mu    sync.Mutex
	nodes int
}

// done is closed once a scan has ended.
func (s *Size) done() chan struct{} {
	s.once.Do(func() { s.over = make(chan struct{}) })
	return s.over
}

// Scanned says that a scan has ended, how many nodes it showed, and whether these are all. One that failed shows
// none.
func (s *Size) Scanned(nodes int, all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.nodes = nodes; nodes > 0 && !all {
		s.nodes = max(nodes, bigCluster)
	}
	select {
	case <-s.done():
	default:
		close(s.done())
	}
}

// Most returns how many objects of a resource a list may have that has so many already. If these can be too many,
// it waits for the end of the scan, also for one that fails.
func (s *Size) Most(resource string, items int) int {
	if items > min(most(resource, 0), most(resource, 1)) {
		<-s.done()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return most(resource, s.nodes)
}
