package cmd_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
)

const (
	// histories is how many random histories are watched, each over so many moments.
	histories = 2500
	moments   = 12
)

// TestAWatchFindsWhatADiagnosisOfTheWholeClusterFinds changes clusters at random, and compares what is found from the
// changes alone with what is found from all there is, each time and byte for byte.
func TestAWatchFindsWhatADiagnosisOfTheWholeClusterFinds(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for seed := range uint64(histories) {
		h := newHistory(seed)
		o := repair.Options{NotReadyFor: 5 * time.Minute, Since: pick(h, 0, 0, 10*time.Minute)}
		examiner, whole, watched := repair.NewExaminer(table, o), &transition.Tracker{}, &transition.Tracker{}
		for moment := range moments {
			for range h.IntN(4) {
				h.change(t)
			}
			h.now = h.now.Add(pick(h, 0, time.Second, time.Minute, 6*time.Minute, 20*time.Minute, 2*time.Hour))
			want, got := repair.Examine(h.whole(), table, o), examiner.Examine(h.watched())
			found += len(want.Result().Findings)
			same(t, fmt.Sprintf("history %d, moment %d: the diagnosis", seed, moment), got.Diagnosis(), want.Diagnosis())
			same(t, fmt.Sprintf("history %d, moment %d: what is new", seed, moment), watched.Next(got), whole.Next(want))
		}
	}
	if found < histories*moments/2 {
		t.Errorf("the histories have %d findings, too few to compare", found)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(g) != string(w) {
		t.Fatalf("%s is\n%s\nwant\n%s", what, g, w)
	}
}
