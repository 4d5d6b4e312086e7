package answers

import (
	"errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// reading is an answer that is being read.
type reading struct {
	kind    kind
	command command
	// list is true for a list of objects, count is how many things there are.
	list  bool
	count int
	// cut is true where the end is missing, partial for the object that is being read when its end
	// is: what is missing of it proves nothing. paged is true where it names another page.
	cut, partial, paged bool
	// viewed is true where a VM has an instance view, ofScaleSet where one is an instance of a scale set.
	viewed, ofScaleSet bool

	// nodes are those that an answer is about which names none; empty is all.
	nodes []string

	facts      []snapshot.Fact
	above      []Above
	changes    []snapshot.Fact
	errors     []string
	instances  map[string][]string
	things     []thing
	places     []place
	capacity   capacity
	clusters   identities
	byKey      map[string]*operation
	operations []*operation
	dropped    int
	healths    []health
}

// Read returns the answers of Azure in a text, with what they say together: who did something is known
// by the identities of a cluster that another answer shows. The rest is the text around them, such as
// pages of kubectl. Looks says beforehand whether it is worth it.
func Read(text string) (found []Answer, rest string) {
	readings, rest, lost := split(text)
	found = finish(readings)
	if last := len(found) - 1; lost && last >= 0 {
		found[last].Gaps = append(found[last].Gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"what stands behind " + found[last].Page.What},
			Reason: "It ends too early to show what it is.", Action: "Paste all of it, or write it to a file and give that with -f.",
		})
	}
	return found, rest
}

// finish makes answers of what was read, by what all of it says together.
func finish(readings []*reading) []Answer {
	known := identities{}
	for _, r := range readings {
		for id := range r.clusters {
			known[id] = true
		}
	}
	all := make([]Answer, 0, len(readings))
	for _, r := range readings {
		r.finishLog(known)
		r.finishHealth()
		a := Answer{Page: r.page(), Log: r.kind == logKind, Facts: r.facts, Above: r.above, Changes: r.changes, Errors: r.errors, instances: r.instances, things: r.things, places: r.places, capacity: r.capacity}
		a.Gaps = r.gaps(a.Page.What)
		all = append(all, a)
	}
	return all
}

// readValue reads the JSON value that a text begins with, and returns how many bytes it has and whether it
// was cut off. It is nil for one that is no answer of Azure.
func readValue(text string, c command) (found *reading, length int, cut bool) {
	r := &reading{command: c, clusters: identities{}}
	length, foreign := r.read(text)
	switch {
	case foreign:
		return nil, skip(text), false
	case r.kind == unknownKind:
		return nil, length, r.cut
	default:
		return r, length, r.cut
	}
}

// read adds the JSON value that a text begins with, and returns how many bytes it has. It is foreign where it
// is of Kubernetes.
func (r *reading) read(text string) (length int, foreign bool) {
	d := newDecoder(text)
	d.element = func(o object, cut bool) { r.list = true; r.add(o, cut) }
	v, err := d.value(0)
	if errors.Is(err, errForeign) {
		return 0, true
	}
	r.cut = err != nil
	end := int(d.InputOffset())
	if err != nil {
		end = len(text)
		if at := d.faultAt(err); at > 0 {
			end = min(at, end)
		}
	}
	if o, ok := v.(object); ok {
		_, r.paged = o["nextlink"].(string)
		r.list = r.list || emptyList(o["value"])
		if !r.list {
			r.add(o, r.cut)
		}
	}
	if values, ok := v.([]any); ok && len(values) == 0 {
		r.list = true
	}
	if r.kind == unknownKind && r.list && r.count == 0 && !r.cut {
		r.empty()
	}
	return end, false
}

func emptyList(v any) bool {
	values, ok := v.([]any)
	return ok && len(values) == 0
}

// empty takes an empty list for what the command before it asks for.
func (r *reading) empty() {
	if r.kind = r.command.kindOfList(); r.kind == ruleKind {
		r.network("OutboundRule", missing, "")
	}
}

// add adds an object; cut is true for one whose end is missing.
func (r *reading) add(o object, cut bool) {
	k := kindOf(o)
	if k == unknownKind {
		return
	}
	if r.kind == unknownKind {
		r.kind = k
	}
	r.partial = cut
	if k != logKind && k != scheduledKind {
		r.count++ // those two count what is within
	}
	if (k == subnetKind || k == securityGroupKind || k == routeTableKind || k == cardKind) && len(r.nodes) == 0 {
		r.newThing(k, o)
		defer func() { r.things[len(r.things)-1].last = len(r.facts) }()
	}
	switch k {
	case viewKind:
		r.view(o, r.viewNode(o))
	case vmKind:
		r.vm(o)
	case scaleSetKind:
		r.scaleSet(o)
	case logKind:
		r.entry(o)
	case healthKind:
		r.healthState(o)
	case poolKind:
		r.pool(o)
	case clusterKind:
		r.clusters.addCluster(o)
		r.cluster(o)
	case lockKind:
		r.lock(o)
	case subnetKind:
		r.subnet(o)
	case ruleKind:
		r.network("OutboundRule", present, "")
	case balancerKind:
		r.balancer(o)
	case scheduledKind:
		r.scheduled(o)
	case securityGroupKind:
		r.securityGroup(o)
	case routeTableKind:
		r.routeTable(o)
	case cardKind:
		r.card(o)
	case usageKind:
		r.capacity.addUsage(o)
	case sizeKind:
		r.capacity.addSize(o, cut)
	}
}
