package history_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// month makes thirty days of a few nodes, as all three places keep them.
func month(r *rand.Rand) history.Evidence {
	e := history.Evidence{Sources: []history.Source{collected(history.KubeEvents, 100), collected(history.NodeInventory, 0), collected(history.ActivityLog, 0)}}
	for _, node := range []string{n1, n2} {
		ready := start.Add(-20 * day)
		for when := at(0, 1, 0); when.Before(at(29, 0, 0)); when = when.Add(time.Duration(1+r.IntN(90)) * time.Hour) {
			minutes := 3 + r.IntN(120)
			end := when.Add(time.Duration(minutes) * time.Minute)
			e.Events = append(e.Events, event(node, "NodeNotReady", "", when), event(node, "NodeReady", "", end))
			e.Inventory = append(e.Inventory, span(node, true, ready, when), span(node, false, when, end.Add(-time.Minute)))
			if minutes > 10 {
				e.Events = append(e.Events, event(node, "NodeRebootStart", "", when.Add(6*time.Minute)))
				status, reason := "Succeeded", "NodeRebootEnd"
				if r.IntN(2) == 0 {
					status, reason = "Failed", "NodeRebootError"
				}
				e.Events = append(e.Events, event(node, reason, failedReboot, when.Add(8*time.Minute)))
				e.Operations = append(e.Operations, operation(node, "Restart", status, "AKS", when.Add(6*time.Minute)))
			}
			ready, when = end, end
		}
		e.Inventory = append(e.Inventory, span(node, true, ready, at(30, 0, 0)))
	}
	return e
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // it makes samples
		e := month(r)
		want, err := json.Marshal(examine(t, e))
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(e.Events), func(i, j int) { e.Events[i], e.Events[j] = e.Events[j], e.Events[i] })
		r.Shuffle(len(e.Inventory), func(i, j int) { e.Inventory[i], e.Inventory[j] = e.Inventory[j], e.Inventory[i] })
		r.Shuffle(len(e.Operations), func(i, j int) { e.Operations[i], e.Operations[j] = e.Operations[j], e.Operations[i] })
		slices.Reverse(e.Sources)
		got, err := json.Marshal(examine(t, e))
		if err != nil || string(got) != string(want) {
			t.Fatalf("seed %d: %v\n%s\n%s", seed, err, got, want)
		}
	}
}

func TestOutagesOfANodeDoNotOverlap(t *testing.T) {
	for seed := range uint64(20) {
		e := month(rand.New(rand.NewPCG(seed, 2))) //nolint:gosec // it makes samples
		last := map[string]time.Time{}
		h := examine(t, e)
		for i := range h.Outages {
			o := &h.Outages[i]
			if o.Start == nil || o.End == nil || o.Start.Before(&h.Since) || o.Start.Time.Before(last[o.Node]) || o.End.Before(o.Start) {
				t.Fatalf("seed %d: %s", seed, line(o))
			}
			last[o.Node] = o.End.Time
		}
		if len(h.Outages) == 0 || len(h.Outages)*2 != countOf(e.Events, "NodeReady")+countOf(e.Events, "NodeNotReady") {
			t.Errorf("seed %d: %d outages of %d events", seed, len(h.Outages), len(e.Events))
		}
	}
}

func countOf(events []*corev1.Event, reason string) int {
	n := 0
	for _, e := range events {
		if e.Reason == reason {
			n++
		}
	}
	return n
}

// Without a source, what was known can become unknown: never the other way round, and nothing else is claimed.
func TestLessEvidenceClaimsNoMore(t *testing.T) {
	type claim struct {
		ending diagnosis.Ending
		back   diagnosis.Back
	}
	for seed := range uint64(20) {
		e := month(rand.New(rand.NewPCG(seed, 3))) //nolint:gosec // it makes samples
		known := map[string]claim{}
		whole := examine(t, e)
		for i := range whole.Outages {
			o := &whole.Outages[i]
			known[o.Node+o.Start.UTC().Format(time.DateTime)] = claim{o.Ending, o.Back}
		}
		for _, without := range []history.SourceName{history.KubeEvents, history.NodeInventory, history.ActivityLog} {
			less := lacking(e, without)
			h := examine(t, less)
			if len(h.Outages) > len(whole.Outages) || len(h.Repairs) > len(whole.Repairs) {
				t.Fatalf("seed %d without %s: %d outages and %d repairs, %d and %d before", seed, without, len(h.Outages), len(h.Repairs), len(whole.Outages), len(whole.Repairs))
			}
			for i := range h.Outages {
				o := &h.Outages[i]
				was, ok := known[o.Node+o.Start.UTC().Format(time.DateTime)]
				if !ok || o.Ending != was.ending && o.Ending != diagnosis.EndUnknown || o.Back != "" && o.Back != was.back {
					t.Errorf("seed %d without %s: %s, was %v", seed, without, line(o), was)
				}
			}
		}
	}
}

// lacking returns evidence without a source.
func lacking(e history.Evidence, name history.SourceName) history.Evidence {
	e.Sources = slices.Clone(e.Sources)
	for i := range e.Sources {
		if e.Sources[i].Name == name {
			e.Sources[i] = history.Source{Name: name, State: history.Missing}
		}
	}
	switch name {
	case history.KubeEvents:
		e.Events = nil
	case history.NodeInventory:
		e.Inventory = nil
	default:
		e.Operations = []snapshot.Fact{}
	}
	return e
}
