package cluster

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// eventsRead is the result of reading events.
type eventsRead struct {
	events []corev1.Event
	listed bool
	gaps   []snapshot.Gap
	// failure is set if no event at all could be read.
	failure *failure
}

// readEvents reads the events about all nodes, also if the user named some: the server's work
// is the same, and the events of other nodes show how far back events reach.
func (l *Live) readEvents(ctx context.Context) eventsRead {
	namespaces := snapshot.EventNamespaces()
	events := make([][]corev1.Event, len(namespaces))
	failures := make([]*failure, len(namespaces))
	var wg sync.WaitGroup
	for i, namespace := range namespaces {
		wg.Go(func() { events[i], failures[i] = l.listEvents(ctx, namespace) })
	}
	wg.Wait()

	read := eventsRead{listed: true}
	for i, failed := range failures {
		if failed != nil {
			read.listed = false
			read.gaps = append(read.gaps, failed.gap(missingEvents(namespaces[i], len(events[i]))))
		}
	}
	for _, some := range events {
		read.events = add(read.events, some)
	}
	if len(read.gaps) == len(namespaces) && len(read.events) == 0 {
		read.failure = failures[0]
	}
	return read
}

// missingEvents names the events that were not read after the first ones.
func missingEvents(namespace string, first int) string {
	if first == 0 {
		return "events in namespace " + namespace
	}
	return fmt.Sprintf("events in namespace %s after the first %d", namespace, first)
}
