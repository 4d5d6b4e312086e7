package cluster

import (
	"context"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// NotReadyNames are the names of the nodes that are not Ready, in order, by one small
// request. It returns an error when the nodes could not be listed.
func (l *Live) NotReadyNames(ctx context.Context) ([]string, error) {
	found := l.scan(ctx)
	if found.failure != nil {
		return nil, found.failure
	}
	return snapshot.NotReady(found.scan), nil
}

// NotReadyNames are the names of the nodes of a source that are not Ready, in order, so that
// a shell can complete a name: by a method of that name where the source has one, else from
// a snapshot. It returns the error of either.
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
