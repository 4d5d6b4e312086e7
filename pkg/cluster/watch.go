package cluster

import (
	"context"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// lossPatience is how long a stream may be down before that is a gap: a server that is
// restarted behind a load balancer is back sooner.
const lossPatience = 5 * time.Second

// Watch is a cluster that is kept in view: after Start, its Snapshot is always current.
// client-go's reflectors list, watch, list again when a watch has expired (410) and wait
// between their tries; what they cannot see for longer than some seconds is a Gap for as
// long as it lasts.
type Watch struct {
	live    *Live
	client  rest.Interface
	nodes   *nodeStore
	events  []*eventStore
	streams []*stream
	// backoff is between two tries of a stream.
	backoff wait.Backoff
	// patience is lossPatience; tests have less.
	patience time.Duration

	mu sync.Mutex
	// first is what Start read. It stands until the streams have caught up.
	first    *snapshot.Snapshot
	caughtUp bool
}

// NewWatch is NewLive for a cluster that will be watched; it returns the same errors.
// Impact and the leases of nodes are read by Start alone.
func NewWatch(getter genericclioptions.RESTClientGetter, o LiveOptions) (*Watch, error) {
	live, err := NewLive(getter, o)
	if err != nil {
		return nil, err
	}
	config, server, err := loadConfig(getter)
	if err != nil {
		return nil, err
	}
	config = rest.CopyConfig(config)
	config.Timeout = 0 // it would end every watch; lists have it from the stream
	o.Warnings = nil   // Start has shown them
	client, err := o.restClient(config, server)
	if err != nil {
		return nil, err
	}
	return newWatch(live, client), nil
}

func newWatch(live *Live, client rest.Interface) *Watch {
	w := &Watch{
		live: live, client: client, nodes: newNodeStore(), patience: lossPatience,
		// A person waits for this, so it tries again sooner than a controller would.
		backoff: wait.Backoff{Duration: 500 * time.Millisecond, Factor: 2, Jitter: 0.5, Cap: 10 * time.Second, Steps: 10},
	}
	w.streams = []*stream{w.nodeStream()}
	for _, namespace := range snapshot.EventNamespaces() {
		store := newEventStore(live.options.Now)
		w.events = append(w.events, store)
		w.streams = append(w.streams, w.eventStream(namespace, store))
	}
	return w
}

// Start reads the cluster once, as Live does and with its errors, and then keeps it in
// view until the context ends.
func (w *Watch) Start(ctx context.Context) error {
	first, err := w.live.Snapshot(ctx)
	if err != nil {
		return err
	}
	w.first = first
	// client-go logs to stderr what the gaps say in sentences.
	ctx = klog.NewContext(ctx, klog.Logger{})
	for _, s := range w.streams {
		go s.run(ctx, w.backoff)
	}
	return nil
}

// Snapshot is the cluster as it is known now. It must not be called before Start, and what
// it returns must not be changed: nodes and events are shared between snapshots.
func (w *Watch) Snapshot() *snapshot.Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.live.options.Now()
	s := *w.first
	s.TakenAt = now
	if !w.caughtUp && w.allTried() {
		w.caughtUp = true
	}
	if w.caughtUp {
		w.fromStreams(&s)
	}
	s.Gaps = w.gaps(now)
	if w.caughtUp && w.streams[0].blind(now, w.patience) {
		s.NodesListed = false
	}
	return &s
}

// allTried says whether the nodes were listed, and the events as far as that is possible.
func (w *Watch) allTried() bool {
	if !w.streams[0].synced() {
		return false
	}
	for _, s := range w.streams[1:] {
		if !s.synced() && s.lost(time.Time{}, 0) == nil {
			return false
		}
	}
	return true
}

// fromStreams puts in what the streams have collected.
func (w *Watch) fromStreams(s *snapshot.Snapshot) {
	s.Nodes, s.Events = nil, nil
	all := w.nodes.list()
	s.Scan, s.NodesListed, s.EventsListed = snapshot.Statuses(all), true, true
	snapshot.KeepOnly(s.Scan, s.Selection.SharedLabels(s.Scan))
	for _, n := range all {
		if len(s.Selection.Names) == 0 || s.Selection.Wanted(snapshot.NodeStatus{Name: n.Name}) {
			s.Nodes = append(s.Nodes, n)
		}
	}
	for i, store := range w.events {
		s.Events = append(s.Events, store.list()...)
		if w.streams[i+1].blind(s.TakenAt, w.patience) {
			s.EventsListed = false
		}
	}
	s.Leases, s.Impact = nil, nil
}

// gaps are the streams that are lost, and before all have caught up what Start missed.
func (w *Watch) gaps(now time.Time) []snapshot.Gap {
	var gaps []snapshot.Gap
	for _, g := range w.first.Gaps {
		// The streams know better about all but leases, which they do not carry.
		if !w.caughtUp || g.Source == snapshot.SourceLeases {
			gaps = append(gaps, g)
		}
	}
	for _, s := range w.streams {
		l := s.lost(now, w.patience)
		if l == nil || (s.synced() || !w.caughtUp) && now.Sub(l.since) < w.patience {
			continue
		}
		subject := s.subject
		switch {
		case l.lists:
			subject = fmt.Sprintf("changes of %s as they happen (they are listed anew every few seconds)", s.subject)
		case s.synced():
			subject = fmt.Sprintf("changes of %s since %s UTC", s.subject, l.seen.UTC().Format(time.TimeOnly))
		}
		gaps = snapshot.AddGap(gaps, l.gap(subject))
	}
	return gaps
}
