package cluster

import (
	"context"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// NotReadyNames are the names of the nodes that are not Ready, in order. From a live
// cluster it takes one small request, so that a shell can complete a name. It returns an
// error when the nodes could not be listed.
func NotReadyNames(ctx context.Context, s snapshot.Source) ([]string, error) {
	if l, ok := s.(*Live); ok {
		found := l.scan(ctx)
		if found.failure != nil {
			return nil, found.failure
		}
		return snapshot.NotReady(found.scan), nil
	}
	read, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return snapshot.NotReady(read.Scan), nil
}
