package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// What is listed without -o wide when there is more of it than a person reads: a large
// outage or a faulty controller can make ten thousand of each.
const (
	problemsShown = 40
)

// atMost is how many of n things are listed.
func (p *page) atMost(limit, n int) int {
	if p.Wide {
		return n
	}
	return min(limit, n)
}

// rest says how many of n things are not listed, and where they are.
func (p *page) rest(limit, n int, thing, where string) {
	if more := n - p.atMost(limit, n); more > 0 {
		p.Prose(layout.Plain, "  ", wording.Count(more, thing)+where)
	}
}
