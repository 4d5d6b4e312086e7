package pages

import (
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The rows of events: those of "kubectl get events" and "kubectl events", which name the object,
// and those of "kubectl describe", which do not.
// Source: printEvent in k8s.io/kubernetes/pkg/printers/internalversion/printers.go,
// k8s.io/kubectl/pkg/cmd/events/event_printer.go, DescribeEvents in k8s.io/kubectl/pkg/describe.
var (
	eventsHeader = lazy.Pattern(`^\s*(?:NAMESPACE\s+)?LAST SEEN\s+(?:COUNT\s+)?TYPE\s+REASON\s+OBJECT\b`)
	eventsRow    = lazy.Pattern(`^\s*(?:([a-z0-9][a-z0-9-]*)\s+)?(` + seenPattern + `)\s+(Normal|Warning)\s+(\S+)\s+([A-Za-z]+)/(\S+)(?:\s+(.*))?$`)
	// eventsBegun is a row that ends before its object.
	eventsBegun    = lazy.Pattern(`^\s*(?:[a-z0-9][a-z0-9-]*\s+)?(?:` + seenPattern + `)(?:\s+(?:[NW][a-z]*)(?:\s+\S*){0,2})?$`)
	describeHeader = lazy.Pattern(`^\s*Type\s+Reason\s+Age\s+From\s+Message\s*$`)
	describeRow    = lazy.Pattern(`^\s*(Normal|Warning)\s+([A-Z]\w*)\s+(` + seenPattern + `)\s+(\S+?)(,\s\S+)?(?:\s+(.*))?$`)
	wideEnd        = lazy.Pattern(`\s+(` + agePattern + `)\s+(\d+)\s+(\S+)$`)
	columnGap      = lazy.Pattern(`\s{2,}|\t+`)
)

// seenPattern is when an event was seen, with how often and over which time.
const seenPattern = `(?:\d+[ydhms])+(?:\s+\(x\d+ over (?:\d+[ydhms])+\))?|<unknown>|<invalid>`

var seenParts = lazy.Pattern(`^(\S+)(?:\s+\(x(\d+) over (\S+)\))?$`)

// eventTable is a table that is being read.
type eventTable struct {
	// wide is true for the columns of -o wide.
	wide bool
	// last is the index of the event of the row before, or -1: a line that was wrapped goes on
	// with its message.
	last int
}

// event is an event whose times are ages.
type event struct {
	node, namespace, kind, reason, from, message string
	last, first                                  time.Duration
	timed                                        bool
	count                                        int
	// described is the node of the page that it is on, nil for one of a table.
	described *describedNode
}

// seen reads when and how often an event was seen.
func (e *event) seen(text string) {
	m := seenParts().FindStringSubmatch(text)
	if m == nil {
		return
	}
	e.last, e.timed = parseAge(m[1])
	e.first, e.count = e.last, 1
	if n, err := strconv.ParseInt(m[2], 10, 32); err == nil {
		e.count = int(n)
	}
	if first, ok := parseAge(m[3]); ok {
		e.first = max(first, e.last)
	}
}

// readEvents reads a line of a table of events that names the objects.
func (r *reader) readEvents(line string) bool {
	if eventsHeader().MatchString(line) {
		r.endNode()
		r.table, r.eventsIn = nil, &eventTable{wide: strings.Contains(line, "SUBOBJECT"), last: -1}
		r.pos++
		return true
	}
	m := eventsRow().FindStringSubmatch(line)
	switch {
	case m != nil:
		r.endNode()
		if r.eventsIn == nil {
			r.eventsIn = &eventTable{last: -1}
		}
		r.eventsIn.last = r.addRow(m)
	case r.eventsIn != nil && r.eventsIn.last >= 0 && !nodesHeader().MatchString(line) && !isSection(line):
		e := &r.events[r.eventsIn.last]
		e.message = joinWrapped(e.message, line)
	case r.eventsIn != nil && r.atEnd() && eventsBegun().MatchString(line):
		r.noteCut("the rest of the table of events")
	default:
		return false
	}
	r.pos++
	return true
}

// addRow adds the event of a row and returns its index, -1 for one about another object.
func (r *reader) addRow(m []string) int {
	if !strings.EqualFold(m[5], "node") {
		r.other++
		return -1
	}
	e := event{namespace: m[1], kind: m[3], reason: m[4], node: m[6], message: m[7]}
	e.seen(m[2])
	if r.eventsIn.wide {
		if end := wideEnd().FindStringSubmatch(e.message); end != nil {
			e.message = strings.TrimSuffix(e.message, end[0])
			if first, ok := parseAge(end[1]); ok {
				e.first = max(first, e.last)
			}
			if n, err := strconv.ParseInt(end[2], 10, 32); err == nil {
				e.count = int(n)
			}
		}
		if source := columnGap().Split(e.message, 2); len(source) == 2 {
			e.from, _, _ = strings.Cut(source[0], ",")
			e.message = source[1]
		}
	}
	r.events = append(r.events, e)
	return len(r.events) - 1
}

// describedEvent reads a row of the events of a described object.
func describedEvent(line string) (event, bool) {
	m := describeRow().FindStringSubmatch(line)
	if m == nil {
		return event{}, false
	}
	e := event{kind: m[1], reason: m[2], from: m[4], message: strings.TrimSpace(m[6])}
	e.seen(m[3])
	return e, true
}

// nodeComponents report events about nodes alone.
var nodeComponents = []string{
	"node-controller", "cloud-node-controller", "cloud-node-lifecycle-controller", "kube-proxy", "aks-auto-repair", "aks-node-auto-repair",
	"kernel-monitor", "containerd-monitor", "docker-monitor", "systemd-monitor", "health-checker", "cluster-autoscaler", "cidrAllocator", "ipam",
}

// nodeReasons are events that a kubelet reports only about its node.
var nodeReasons = []string{
	"Starting", "InvalidDiskCapacity", "EvictionThresholdMet", "FreeDiskSpaceFailed", "ImageGCFailed", "ContainerGCFailed", "Rebooted",
	"RegisteredNode", "RemovingNode", "DeletingNode", "SystemOOM", "CIDRNotAvailable", "KubeletSetupFailed",
}

// aboutNode says whether events without an object are those of a node.
func aboutNode(events []event) bool {
	return slices.ContainsFunc(events, func(e event) bool {
		return strings.HasPrefix(e.reason, "Node") && e.reason != "NodePorts" || slices.Contains(nodeReasons, e.reason) || slices.Contains(nodeComponents, e.from)
	})
}

// statusMessage is a message that names the node.
var statusMessage = lazy.Pattern(`^Node ([a-z0-9][a-z0-9.-]*) (?:status is now|event:|has been rebooted)`)

// addEvents adds the events, with times.
func (r *reader) addEvents(p *Page) {
	inTables := 0
	nodes := map[string]bool{}
	for i := range r.events {
		e := &r.events[i]
		if e.described == nil {
			inTables++
			nodes[e.node] = true
		}
		p.Events = append(p.Events, e.object(i, p.At))
	}
	if inTables > 0 {
		r.show("a table of events", 0, inTables, snapshot.HiddenNodes, "events that were left out or have expired")
	}
}

// object makes an event of the API.
func (e *event) object(number int, at time.Time) corev1.Event {
	namespace := e.namespace
	if namespace == "" {
		namespace = metav1.NamespaceDefault
	}
	out := corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: e.node + "." + strconv.Itoa(number+1), Namespace: namespace},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: e.node},
		Type:           e.kind, Reason: e.reason, Message: e.message, Count: int32(e.count), //nolint:gosec // it was read with 32 bits
		Source: corev1.EventSource{Component: e.from},
	}
	if e.timed {
		out.FirstTimestamp, out.LastTimestamp = metav1.NewTime(at.Add(-e.first)), metav1.NewTime(at.Add(-e.last))
	}
	return out
}
