package cluster

import (
	"context"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// NotReadyNames returns the names of the nodes that are not Ready, in order, with one small
// request. It returns an error if the nodes could not be listed.
func (l *Live) NotReadyNames(ctx context.Context) ([]string, error) {
	listing := l.scanNodes(ctx)
	if listing.failure != nil {
		return nil, listing.failure
	}
	return snapshot.NotReady(listing.scan), nil
}

// NotReadyNames returns the names of the nodes of a source that are not Ready, in order, so
// that a shell can complete a name. It calls the source's method of that name or, without
// one, takes a snapshot, and returns the error of either.
func NotReadyNames(ctx context.Context, s snapshot.Source) ([]string, error) {
	if quick, ok := s.(interface {
		NotReadyNames(ctx context.Context) ([]string, error)
	}); ok {
		return quick.NotReadyNames(ctx) //nolint:wrapcheck // it is a sentence
	}
	read, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return snapshot.NotReady(read.Scan), nil
}
