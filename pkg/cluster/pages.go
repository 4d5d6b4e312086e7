package cluster

import (
	"context"
	"net/http"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	nodesPerPage = 500
	// firstEvents is an hour of node events in the biggest cluster that AKS has, of 5,000 nodes, a few of which are down: one
	// request, because paging costs the server time. Where there are more, a truncated answer does not lose everything.
	firstEvents, eventsPerPage = 6000, 5000
	// maxRestarts is how often a list starts again because its continue token expired.
	maxRestarts = 2
)

// listNodes reads all selected nodes in full. After a failure it returns those read so far.
func (l *Live) listNodes(ctx context.Context) ([]corev1.Node, *failure) {
	r := request{resource: "nodes", options: metav1.ListOptions{
		LabelSelector: l.options.Selection.Selector, Limit: l.pageSize(nodesPerPage),
	}}
	return readPages(ctx, l, r, func(ctx context.Context, r request, before int) ([]corev1.Node, bounds.Page, *failure) {
		l.report("listing nodes in full, %d so far", before)
		r, decode := l.nodeList(r)
		list, failed := readObject(ctx, l, r, decode)
		if failed != nil {
			return nil, bounds.Page{}, failed
		}
		for i := range list.Items {
			l.slimNode(&list.Items[i])
		}
		return list.Items, bounds.PageOf(list), nil
	})
}

// slimNode shrinks a node that is not saved as evidence.
func (l *Live) slimNode(n *corev1.Node) {
	if !l.options.Keep {
		snapshot.SlimNode(n)
	}
}

// listEvents reads the events about nodes in a namespace. After a failure it returns those read
// so far.
func (l *Live) listEvents(ctx context.Context, namespace string) ([]corev1.Event, *failure) {
	// Select by kind only: events differ in the UID, API version and source they have.
	r := request{resource: "events", namespace: namespace, options: metav1.ListOptions{
		FieldSelector: "involvedObject.kind=Node", Limit: l.pageSize(firstEvents),
	}}
	return readPages(ctx, l, r, func(ctx context.Context, r request, before int) ([]corev1.Event, bounds.Page, *failure) {
		if r.options.Continue != "" {
			r.options.Limit = l.pageSize(eventsPerPage)
		}
		if before > 0 {
			l.report("listing events in namespace %s, %d so far", namespace, before)
		}
		r, decode := l.eventList(r)
		list, failed := readObject(ctx, l, r, decode)
		if failed != nil {
			return nil, bounds.Page{}, failed
		}
		for i := range list.Items {
			if !l.options.Keep {
				snapshot.SlimEvent(&list.Items[i])
			}
		}
		return list.Items, bounds.PageOf(list), nil
	})
}

func (l *Live) pageSize(usual int64) int64 {
	if l.options.ChunkSize > 0 {
		return l.options.ChunkSize
	}
	return usual
}

// pageFunc reads one page after so many items, or a few less. It returns the items that are wanted, and what
// the page shows of the list. Two of them can run at once.
type pageFunc[T any] func(ctx context.Context, r request, before int) ([]T, bounds.Page, *failure)

// reading is a page that is being read.
type reading[T any] struct {
	token string
	// next gets the token of the page that follows, once that is known: before the page is there as a whole.
	next  chan string
	done  chan struct{}
	items []T
	page  bounds.Page
	// failed is set if the page could not be read.
	failed *failure
	cancel context.CancelFunc
}

// start begins to read a page after so many items.
func (read pageFunc[T]) start(ctx context.Context, r request, before int) *reading[T] {
	p := &reading[T]{token: r.options.Continue, next: make(chan string, 1), done: make(chan struct{})}
	r.next = p.next
	ctx, p.cancel = context.WithCancel(ctx)
	go func() {
		defer close(p.done)
		p.items, p.page, p.failed = read(ctx, r, before)
	}()
	return p
}

// end ends the reading, and waits until it has ended. A page that is nil is not read.
func (p *reading[T]) end() {
	if p != nil {
		p.cancel()
		<-p.done
	}
}

// readPages reads a list page by page and starts again if the continue token has expired. After
// a failure it returns the items of the longest pass.
func readPages[T any](ctx context.Context, l *Live, r request, read pageFunc[T]) ([]T, *failure) {
	var best []T
	for restarts := 0; ; restarts++ {
		items, failed := readOnePass(ctx, l, r, read)
		if failed == nil {
			return items, nil
		}
		if len(items) > len(best) {
			best = items
		}
		if statusCode(failed) != http.StatusGone || restarts == maxRestarts {
			return best, failed
		}
	}
}

// readOnePass reads a list from its first page to its last, to a failure, or to a page that no list
// of this cluster has. While a page is on its way and decoded the server works on the one that follows.
func readOnePass[T any](ctx context.Context, l *Live, r request, read pageFunc[T]) ([]T, *failure) {
	var all []T
	var pages bounds.Pages
	p := read.start(ctx, r, 0)
	for {
		var following *reading[T]
		select {
		case r.options.Continue = <-p.next:
			if !pages.Has(r.options.Continue) {
				following = read.start(ctx, r, len(all))
			}
		case <-p.done:
		}
		<-p.done
		p.cancel()
		if p.failed != nil {
			following.end()
			return all, p.failed
		}
		if err := pages.Add(p.page, l.size.Most(r.resource, len(all)+len(p.items))); err != nil {
			following.end()
			if bounds.Many(err) && r.resource == "nodes" {
				all = nil // each would be a problem of its own
			}
			return all, l.target.explain(r, err)
		}
		all = add(all, p.items)
		if following == nil || following.token != p.page.Next {
			following.end() // read again, the page named another
			if p.page.Next == "" {
				return all, nil
			}
			r.options.Continue = p.page.Next
			following = read.start(ctx, r, len(all))
		}
		p = following
	}
}

// moreItems is for how many items more than there are a list gets room at most.
const moreItems = 4 * eventsPerPage

// add adds a page to a list. Where that has no room it gets some for pages to come: to copy thousands of objects takes
// as long as to decode them, and costs least while the server works on the next page.
func add[T any](list, page []T) []T {
	if len(list) == 0 {
		return page
	}
	if total := len(list) + len(page); total > cap(list) {
		list = slices.Grow(list[:len(list):len(list)], len(page)+min(total*3/2, moreItems))
	}
	return append(list, page...)
}
