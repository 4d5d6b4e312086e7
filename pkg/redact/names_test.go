package redact

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// A cluster can have more words than are remembered at first, and still keeps what has not changed.
func TestWhatHasNotChangedIsKeptHoweverManyWordsThereAre(t *testing.T) {
	const nodes, words = 100, 3000
	r, w := redactor(t), newWatched()
	for n := range nodes {
		var text strings.Builder
		for i := range words {
			fmt.Fprintf(&text, "id%08xq ", n*words+i)
		}
		w.event(fmt.Sprint("zebra-", n), text.String())
	}
	last := w.next(r).Changes
	if len(r.names.asked) < nodes*words {
		t.Fatalf("%d words were looked up and are remembered", len(r.names.asked))
	}
	for moment := range 5 {
		changed := fmt.Sprint("zebra-", moment)
		w.event(changed, fmt.Sprint("other", moment, "q failed"))
		next := w.next(r).Changes
		for name, number := range next {
			if (last[name] == number) == (name == r.nodeName(changed)) {
				t.Fatalf("moment %d: %s has the number %d and then %d", moment, name, last[name], number)
			}
		}
		last = next
	}
}

// Words that come and go are forgotten: twice as many as a whole snapshot has are remembered, and no more.
func TestWordsThatComeAndGoAreForgotten(t *testing.T) {
	const words = minAsked
	n := newNames()
	ask := func(from, to int) {
		for i := from; i < to; i++ {
			n.lookUp(fmt.Sprint("w", i))
		}
	}
	age := n.age
	n.whole()
	ask(0, words)
	n.settle()
	ask(words, 2*words)
	if n.age != age || len(n.asked) != 2*words {
		t.Errorf("%d words are remembered after %d ages", len(n.asked), n.age-age)
	}
	ask(2*words, 2*words+1)
	if n.age == age || len(n.asked) != 1 {
		t.Errorf("%d words are remembered after %d ages", len(n.asked), n.age-age)
	}
}

// A word that looks like a token stays once it is one, also where the token is made in the midst of a snapshot.
func TestAWordThatBecomesATokenIsRedactedAgain(t *testing.T) {
	other := redactor(t)
	for what, become := range map[string]func(*watched){
		"before the rest": func(w *watched) { w.event("later-1", "") },
		"in a line": func(w *watched) {
			w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "b", Labels: map[string]string{snapshot.LabelPool: "early-1"}}})
		},
	} {
		t.Run(what, func(t *testing.T) {
			r, w := redactor(t), newWatched()
			w.Facts = []snapshot.Fact{{Node: "early-1"}}
			for _, name := range []string{"a", "c"} {
				version := corev1.NodeSystemInfo{KubeletVersion: other.poolName("early-1"), OSImage: other.nodeName("later-1")}
				w.node(corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: corev1.NodeStatus{NodeInfo: version}})
			}
			first := everythingOf(t, w.next(r))
			become(w)
			whole := w.Snapshot
			want := everythingOf(t, r.alone().Snapshot(&whole))
			if got := everythingOf(t, w.next(r)); got != want || strings.Count(got, other.nodeName("later-1"))+strings.Count(got, other.poolName("early-1")) < 4 {
				t.Errorf("shown as\n%s\nwant\n%s\nat first\n%s", got, want, first)
			}
		})
	}
}
