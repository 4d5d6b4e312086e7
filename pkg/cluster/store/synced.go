package store

import (
	"fmt"

	"k8s.io/client-go/tools/cache"
)

// Synced is the store of a reflector with a function that is called each time it holds everything.
type Synced struct {
	cache.ReflectorStore
	Done func()
}

// Replace stores the objects, which are all that there are.
func (s Synced) Replace(all []any, version string) error {
	if err := s.ReflectorStore.Replace(all, version); err != nil {
		return fmt.Errorf("keeping what was listed: %w", err)
	}
	s.Done()
	return nil
}
