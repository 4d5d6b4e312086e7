package bounds

import (
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
)

// maxEmpty is how many pages in a row may have nothing in them: a server may send a page from which all
// objects were filtered.
const maxEmpty = 1000

// MaxRows is how many nodes a Table may have: more than the largest clusters that there are.
const MaxRows = 100_000

// MostWatched returns how many objects of a resource a watch may list. The cluster can have grown since it was scanned.
func MostWatched(resource string) int {
	if resource == "nodes" {
		return MaxRows
	}
	return 4 * MaxRows
}

// most returns how many objects of a resource a list may have in a cluster of so many nodes; 0 nodes are
// unknown. A node has at most 250 pods on AKS. Its events of an hour, where those that repeat are one, are
// about ten, and thousands on a node in trouble: there is room for 400,000 in a cluster of 20,000 nodes.
func most(resource string, nodes int) int {
	switch {
	case resource == "nodes" && nodes == 0:
		return 25_000 // the server has no Table, or none that can be read
	case resource == "nodes":
		return 2*nodes + 500 // the cluster can grow
	case resource == "pods":
		return 1000 * max(nodes, 1000)
	case nodes == 0:
		return 11_000 // the first two pages: without its nodes a cluster cannot be diagnosed
	default:
		return 20 * max(nodes, 1000)
	}
}

// Page is what a page of a list shows of the list.
type Page struct {
	// Next is the token of the next page, empty after the last one.
	Next string
	// first is the name of its first object.
	first string
	items int
}

// PageOf returns what a page shows.
func PageOf(list runtime.Object) Page {
	p := Page{items: meta.LenList(list)}
	if head, err := meta.ListAccessor(list); err == nil {
		p.Next = head.GetContinue()
	}
	enough := errors.New("the first is enough")
	_ = meta.EachListItem(list, func(item runtime.Object) error { // it ends with enough
		if first, err := meta.Accessor(item); err == nil {
			p.first = name(first)
		}
		return enough
	})
	return p
}

// name returns the name of an object with its namespace.
func name(o metav1.Object) string { return o.GetNamespace() + "/" + o.GetName() }

// Pages are the pages of one list that were read. The zero value is before the first.
type Pages struct {
	tokens, firsts sets.Set[string]
	items, empty   int
}

// Has says whether a page has sent the token.
func (p *Pages) Has(token string) bool { return p.tokens.Has(token) }

// Add returns an error where a page cannot belong to the list, or the list has more objects than most. A token
// that was sent before leads to pages that were read, for example if a cache ignores the query, and so does a
// page that begins like one before.
func (p *Pages) Add(page Page, most int) error {
	if p.tokens == nil {
		p.tokens, p.firsts = sets.New[string](), sets.New[string]()
	}
	p.items += page.items
	if p.empty++; page.items > 0 {
		p.empty = 0
	}
	switch {
	case p.tokens.Has(page.Next), page.items > 0 && p.firsts.Has(page.first):
		return &Error{what: "is a page that was read before, not what Kubernetes sends"}
	case p.items > most:
		return &Error{what: fmt.Sprintf("belongs to a list of more than %d objects, which no cluster of this size has", most), many: true}
	case p.empty > maxEmpty:
		return &Error{what: fmt.Sprintf("is the last of %d pages in a row that have nothing in them", p.empty)}
	}
	if page.Next != "" {
		p.tokens.Insert(page.Next)
	}
	if page.items > 0 {
		p.firsts.Insert(page.first)
	}
	return nil
}
