package cmd_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodeNames are what nodes of a history are called.
var nodeNames = []string{
	"aks-user-12345678-vmss000001", "aks-user-12345678-vmss000002", "aks-user-12345678-vmss000003",
	"aks-gpu-12345678-vmss000001", "aks-gpu-12345678-vmss000002", "aks-auto-x7k2p", "pi",
}

// redactedHistories is how many histories are watched with redaction.
const redactedHistories = 120

// harmlessNames are names that stay in a text as long as no node is called so.
var harmlessNames = []string{"kube-proxy", "cluster-autoscaler"}

// newRedactedHistory returns a history in which texts mention nodes, also some that come later.
func newRedactedHistory(seed uint64) *history {
	h := newHistory(seed)
	h.names, h.mentions = slices.Concat(nodeNames, harmlessNames), true
	return h
}

// TestAWatchThatRedactsFindsWhatADiagnosisOfTheWholeFinds changes clusters at random, and compares what is found from the
// changes alone with what is found from a snapshot that is redacted and examined as a whole, each time and byte for byte.
func TestAWatchThatRedactsFindsWhatADiagnosisOfTheWholeFinds(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	o := repair.Options{NotReadyFor: 5 * time.Minute}
	found, mentioned := 0, 0
	for seed := range uint64(redactedHistories) {
		h := newRedactedHistory(seed)
		hidden, other := newRedactor(t, table), newRedactor(t, table)
		examiner, whole, watched := repair.NewExaminer(table, o), &transition.Tracker{}, &transition.Tracker{}
		for moment := range 2 * moments {
			for range h.IntN(4) {
				h.change(t)
			}
			h.now = h.now.Add(pick(h, 0, time.Second, time.Minute, 6*time.Minute, 20*time.Minute, 2*time.Hour))
			read := h.watched()
			unmarked := *read
			unmarked.Changes = nil
			shown := hidden.Snapshot(read)
			want, got := repair.Examine(other.Snapshot(&unmarked), table, o), examiner.Examine(shown)
			found += len(want.Result().Findings)
			at := fmt.Sprintf("history %d, moment %d", seed, moment)
			same(t, at+": the diagnosis", got.Diagnosis(), want.Diagnosis())
			same(t, at+": what is new", watched.Next(got), whole.Next(want))
			mentioned += nothingIsLeft(t, at, read, shown)
		}
	}
	if found < redactedHistories*moments || mentioned < 10*redactedHistories {
		t.Errorf("the histories have %d findings and mention nodes %d times, too few to compare", found, mentioned)
	}
}

// nothingIsLeft checks that no text shows the name of a node that there is, and returns how many texts had one.
func nothingIsLeft(t *testing.T, at string, read, shown *snapshot.Snapshot) int {
	t.Helper()
	names := map[string]bool{}
	for _, n := range read.Scan {
		names[n.Name] = true
	}
	for i := range read.Events {
		names[read.Events[i].InvolvedObject.Name] = true
	}
	before, after := textsOf(t, read), textsOf(t, shown)
	mentioned := 0
	for name := range names {
		word := regexp.MustCompile(`(?:^|[^a-z0-9-])` + regexp.QuoteMeta(name) + `(?:$|[^a-z0-9-])`)
		if left := word.FindStringIndex(after); left != nil {
			t.Fatalf("%s: %s is left: …%s…", at, name, after[max(0, left[0]-60):min(len(after), left[1]+60)])
		}
		mentioned += len(word.FindAllStringIndex(before, -1))
	}
	for name := range shown.Changes {
		if names[name] && name != "" {
			t.Fatalf("%s: the changes have the name %s", at, name)
		}
	}
	return mentioned
}

// textsOf returns all of a snapshot as text.
func textsOf(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	text, err := json.Marshal([]any{s, s.Nodes, s.Events, s.Facts})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
