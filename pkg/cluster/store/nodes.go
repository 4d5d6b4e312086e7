package store

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// manyNodes is how many nodes may come in a stream, beside as many as the last list had: more than a cluster of AKS has.
// Source: https://learn.microsoft.com/azure/aks/quotas-skus-regions
const manyNodes = 5_000

// MostNodes returns how many nodes there may be until they are listed again. A cluster that grows to more is rather a
// server that sends other nodes without an end.
func (s *Store) MostNodes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mostNodes()
}

func (s *Store) mostNodes() int { return 2*s.listed + manyNodes }

// HasRoom reports whether the node of a name is there, or there may be one more.
func (s *Store) HasRoom(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hasRoom(name)
}

func (s *Store) hasRoom(name string) bool {
	known := s.records[name]
	return known != nil && known.node != nil || s.nodes < s.mostNodes()
}

// Nodes takes what a reflector of nodes has seen.
type Nodes struct{ *Store }

// Add stores a node. One for which there is no room is an error.
func (s Nodes) Add(obj any) error {
	n, err := nodeOf(obj)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.hasRoom(n.Name) {
		return fmt.Errorf("there are %d nodes, and no room for one more", s.nodes)
	}
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
	s.listed = len(there)
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
	if r.node == nil {
		s.nodes++
	}
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
		s.nodes--
		s.scan, s.examples = nil, nil
		s.tidy(r)
	}
}
