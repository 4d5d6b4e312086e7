package answers

import (
	"cmp"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Reply is what Azure answered to one question, as its REST API writes it.
type Reply struct {
	// Pages are the bodies in their order: those of a log together make its operations.
	Pages [][]byte
	// ScaleSet and Instance are the VM that was asked about, where it was one of a scale set.
	ScaleSet, Instance string
	// Nodes are those that the answer is about where it names none: a subnet is that of some nodes. Empty is all.
	Nodes []string
	// AllVMs is true for a list that has every VM of ScaleSet: a node that is not in it has no VM.
	AllVMs bool
	// OutboundRules is true for the list of a load balancer's outbound rules: an empty one has none.
	OutboundRules bool
	// AllSizes is true for the list of all sizes of VMs that a region offers: one that is not in it is not offered.
	AllSizes bool
	// read is what was read of pages that are not kept.
	read *reading
}

// Add reads the next page of a list at once, so that it needs not be kept: the pages of a log are large.
func (p *Reply) Add(page []byte) {
	if p.read == nil {
		p.read = p.reading()
	}
	p.read.addPage(page)
	p.read.paged = false // who adds pages asks for the next one too
}

// Of returns an answer for each reply, in their order, with what they say together. One that is not
// understood has no Page.
func Of(replies []Reply) []Answer {
	readings := make([]*reading, len(replies))
	for i := range replies {
		readings[i] = replies[i].reading()
	}
	all := finish(readings)
	for i, r := range readings {
		if r.kind == unknownKind && !r.list {
			all[i] = Answer{}
		}
	}
	return all
}

// reading reads the pages of a reply.
func (p *Reply) reading() *reading {
	if p.read != nil {
		return p.read
	}
	r := &reading{nodes: p.Nodes, command: command{options: map[string]string{"name": p.ScaleSet, "instance-id": p.Instance}}, clusters: identities{}}
	if p.AllVMs {
		r.command.name = listInstances
	}
	if p.OutboundRules {
		r.command.name = forms[ruleKind].many
	}
	r.capacity.allSizes = p.AllSizes
	for i, page := range p.Pages {
		r.addPage(page)
		r.paged = r.paged && i == len(p.Pages)-1
	}
	return r
}

// addPage reads one of several pages.
func (r *reading) addPage(page []byte) {
	cut := r.cut
	r.read(string(page))
	r.cut = r.cut || cut
}

// Gone returns the fact that Azure answers that something does not exist: the VM of a node or, by its source, what is above it.
func Gone(node, source string) snapshot.Fact {
	return snapshot.Fact{Node: node, Source: cmp.Or(source, sourceVM), Type: "Exists", Status: "False"}
}

// Whole returns the fact that everything was read that a source of Azure has on a node in the time of its
// outage: what it does not show did not happen.
func Whole(node, source string) snapshot.Fact {
	return snapshot.Fact{Node: node, Source: source, Type: snapshot.ReadType, Status: snapshot.ReadWhole}
}

// Sources of facts, for those who ask: VMs, the log and locks can be read whole; groups and scale sets can be gone; the
// network, quotas and sizes are asked about where a problem depends on them.
const (
	SourceVM            = sourceVM
	SourceLog           = sourceLog
	SourceLock          = sourceLock
	SourceGroup         = "azure-group"
	SourceScaleSet      = sourceScaleSet
	SourceCluster       = sourceCluster
	SourceNetwork       = sourceNetwork
	SourceSecurityGroup = sourceSecurityGroup
	SourceQuota         = sourceQuota
	SourceSize          = sourceSize
)
