package printer

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestHintReadsTheSameSourceAgain(t *testing.T) {
	for want, test := range map[string]struct {
		context string
		reach   Reach
	}{
		"kubectl autorepair diagnose --demo n":         {"", Reach{Rerun: []string{"--demo"}}},
		"kubectl autorepair diagnose -f 'a b.json' n":  {"", Reach{Rerun: []string{"-f", "a b.json"}}},
		"kubectl autorepair diagnose --context=prod n": {"prod", Reach{}},
		"kubectl autorepair diagnose n":                {"", Reach{}},
	} {
		d := &diagnosis.Diagnosis{Context: test.context}
		d.Findings = []diagnosis.Finding{{Node: "n", Group: 1}}
		d.Groups = []diagnosis.Group{{ID: 1, State: diagnosis.Failed, Nodes: []string{"n"}}}
		var out bytes.Buffer
		if err := Overview(&out, d, test.reach, Style{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\n  "+want+"\n") {
			t.Errorf("want %q in\n%s", want, out.String())
		}
	}
}

func TestNodePageOfAFileSaysThatCommandsNeedACluster(t *testing.T) {
	const note = "see that kubectl and az point to the cluster it came from"
	f := diagnosis.Finding{Node: "n", State: diagnosis.Failed, Steps: []diagnosis.Step{{Text: "Look.", Command: "kubectl describe node n"}}}
	for _, test := range []struct {
		r    Reach
		note bool
		want string
	}{
		{Reach{Rerun: []string{"-f", "x"}}, true, "kubectl describe node n"},
		{Reach{Rerun: []string{"--context=c"}, Kubectl: []string{"--context=c"}}, false, "kubectl --context=c describe node n"},
	} {
		var out bytes.Buffer
		if err := Node(&out, &diagnosis.Diagnosis{}, &f, nil, test.r, Style{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.Join(strings.Fields(out.String()), " "), note) != test.note || !strings.Contains(out.String(), "        "+test.want+"\n") {
			t.Errorf("%+v:\n%s", test.r.Rerun, out.String())
		}
	}
}
