package store

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// manyNodes is how many nodes may come in a stream, beside as many as the last list had: more than a cluster of AKS has.
// Source: https://learn.microsoft.com/azure/aks/quotas-skus-regions
const manyNodes = 5_000

// manyBytes is how many bytes all nodes may have: 20,000 on AKS, without what makes them big, have less than half of it.
const manyBytes = 512 << 20

// CheckRoom returns a *bounds.Error where there is no room for a node until the nodes are listed again: a cluster that
// grows so much is rather a server that sends other nodes, or longer ones, without an end.
func (s *Store) CheckRoom(n *corev1.Node) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.checkRoom(snapshot.SlimNode(n))
}

func (s *Store) checkRoom(n *corev1.Node) error {
	nodes, bytes := s.nodes+1, s.nodeBytes+sizeOf(n)
	if known := s.records[n.Name]; known != nil && known.node != nil {
		nodes, bytes = nodes-1, bytes-known.size
	}
	// What was listed is there, however much it is. It may grow until it is listed again.
	most, mostBytes := 2*s.listed+manyNodes, max(manyBytes, s.listedBytes+s.listedBytes/8)
	switch {
	case nodes > most:
		return bounds.TooMany(most)
	case bytes > mostBytes:
		return bounds.TooLong(int64(mostBytes), " of nodes")
	}
	return nil
}

// sizeOf returns about how many bytes a node takes: its texts, and what holds them, of which a node can have millions that are empty.
func sizeOf(n *corev1.Node) int {
	const holder = 64
	return n.Size() + holder*(len(n.Labels)+len(n.Annotations)+len(n.Finalizers)+len(n.OwnerReferences)+
		len(n.Spec.PodCIDRs)+len(n.Spec.Taints)+len(n.Status.Capacity)+len(n.Status.Allocatable)+len(n.Status.Conditions)+
		len(n.Status.Addresses)+len(n.Status.RuntimeHandlers)+len(n.Status.DeclaredFeatures))
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
	if err := s.checkRoom(n); err != nil {
		return fmt.Errorf("keeping node %s: %w", n.Name, err)
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
	s.listedBytes = s.nodeBytes
	for _, r := range s.records {
		for _, e := range r.events {
			s.witnesses.Event(e)
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
	s.nodeBytes -= r.size
	r.node, r.line, r.size = n, line, sizeOf(n)
	s.nodeBytes += r.size
}

// remove removes the node of a name, where there is one.
func (s *Store) remove(name string) {
	if known := s.records[name]; known != nil && known.node != nil {
		r := s.record(name)
		s.nodes, s.nodeBytes = s.nodes-1, s.nodeBytes-r.size
		r.node, r.line, r.size = nil, snapshot.NodeStatus{}, 0
		s.scan, s.examples = nil, nil
		s.tidy(r)
	}
}
