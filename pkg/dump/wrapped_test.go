package dump

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// quoted is a text as a string of JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWhatToolsWrapIsRead(t *testing.T) {
	const (
		node  = `{"kind":"Node","apiVersion":"v1","metadata":{"name":"a"},"status":{"nodeInfo":{"systemUUID":"u"},"conditions":[{"type":"Ready","status":"Unknown"}]}}`
		event = `{"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"a"},"reason":"NodeRebootError","type":"Warning","lastTimestamp":"2026-03-09T09:55:00Z"}`
		list  = `{"kind":"List","apiVersion":"v1","items":[` + node + "," + event + `]}`
	)
	for name, c := range map[string]struct{ text, nodes, events string }{
		"a watch":                 {`{"type":"ADDED","object":` + node + "}\n" + `{"type":"MODIFIED","object":` + event + "}\n", "a", "e"},
		"a watch of a node":       {`{"type":"ADDED","object":` + node + "}\n" + `{"type":"DELETED","object":` + node + "}\n" + event, "", "e"},
		"eventrouter":             {`{"verb":"ADDED","event":` + event + "}\n", "", "e"},
		"an audit log":            {`{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"create","responseObject":` + event + "}\n", "", "e"},
		"Loki":                    {`{"labels":{"job":"events"},"line":` + quoted(t, event) + `,"timestamp":"2026-03-09T09:55:00Z"}` + "\n", "", "e"},
		"command invoke, JSON":    {`{"exitCode":0,"finishedAt":"2026-03-09T09:55:00Z","id":"0","logs":` + quoted(t, list+"\n") + `,"provisioningState":"Succeeded"}`, "a", "e"},
		"command invoke, text":    {"command started at 2026-03-09 09:55:00+00:00, finished at 2026-03-09 09:55:01+00:00 with exitcode=0\n" + list + "\n", "a", "e"},
		"a command before JSON":   {"$ kubectl get nodes,events -A -o json\n" + list + "\n", "a", "e"},
		"an entry of another API": {`{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"list"}` + "\n" + event, "", "e"},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(c.text), At: snapshottest.Minute(0)})
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(s.Nodes), c.nodes)
			snapshottest.Equal(t, "events", snapshottest.EventNames(s.Events), c.events)
			for _, g := range s.Gaps {
				if strings.Contains(g.Subject(), "standard input") {
					t.Errorf("the gap %v", g)
				}
			}
		})
	}
}

func TestAWrapperThatWasCutIsAGap(t *testing.T) {
	const event = `{"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"a"},"reason":"NodeRebootError","type":"Warning","lastTimestamp":"2026-03-09T09:55:00Z"}`
	const list = `{"kind":"List","apiVersion":"v1","items":[` + event + "," + event
	s := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(`{"exitCode":0,"logs":` + quoted(t, list[:len(list)-40]) + `}`), At: snapshottest.Minute(0)})
	snapshottest.Equal(t, "events", snapshottest.EventNames(s.Events), "e")
	if subjects := snapshottest.GapSubjects(s.Gaps); !strings.Contains(subjects, "the rest of standard input") {
		t.Errorf("the gaps are %s", subjects)
	}
}
