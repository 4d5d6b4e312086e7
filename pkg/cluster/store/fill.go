package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Fill fills in the scan, the nodes, the events and the numbers of their changes, for the selection that a snapshot
// has. The snapshot shares memory with the store and with other snapshots, and must not be changed.
func (s *Store) Fill(read *snapshot.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.forget(now)
	if s.examples == nil {
		s.examples = s.firstOfAll()
	}
	if s.scan == nil {
		s.scan = s.lines()
		snapshot.ClearUnshared(s.scan, read.Selection.SharedLabels(s.scan))
	}
	if s.all == nil {
		s.all = s.events()
	}
	read.Scan, read.Nodes, read.Events = s.scan, nil, slices.Clip(s.all)
	read.Changes = make(map[string]int, len(s.records))
	for name, r := range s.records {
		whole := r.node != nil && s.wanted(r, read.Selection, now)
		if whole {
			read.Nodes, r.news = append(read.Nodes, *r.node), false
		}
		if whole || len(r.events) > 0 {
			read.Changes[name] = r.change
		}
	}
	slices.SortFunc(read.Nodes, func(a, b corev1.Node) int { return strings.Compare(a.Name, b.Name) })
}

// wanted says whether a node is needed in full: it was asked for, or it is or was NotReady, or it shows what is true
// of others. Of any other node the scan says all there is to say.
func (s *Store) wanted(r *record, selection snapshot.Selection, now time.Time) bool {
	if len(selection.Names) > 0 {
		return selection.Wanted(r.line)
	}
	return !r.line.Ready || r.trouble > 0 || r.news || now.Sub(r.unrest) < snapshot.EventRetention || s.examples[r.line.Name]
}

// firstOfAll returns the nodes that rules look at for others: the first of each scale set, and the first that is of a
// cloud.
func (s *Store) firstOfAll() map[string]bool {
	var names []string
	ofCloud := ""
	for name, r := range s.records {
		if r.node == nil {
			continue
		}
		names = append(names, name)
		if r.node.Spec.ProviderID != "" && (ofCloud == "" || name < ofCloud) {
			ofCloud = name
		}
	}
	first := map[string]bool{ofCloud: true}
	for name := range maps.Values(snapshot.Siblings(slices.Values(names))) {
		first[name] = true
	}
	return first
}

// events returns the events of all records, with room for some more. The records have them there from now on.
func (s *Store) events() []corev1.Event {
	all := make([]corev1.Event, 0, len(s.owners)+len(s.owners)/16+100)
	for _, r := range s.records {
		for i, e := range r.events {
			all = append(all, *e)
			r.events[i] = &all[len(all)-1]
		}
	}
	return all
}

// lines returns the scan, with all labels.
func (s *Store) lines() []snapshot.NodeStatus {
	lines := make([]snapshot.NodeStatus, 0, len(s.records))
	for _, r := range s.records {
		if r.node != nil {
			lines = append(lines, r.line)
		}
	}
	slices.SortFunc(lines, snapshot.CompareNames)
	return lines
}
