package cluster

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/dated"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/store"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// lossPatience is how long a stream may be down before that is a gap: a server that restarts
// behind a load balancer returns sooner.
const lossPatience = 5 * time.Second

// Watch follows a cluster: after Start, its Snapshot is always current. client-go's reflectors
// list, watch, list again after a watch expired (410), and wait between tries. What they cannot
// see for more than a few seconds is a Gap for as long as that lasts.
type Watch struct {
	live    *Live
	client  rest.Interface
	store   *store.Store
	streams []*stream
	// backoff is between two tries of a stream.
	backoff wait.Backoff
	// patience is lossPatience; tests use less.
	patience time.Duration

	mu sync.Mutex
	// first is what Start read. It is used until the streams have caught up.
	first    *snapshot.Snapshot
	caughtUp bool
}

// NewWatch is NewLive for a cluster to be watched; it returns the same errors. Only Start reads
// the impact and the leases of nodes.
func NewWatch(getter genericclioptions.RESTClientGetter, o LiveOptions) (*Watch, error) {
	live, err := NewLive(getter, o)
	if err != nil {
		return nil, err
	}
	config, server, err := loadConfig(getter)
	if err != nil {
		return nil, err
	}
	config.Wrap(dated.Wrap(live.server))
	o.Plugins = live.options.Plugins
	config.Timeout = 0 // it would end every watch; the stream sets it for lists
	o.Warnings = nil   // Start has shown them
	client, err := o.restClient(config, server, bounds.Watches())
	if err != nil {
		return nil, err
	}
	return newWatch(live, client), nil
}

func newWatch(live *Live, client rest.Interface) *Watch {
	w := &Watch{
		live: live, client: client, store: store.New(live.server.Now), patience: lossPatience,
		// A user waits for this, so it retries sooner than a controller would.
		backoff: wait.Backoff{Duration: 500 * time.Millisecond, Factor: 2, Jitter: 0.5, Cap: 10 * time.Second, Steps: 10},
	}
	w.streams = []*stream{w.nodeStream()}
	for _, namespace := range snapshot.EventNamespaces() {
		w.streams = append(w.streams, w.eventStream(namespace))
	}
	return w
}

// Start reads the cluster once, as Live does and with its errors, and then follows it until the
// context ends.
func (w *Watch) Start(ctx context.Context) error {
	first, err := w.live.Snapshot(ctx)
	if err != nil {
		return err
	}
	w.first = first
	// client-go logs to stderr what the gaps describe.
	ctx = klog.NewContext(ctx, klog.Logger{})
	for _, s := range w.streams {
		go s.run(ctx, w.backoff)
	}
	return nil
}

// Snapshot returns the cluster as it is known now. Call it only after Start, and do not change
// the result: snapshots share nodes and events.
func (w *Watch) Snapshot() *snapshot.Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.live.options.Now()
	s := *w.first
	if !w.caughtUp && w.allStreamsTried() {
		w.caughtUp = true
	}
	s.Gaps = w.streamGaps(now)
	if w.caughtUp {
		w.fillFromStreams(&s, now)
		w.live.server.By(w.store.Witnesses).Set(&s)
	} else {
		w.live.server.Live(&s).Set(&s)
	}
	return &s
}

// allStreamsTried says whether the nodes were listed, and the events were listed or failed.
func (w *Watch) allStreamsTried() bool {
	if !w.streams[0].synced() {
		return false
	}
	for _, s := range w.streams[1:] {
		if !s.synced() && s.currentLoss(time.Time{}, 0) == nil {
			return false
		}
	}
	return true
}

// fillFromStreams fills in what the streams have collected.
func (w *Watch) fillFromStreams(s *snapshot.Snapshot, now time.Time) {
	w.store.Fill(s)
	s.NodesListed = !w.streams[0].isBlind(now, w.patience)
	s.EventsListed = w.store.Lost().IsZero() && !slices.ContainsFunc(w.streams[1:], func(one *stream) bool { return one.isBlind(now, w.patience) })
	s.Facts, s.Impact = nil, nil
}

// streamGaps returns the gaps of streams that are down, and, until all have caught up, those of
// Start.
func (w *Watch) streamGaps(now time.Time) []snapshot.Gap {
	var gaps []snapshot.Gap
	for _, g := range w.first.Gaps {
		// The streams are newer for all but leases, which they do not carry.
		if !w.caughtUp || g.Source == snapshot.SourceLeases {
			gaps = append(gaps, g)
		}
	}
	gaps = append(gaps, w.store.Gaps()...)
	for _, s := range w.streams {
		if gap := s.boundGap(now); gap != nil {
			gaps = append(gaps, *gap)
		}
		l := s.currentLoss(now, w.patience)
		if l == nil || (s.synced() || !w.caughtUp) && now.Sub(l.lostSince) < w.patience {
			continue
		}
		subject := s.subject
		switch {
		case l.stillLists:
			subject = fmt.Sprintf("changes of %s as they happen (they are listed again every few seconds)", s.subject)
		case s.synced():
			subject = fmt.Sprintf("changes of %s since %s UTC", s.subject, l.knownUntil.UTC().Format(time.TimeOnly))
		}
		gap := l.gap(subject)
		if gap.Key = s.subject; s.synced() {
			gap.Key = "changes of " + s.subject
		}
		gaps = append(gaps, gap)
	}
	return gaps
}
