package store

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// Nodes takes what a reflector of nodes has seen.
type Nodes struct{ *Store }

// Add stores a node.
func (s Nodes) Add(obj any) error {
	n, err := nodeOf(obj)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(n)
	return nil
}

// Update is Add.
func (s Nodes) Update(obj any) error { return s.Add(obj) }

// Delete removes a node.
func (s Nodes) Delete(obj any) error {
	n, err := nodeOf(obj)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(n.Name)
	return nil
}

// Replace stores these nodes and no others.
func (s Nodes) Replace(all []any, _ string) error {
	nodes, there := make([]*corev1.Node, len(all)), make(map[string]bool, len(all))
	for i, obj := range all {
		n, err := nodeOf(obj)
		if err != nil {
			return err
		}
		nodes[i], there[n.Name] = n, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.witnesses = clock.Witnesses{} // clocks that were wrong may be right now
	for name := range s.records {
		if !there[name] {
			s.remove(name)
		}
	}
	for _, n := range nodes {
		s.put(n)
	}
	for _, r := range s.records {
		for i := range r.events {
			s.witnesses.Event(&r.events[i])
		}
	}
	return nil
}

// Resync has nothing to do.
func (Nodes) Resync() error { return nil }

func nodeOf(obj any) (*corev1.Node, error) {
	n, ok := obj.(*corev1.Node)
	if !ok {
		return nil, fmt.Errorf("a %T is not a node", obj)
	}
	return snapshot.SlimNode(n), nil
}

// put stores a node.
func (s *Store) put(n *corev1.Node) {
	s.witnesses.Node(n)
	r, line := s.record(n.Name), snapshot.StatusOf(n)
	if r.node == nil || n.Spec.ProviderID != r.node.Spec.ProviderID {
		s.examples = nil
	}
	if r.node == nil || line != r.line {
		s.scan = nil
	}
	if !line.Ready || r.node != nil && (!r.line.Ready || !snapshot.ReadyChanged(n).Equal(snapshot.ReadyChanged(r.node))) {
		r.unrest, r.news = s.now(), true
	}
	r.node, r.line = n, line
}

// remove removes the node of a name, where there is one.
func (s *Store) remove(name string) {
	if known := s.records[name]; known != nil && known.node != nil {
		r := s.record(name)
		r.node, r.line = nil, snapshot.NodeStatus{}
		s.scan, s.examples = nil, nil
	}
}
