package cluster

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/kubernetes/scheme"
	_ "k8s.io/client-go/plugin/pkg/client/auth" // for kubeconfigs that name these plugins
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/dated"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/lean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/plugin"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// maxRequests is how many requests run at once. On a measured server more were no faster and
// took more of its priority and fairness seats.
const maxRequests = 16

// LiveOptions say what to read from a cluster and where to report it.
type LiveOptions struct {
	// Selection says which nodes are read in full.
	Selection snapshot.Selection
	// UserAgent names the program to the server: "kubectl-autorepair/v1.2.3".
	UserAgent string
	// Now is the clock of this computer, which that of the server corrects. It must be set.
	Now func() time.Time
	// At, if set, becomes TakenAt.
	At time.Time
	// Warnings gets each warning of the server once, one a line; nil drops them.
	Warnings io.Writer
	// Progress, if set, gets short lines, without a line end, about what is being done. It is
	// called from several goroutines, but never from two at once.
	Progress func(string)
	// Impact asks for the pods on the nodes that are not Ready, and their budgets.
	Impact bool
	// Keep is for a snapshot that is saved as evidence: nodes and events stay as the server
	// sent them, and one list reads the leases of all nodes that are read in full. The leases
	// of named nodes are read in any case.
	Keep bool
	// ChunkSize is how many objects a page of a full list holds; 0 means 500 nodes
	// and 6,000 events, then 5,000.
	ChunkSize int64
	// Plugins are the credential plugins of the run, which the sources of several clusters share; nil
	// is for one alone.
	Plugins *plugin.Run
	// Pause waits before a retry and returns an error if the context ends first; nil waits in
	// real time.
	Pause func(context.Context, time.Duration) error
}

// Live is the source that reads an API server. It is safe for concurrent use.
type Live struct {
	options LiveOptions
	client  rest.Interface
	server  *clock.Server
	target  target
	slots   *semaphore.Weighted
	// size is how many nodes the cluster has, as far as is known.
	size bounds.Size
	// pause waits before a retry.
	pause    func(context.Context, time.Duration) error
	progress sync.Mutex
}

// NewLive makes a source for the server that the kubeconfig, the flags and the environment
// behind getter name. It sends nothing. It returns an error of one sentence if they name no
// server, cannot be used, or if the label selector is not valid.
func NewLive(getter genericclioptions.RESTClientGetter, o LiveOptions) (*Live, error) {
	if _, err := o.Selection.LabelSelector(); err != nil {
		return nil, err
	}
	config, server, err := loadConfig(getter)
	if err != nil {
		return nil, err
	}
	dates := clock.NewServer(o.Now)
	config.Wrap(dated.Wrap(dates))
	if o.Plugins == nil {
		o.Plugins = &plugin.Run{}
	}
	client, err := o.restClient(config, server, bounds.Reads())
	if err != nil {
		return nil, err
	}
	if o.Pause == nil {
		o.Pause = pause
	}
	return &Live{
		options: o,
		client:  client,
		server:  dates,
		target:  server,
		slots:   semaphore.NewWeighted(maxRequests),
		pause:   o.Pause,
	}, nil
}

// restClient makes the client. It follows no redirect: an API server sends none for these
// requests, and client-go would send the user's token to the server that the answer names. The
// error is a sentence.
func (o LiveOptions) restClient(loaded *rest.Config, server target, limits bounds.Limits) (rest.Interface, error) {
	config := o.restConfig(loaded)
	limits.AnswerTime = max(limits.AnswerTime, server.timeout)
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return lean.Wrap(bounds.Wrap(next, limits)) })
	once := o.Plugins.Wrap(config)
	client, err := rest.HTTPClientFor(config)
	var answers rest.Interface
	if err == nil {
		client.Transport = once(client.Transport)
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		answers, err = rest.RESTClientForConfigAndClient(config, client)
	}
	if err != nil {
		return nil, fmt.Errorf(`cannot set up a connection to %s: %s; check the address, the certificates and the keys in the kubeconfig ("az aks get-credentials" renews it)`,
			server, snapshot.OneLine(err.Error()))
	}
	return answers, nil
}

// restConfig adds to the loaded configuration what this program needs: the core API in
// protobuf, no client-side rate limit, and a handler for warnings.
func (o LiveOptions) restConfig(loaded *rest.Config) *rest.Config {
	config := rest.CopyConfig(loaded)
	config.APIPath = "/api"
	config.GroupVersion = &corev1.SchemeGroupVersion
	config.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	config.ContentType = runtime.ContentTypeProtobuf
	config.AcceptContentTypes = runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON
	config.QPS = -1
	if o.UserAgent != "" {
		config.UserAgent = o.UserAgent
	}
	config.WarningHandlerWithContext = nil
	config.WarningHandler = rest.NoWarnings{}
	if o.Warnings != nil {
		config.WarningHandler = rest.NewWarningWriter(o.Warnings, rest.WarningWriterOptions{Deduplicate: true})
	}
	return config
}

// Snapshot reads the cluster. It returns an error if neither nodes nor events could be read,
// and the wrapped error of the context if the context ended first.
func (l *Live) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	ctx = quiet(ctx)
	var (
		wg             sync.WaitGroup
		nodes          nodesRead
		impact         impactRead
		events         eventsRead
		leases, listed leasesRead
	)
	wg.Go(func() { leases, listed = l.readLeases(ctx), l.listLeases(ctx) })
	wg.Go(func() { events = l.readEvents(ctx) })
	// Last, because the goroutine started last usually runs first: the scan begins the longest
	// chain of requests.
	wg.Go(func() {
		nodes = l.readNodes(ctx)
		impact = l.readImpact(ctx, nodes.nodes)
	})
	wg.Wait()

	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s was stopped: %w", l.target, err)
	}
	if nodes.failure != nil && events.failure != nil {
		return nil, bothFailed(nodes.failure, events.failure)
	}
	nodes.nodes = append(nodes.nodes, l.readSiblings(ctx, nodes, events.events)...)
	gaps := slices.Concat(nodes.gaps, events.gaps)
	for _, gap := range slices.Concat(leases.gaps, listed.gaps, impact.gaps) {
		gaps = gap.AddTo(gaps)
	}
	s := &snapshot.Snapshot{
		Nodes:        nodes.nodes,
		Scan:         nodes.scan,
		NodesListed:  nodes.listed,
		Events:       events.events,
		EventsListed: events.listed,
		Origin:       l.target.origin(),
		Selection:    l.options.Selection,
		Facts:        append(leases.facts, factsOf(nodes.nodes, listed.facts)...),
		Impact:       impact.impact,
		Gaps:         gaps,
	}
	if err := l.server.Set(s, l.options.At); err != nil {
		return nil, err //nolint:wrapcheck // it is a sentence
	}
	return s, nil
}

// quiet drops what client-go logs: a truncated answer goes to stderr as well as to the caller.
func quiet(ctx context.Context) context.Context { return klog.NewContext(ctx, klog.Logger{}) }

// report passes a line to Progress.
func (l *Live) report(format string, args ...any) {
	if l.options.Progress == nil {
		return
	}
	l.progress.Lock()
	defer l.progress.Unlock()
	l.options.Progress(fmt.Sprintf(format, args...))
}

// bothFailed returns the error for a cluster of which nothing could be read. It states a common
// reason once.
func bothFailed(nodes, events *failure) error {
	if nodes.reason == events.reason {
		return nodes
	}
	return fmt.Errorf("%w Also: %w", nodes, events)
}
