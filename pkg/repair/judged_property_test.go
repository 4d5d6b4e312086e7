package repair_test

import (
	"slices"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// openCauses returns the causes of the entries that apply about which nothing is known, as
// "node entry/id".
func openCauses(t *testing.T, d *diagnosis.Diagnosis) map[string]bool {
	t.Helper()
	open := map[string]bool{}
	for i := range d.Findings {
		f := &d.Findings[i]
		for _, e := range table(t).Find(f.Entries) {
			for _, c := range e.Causes {
				open[f.Node+" "+e.Code+"/"+c.ID] = true
			}
		}
		for _, c := range f.Settled {
			delete(open, f.Node+" "+c.Entry+"/"+c.ID)
		}
	}
	return open
}

// sourcesOf returns, by their names, what takes one source of a snapshot away.
func sourcesOf(s *snapshot.Snapshot) map[string]func(*snapshot.Snapshot) {
	take := map[string]func(*snapshot.Snapshot){
		"events": func(s *snapshot.Snapshot) { s.Events, s.EventsListed = nil, false },
		"scan":   func(s *snapshot.Snapshot) { s.NodesListed = false },
	}
	for i := range s.Facts {
		source := s.Facts[i].Source
		take["facts of "+source] = func(s *snapshot.Snapshot) {
			s.Facts = slices.DeleteFunc(slices.Clone(s.Facts), func(f snapshot.Fact) bool { return f.Source == source })
		}
	}
	for i := range s.Nodes {
		take["node "+s.Nodes[i].Name] = func(s *snapshot.Snapshot) {
			s.Nodes = slices.Delete(slices.Clone(s.Nodes), i, i+1)
		}
	}
	return take
}

// TestWithoutASourceNothingMoreIsSettled takes each source away, and with it what it shows: no
// cause is then settled that was open before, unless the source contradicted something.
func TestWithoutASourceNothingMoreIsSettled(t *testing.T) {
	taken := 0
	for name, s := range readSituations(t) {
		snap := s.snapshot(t)
		open := openCauses(t, repair.Examine(snap, table(t), s.options(t)).Diagnosis())
		for what, take := range sourcesOf(snap) {
			less := *snap
			take(&less)
			taken++
			after := repair.Examine(&less, table(t), s.options(t)).Diagnosis()
			for i := range after.Findings {
				f := &after.Findings[i]
				for _, c := range f.Settled {
					if c.Verdict != diagnosis.Open && open[f.Node+" "+c.Entry+"/"+c.ID] {
						t.Errorf("%s: without %s, %s/%s of %s is %s", name, what, c.Entry, c.ID, f.Node, c.Verdict)
					}
				}
			}
		}
	}
	if taken < 3*fewest {
		t.Errorf("%d sources were taken away", taken)
	}
}

// TestWhatConcernsOtherNodesChangesNothing adds facts about other machines, pools and sets, which no
// situation has.
func TestWhatConcernsOtherNodesChangesNothing(t *testing.T) {
	for name, s := range readSituations(t) {
		snap := s.snapshot(t)
		before := judged(repair.Examine(snap, table(t), s.options(t)).Diagnosis())
		for i := range s.snapshot(t).Facts {
			other := snap.Facts[i]
			// A VM that AKS repaired, as the log says, and that is no node any more, is a finding itself.
			if other.Node != "" && other.Source != "azure-activity-log" {
				other.Node = "of-another-cluster"
				snap.Facts = append(snap.Facts, other)
			}
		}
		snap.Facts = append(snap.Facts,
			snapshot.Fact{Node: "of-another-cluster", Source: "azure-vm", Type: "PowerState", Status: "deallocated", Time: snap.TakenAt},
			snapshot.Fact{Node: "of-another-cluster", Source: "azure-vm", Type: "Exists", Status: "False", Time: snap.TakenAt},
			snapshot.Fact{Node: "of-another-cluster", Source: "weather", Type: "Rain", Status: "Heavy", Time: snap.TakenAt},
		)
		if after := judged(repair.Examine(snap, table(t), s.options(t)).Diagnosis()); after != before {
			t.Errorf("%s: judged\n%s\nand with facts about another node\n%s", name, before, after)
		}
	}
}

// TestConfirmedCausesOfAProblemComeFirst looks at the groups, whose nodes may differ.
func TestConfirmedCausesOfAProblemComeFirst(t *testing.T) {
	confirmed := 0
	for name, s := range readSituations(t) {
		d := repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis()
		for _, g := range d.Groups {
			for i, c := range g.Judged {
				if confirmed += c.Confirmed; i > 0 && c.Confirmed > g.Judged[i-1].Confirmed {
					t.Errorf("%s: %q, confirmed on %d, stands behind one that is confirmed on %d", name, c.Text, c.Confirmed, g.Judged[i-1].Confirmed)
				}
			}
		}
	}
	if confirmed == 0 {
		t.Error("no problem has a confirmed cause")
	}
}
