package pages_test

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// FuzzRead reads any text. What is read of it can be used: nodes have names and a Ready condition,
// events say what they are about, and none is from the future.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		describedDown, describedDown[400:2600], "", "Name:", "NAME STATUS ROLES AGE VERSION\na Ready <none> 5d v1.30.0\nb Not",
		"LAST SEEN TYPE REASON OBJECT MESSAGE\n5m Normal NodeReady node/a x\n99999999999y Warning X Node/b y (x9 over 3d)",
		"conditions:\n- lastHeartbeatTime: \"2026-03-09T11:58:00Z\"\n  type: Ready\n  status: \"True\"", `{"conditions":[{"lastHeartbeatTime":"2026-03-09T11:58:00Z","type":"Ready","status":"True"}]}`,
		"Ready True Mon, 09 Mar 2026 11:58:00 +0000 Mon, 09 Mar 2026 11:00:00 +0000 KubeletReady x", "apiVersion: v1\nkind: Node\n", "> > >", "```\n{[\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := pages.Read(text, pasted)
		if !ok && len(p.Nodes)+len(p.Events)+len(p.Facts) > 0 {
			t.Error("something was read of what is no page")
		}
		if p.At.After(pasted) {
			t.Errorf("counted from %s, after it was pasted", p.At)
		}
		for i := range p.Nodes {
			if n := &p.Nodes[i]; n.Name == "" || snapshot.ReadyCondition(n) == nil {
				t.Errorf("the node %q without a Ready condition", n.Name)
			}
		}
		for i := range p.Events {
			if e := &p.Events[i]; e.InvolvedObject.Name == "" || e.Reason == "" || snapshot.LastSeen(e).After(p.At) || snapshot.FirstSeen(e).After(snapshot.LastSeen(e)) {
				t.Errorf("the event %+v", e)
			}
		}
		for _, g := range p.Gaps {
			if strings.ContainsAny(g.Subject()+g.Reason, "\n\r") {
				t.Errorf("the gap %+v is no sentence", g)
			}
		}
	})
}
