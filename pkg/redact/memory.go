package redact

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// memory is what was redacted of the last snapshot. A watch takes one each second, in which little has changed. What
// has not is used again, but only at the same age of the names; so a snapshot is redacted as if there were no memory.
type memory struct {
	lines []line
	// objects are by the name that Snapshot.Changes has.
	objects map[string]*object
	// age is that of the names before anything of the last snapshot was redacted.
	age int
	// changes counts the changes of redacted objects, so that no number is given twice.
	changes int
}

// line is a line of the scan.
type line struct {
	read, shown snapshot.NodeStatus
	// learned says that its names are known, redacted that shown is made.
	learned, redacted bool
}

// object is a node and the events about it.
type object struct {
	change int
	// hidden is the name of the node as it is shown, and number that of the last change of what is shown.
	hidden string
	number int
	// learned and nodeLearned say that the name is known, and the names in the node.
	learned, nodeLearned bool
	node                 *corev1.Node
	// events are those that were redacted, taken how many of them the snapshot has up to now.
	events []corev1.Event
	taken  int
}

// recall prepares the memory for a snapshot: what has changed since the last one is not in it any more.
func (r *Redactor) recall(s *snapshot.Snapshot) {
	lines, at := make([]line, len(s.Scan)), 0
	for i, read := range s.Scan {
		lines[i].read = read
		for at < len(r.memory.lines) && r.memory.lines[at].read.Name < read.Name {
			at++
		}
		if at < len(r.memory.lines) && r.memory.lines[at].read == read {
			lines[i] = r.memory.lines[at]
		}
	}
	objects := make(map[string]*object, len(s.Changes))
	for name, change := range s.Changes {
		o := r.memory.objects[name]
		if o == nil || o.change != change {
			o = &object{change: change, hidden: r.nodeName(name), number: r.number()}
		}
		o.taken, objects[name] = 0, o
	}
	r.memory.lines, r.memory.objects = lines, objects
}

// number returns the number of a change.
func (r *Redactor) number() int {
	r.memory.changes++
	return r.memory.changes
}

// renew drops what was redacted at another age of the names than this, and says whether: then the whole snapshot is redacted. It comes
// after all names were learned.
func (r *Redactor) renew() bool {
	if !r.aged() {
		return false
	}
	r.memory.age = r.names.age
	for i := range r.memory.lines {
		r.memory.lines[i].redacted = false
	}
	for _, o := range r.memory.objects {
		o.number, o.node, o.events = r.number(), nil, nil
	}
	return true
}

// learnLines learns the names in the scan.
func (r *Redactor) learnLines() {
	for i := range r.memory.lines {
		if l := &r.memory.lines[i]; !l.learned {
			r.learnNode(l.read.Name)
			r.learn(l.read.Pool, r.poolName)
			l.learned = true
		}
	}
}

// learnObjects learns the names in nodes, and of what events are about.
func (r *Redactor) learnObjects(s *snapshot.Snapshot) {
	for i := range s.Nodes {
		o := r.memory.objects[s.Nodes[i].Name]
		if o != nil && o.nodeLearned {
			continue
		}
		r.learnNames(&s.Nodes[i])
		if o != nil {
			o.learned, o.nodeLearned = true, true
		}
	}
	for i := range s.Events {
		name := s.Events[i].InvolvedObject.Name
		o := r.memory.objects[name]
		if o != nil && o.learned {
			continue
		}
		r.learnNode(name)
		if o != nil {
			o.learned = true
		}
	}
}

// scan returns the redacted scan.
func (r *Redactor) scan() []snapshot.NodeStatus {
	var scan []snapshot.NodeStatus
	for i := range r.memory.lines {
		l := &r.memory.lines[i]
		if n := l.read; !l.redacted || r.aged() {
			l.redacted, l.shown = true, snapshot.NodeStatus{
				Name: r.nodeName(n.Name), Ready: n.Ready, Pool: r.poolName(n.Pool), Zone: r.Text(n.Zone), Size: r.Text(n.Size), Version: r.Text(n.Version),
			}
		}
		scan = append(scan, l.shown)
	}
	return scan
}

// aged says whether an age has ended since the last renewal. A snapshot that is being redacted goes on, and nothing of
// it is used for the next one.
func (r *Redactor) aged() bool { return r.memory.age != r.names.age }

// object returns what is kept of the node of a name and the events about it; nil for one that has no number.
func (r *Redactor) object(name string) *object {
	o := r.memory.objects[name]
	if o != nil && r.aged() {
		o.number, o.node, o.events = r.number(), nil, o.events[:o.taken]
	}
	return o
}

// node returns a redacted node.
func (r *Redactor) node(n *corev1.Node) corev1.Node {
	o := r.object(n.Name)
	if o == nil {
		return r.redactNode(n)
	}
	if o.node == nil {
		redacted := r.redactNode(n)
		o.node = &redacted
	}
	return *o.node
}

// event returns a redacted event. The events about a node that has not changed come in the same order as before.
func (r *Redactor) event(e *corev1.Event) corev1.Event {
	o := r.object(e.InvolvedObject.Name)
	if o == nil {
		return r.redactEvent(e)
	}
	if o.taken == len(o.events) {
		o.events = append(o.events, r.redactEvent(e))
	}
	o.taken++
	return o.events[o.taken-1]
}

// redactChanges returns the numbers of the changes of what is shown. Two names can become one, as letters of both
// cases are the same to a token: then its number is new each time.
func (r *Redactor) redactChanges(changes map[string]int) map[string]int {
	if changes == nil {
		return nil
	}
	redacted := make(map[string]int, len(changes))
	for _, o := range r.memory.objects {
		number := o.number
		if _, twice := redacted[o.hidden]; twice {
			number = r.number()
		}
		redacted[o.hidden] = number
	}
	return redacted
}
