package pages

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodeSections are the parts of "kubectl describe node"; true for those that pages of other kinds
// do not have.
// Source: describeNode in k8s.io/kubectl/pkg/describe/describe.go.
var nodeSections = map[string]bool{
	"Name": false, "Roles": true, "Labels": false, "Annotations": false, "CreationTimestamp": false, "Taints": true, "Unschedulable": true,
	"Lease": true, "Conditions": false, "Addresses": true, "Capacity": false, "Allocatable": true, "System Info": true, "PodCIDR": true,
	"PodCIDRs": true, "ProviderID": true, "ExternalID": true, "Non-terminated Pods": true, "Allocated resources": true, "Events": false,
}

// foreignSections are parts that the page of a node does not have.
var foreignSections = []string{
	"Namespace", "Priority", "Service Account", "Node", "Start Time", "Status", "IP", "IPs", "Controlled By", "Containers", "Init Containers",
	"Volumes", "QoS Class", "Node-Selectors", "Tolerations", "Replicas", "Selector", "StrategyType", "Pods Status", "Pod Template", "Kind",
	"API Version", "Spec", "Metadata", "Type", "Endpoints",
}

// sectionLine begins a part of a page.
var sectionLine = lazy.Pattern(`^([A-Z][A-Za-z-]*(?: [A-Za-z]+)?):(?:\s+(.*))?$`)

// isSection says whether a line begins a part of the page of a node.
func isSection(line string) bool {
	_, ok := nodeSections[sectionName(sectionLine().FindStringSubmatch(line))]
	return ok
}

// describedNode is a node that is being described.
type describedNode struct {
	node corev1.Node
	// what the page was taken for.
	what string
	// start is where its lines begin, end the line behind the last one.
	start, end int
	// section is the part that is being read; sections are those that were seen.
	section  string
	sections []string
	// specific is true when a part shows that this is a node, foreign when it shows that it is not.
	specific, foreign bool
	conditions        []wrappedRow
	headed            bool
	// cutConditions are those whose row is not whole.
	cutConditions []string
	events        []event
	eventsShown   bool
	annotation    string
	leaseHolder   string
	renewed       time.Time
}

// readDescribed reads a line of a described node.
func (r *reader) readDescribed(line string) bool {
	m := sectionLine().FindStringSubmatch(line)
	_, known := nodeSections[sectionName(m)]
	switch {
	case m != nil && (known || r.node != nil && slices.Contains(foreignSections, m[1])):
		if r.node == nil || m[1] == "Name" || r.node.seen(m[1]) {
			r.endNode()
			r.beginNode("kubectl describe node")
		}
		r.node.begin(m[1], m[2])
	case conditionsHeader().MatchString(line), r.node == nil && conditionRow().MatchString(line):
		if r.node == nil || r.node.section != "Conditions" {
			r.endNode()
			r.beginNode("a table of conditions")
			r.node.section = "Conditions"
		}
		r.node.headed = r.node.headed || conditionsHeader().MatchString(line)
		r.node.read(line)
	case describeHeader().MatchString(line), r.node == nil && describeRow().MatchString(line):
		if r.node == nil {
			r.beginNode("the events of kubectl describe node")
			r.node.section, r.node.eventsShown = "Events", true
		}
		r.node.read(line)
	case r.node != nil && r.continues(line):
		r.node.read(line)
	default:
		return false
	}
	r.leaveTables()
	r.pos++
	r.node.end = r.pos
	return true
}

// sectionName returns the part that a line begins, empty for a line that begins none.
func sectionName(m []string) string {
	if m == nil {
		return ""
	}
	return m[1]
}

// continues says whether a line belongs to the described node: it is indented, or was wrapped and
// follows one that is not empty.
func (r *reader) continues(line string) bool {
	if indentOf(line) > 0 {
		return true
	}
	if conditionRow().MatchString(line) || describeRow().MatchString(line) {
		return true
	}
	switch r.node.section {
	case "Labels", "Annotations", "Taints", "Addresses", "System Info", "Lease": // the indentation was lost, or a line was wrapped
		return r.lines[r.pos-1] != ""
	}
	wraps := r.node.section == "Conditions" && len(r.node.conditions) > 0 || r.node.section == "Events" && len(r.node.events) > 0
	return wraps && r.lines[r.pos-1] != ""
}

// beginNode begins a node.
func (r *reader) beginNode(what string) {
	r.node = &describedNode{what: what, start: r.pos}
	r.node.node.Labels, r.node.node.Annotations = map[string]string{}, map[string]string{}
}

// seen says whether a part of the page was there before: then this is another node.
func (n *describedNode) seen(section string) bool { return slices.Contains(n.sections, section) }

// endNode ends the node that is being described. What is not the page of a node goes back to the
// rest of the text.
func (r *reader) endNode() {
	n := r.node
	if n == nil {
		return
	}
	r.node = nil
	conditions := n.parseConditions()
	isNode := n.specific || len(conditions) > 0 && n.timedConditions() || aboutNode(n.events)
	if n.foreign || !isNode {
		for i := n.start; i < n.end; i++ {
			r.rest = append(r.rest, i)
		}
		return
	}
	n.node.Status.Conditions = conditions
	if len(n.sections) == 1 && n.sections[0] == "Conditions" || len(n.sections) == 2 && n.seen("Conditions") && n.seen("Events") {
		n.what = "the conditions of kubectl describe node"
	}
	if len(conditions) == 0 && len(n.events) > 0 && !n.specific {
		n.what = "the events of kubectl describe node"
	}
	r.described = append(r.described, n)
}

// nameEvents names the nodes that the page does not name, by what else names them.
func (r *reader) nameEvents() {
	for _, n := range r.described {
		if n.node.Name == "" {
			n.node.Name = n.otherName()
		}
		if n.node.Name == "" && len(r.described) == 1 && len(r.rows) == 0 && len(r.events) > 0 {
			n.node.Name = r.events[0].node
		}
		if n.node.Name == "" {
			n.node.Name = UnnamedNode
		}
		for _, e := range n.events {
			e.node, e.described = n.node.Name, n
			r.events = append(r.events, e)
		}
	}
}

// otherName returns the name of the node by its lease, its addresses, its label or its events.
func (n *describedNode) otherName() string {
	if n.leaseHolder != "" {
		return n.leaseHolder
	}
	for _, a := range n.node.Status.Addresses {
		if a.Type == corev1.NodeHostName {
			return a.Address
		}
	}
	if name := n.node.Labels[corev1.LabelHostname]; name != "" {
		return name
	}
	for _, e := range n.events {
		if m := statusMessage().FindStringSubmatch(e.message); m != nil {
			return m[1]
		}
	}
	return ""
}

// addDescribed adds the nodes whose Ready condition is known, and what is not known of the others.
func (r *reader) addDescribed(p *Page) {
	for _, n := range r.described {
		n.inferReady()
		for _, cut := range n.cutConditions {
			r.noteCut("the row of condition %s of node %s", cut, n.node.Name)
		}
		hidden := n.hidden()
		ready := snapshot.ReadyCondition(&n.node) != nil
		if !ready && n.what != "the events of kubectl describe node" {
			r.noteCut("whether node %s is Ready", n.node.Name)
		}
		if ready {
			p.Nodes = append(p.Nodes, n.node)
		}
		r.show(n.what, 1, len(n.events), hidden...)
		if !n.renewed.IsZero() && n.node.Name != UnnamedNode {
			p.Facts = append(p.Facts, snapshot.Fact{Node: n.node.Name, Source: snapshot.LeaseSource, Type: snapshot.Heartbeat, Time: n.renewed})
		}
	}
}
