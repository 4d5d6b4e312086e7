package dump

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

const month = 30 * 24 * time.Hour

// pastOf reads texts as files of a history.
func pastOf(t *testing.T, texts ...string) (*history.Evidence, error) {
	t.Helper()
	var d Dump
	for i, text := range texts {
		name := filepath.Join(t.TempDir(), fmt.Sprintf("%d.json", i))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Filenames = append(d.Filenames, name)
	}
	return d.History(t.Context(), month)
}

// shown is what evidence has, in short.
func shown(e *history.Evidence) string {
	var parts []string
	for _, s := range e.Sources {
		if s.State != history.Missing {
			parts = append(parts, fmt.Sprintf("%s %s %d rows %d normal", s.Name, s.State, s.Rows, s.Normal))
		}
	}
	for _, event := range e.Events {
		parts = append(parts, event.InvolvedObject.Name+" "+event.Reason)
	}
	for i := range e.Inventory {
		s := &e.Inventory[i]
		parts = append(parts, fmt.Sprintf("%s ready=%v %d samples", s.Node, s.Ready, s.Samples))
	}
	for i := range e.Operations {
		parts = append(parts, e.Operations[i].Node+" "+e.Operations[i].Type)
	}
	for i := range e.Changes {
		parts = append(parts, e.Changes[i].Type+" "+e.Changes[i].Message)
	}
	return strings.Join(parts, "; ")
}

const failedRedeploy = "Node auto-repair redeploy action failed due to an operation failure: VMRedeploymentFailed"

// What keepers of the past write is read, each in its own shape.
func TestEachKeeperOfThePastIsRead(t *testing.T) {
	const row = `{"TimeGenerated":"2026-05-19T21:44:43Z","KubeEventType":"Warning","Message":"` + failedRedeploy + `","Name":"a","ObjectKind":"Node","Reason":"NodeRedeployError"}`
	const event = `{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"a.1","namespace":"default","creationTimestamp":"2026-05-19T21:44:43Z"},"eventTime":"2026-05-19T21:44:43.752888Z","reason":"NodeRedeployError","note":"` + failedRedeploy + `","type":"Warning","regarding":{"kind":"Node","name":"a"}}`
	const sample = `{"TimeGenerated":"2026-05-19T21:%d:43Z","Computer":"a","Status":%q,"LastTransitionTimeReady":"2026-05-19T21:%d:51Z"}`
	const log = `{"caller":"ada@example.com","correlationId":"n","eventTimestamp":"2026-05-19T20:00:00Z","operationName":{"value":"Microsoft.Network/networkSecurityGroups/delete"},"resourceId":"/subscriptions/1/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/nsg","status":{"value":"Succeeded"}}`
	const events = "Events Collected 1 rows 0 normal; a NodeRedeployError"
	for name, c := range map[string]struct{ text, want string }{
		"rows of the az command":      {"[" + row + "]", "KubeEvents Collected 1 rows 0 normal; a NodeRedeployError"},
		"an answer of Log Analytics":  {`{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"ObjectKind","type":"string"},{"name":"Name","type":"string"},{"name":"Reason","type":"string"},{"name":"KubeEventType","type":"string"}],"rows":[["2026-05-19T21:34:43Z","Node","a","NodeRebootStart","Normal"]]}]}`, "KubeEvents Collected 1 rows 1 normal; a NodeRebootStart"},
		"an inventory":                {"[" + fmt.Sprintf(sample, 44, "", 24) + "," + fmt.Sprintf(sample, 45, "", 24) + "," + fmt.Sprintf(sample, 50, "Ready", 49) + "]", "KubeNodeInventory Collected 3 rows 0 normal; a ready=false 2 samples; a ready=true 1 samples"},
		"a summary of an inventory":   {`{"tables":[{"name":"PrimaryResult","columns":[{"name":"Computer"},{"name":"Ready"},{"name":"From"},{"name":"LastSample"},{"name":"Samples"}],"rows":[["a",false,"2026-05-19T21:24:51Z","2026-05-19T21:44:43Z",20]]}]}`, "KubeNodeInventory Collected 20 rows 0 normal; a ready=false 20 samples"},
		"a watch, or OpenTelemetry":   {`{"type":"ADDED","object":` + event + "}\n", events},
		"an event exporter":           {strings.Replace(event, "{", `{"clusterName":"prod",`, 1) + "\n", events},
		"Loki, JSON":                  {`{"labels":{"job":"events"},"line":` + quoted(t, event) + `,"timestamp":"2026-05-19T21:44:43Z"}` + "\n", events},
		"Loki, logfmt":                {`{"labels":{"job":"events"},"line":` + quoted(t, `name=a kind=Node reason=NodeRedeployError type=Warning msg="`+failedRedeploy+`"`) + `,"timestamp":"2026-05-19T21:44:43.752888Z"}` + "\n", events},
		"an answer of Elasticsearch":  {`{"hits":{"hits":[{"_source":{"@timestamp":"2026-05-19T21:44:43.752Z","kubernetes":{"event":{"reason":"NodeRedeployError","type":"Warning","message":"x","involved_object":{"kind":"Node","name":"a"}}}}}]}}`, events},
		"a hit of Elasticsearch":      {`{"_source":{"kubernetes":{"event":{"reason":"NodeRedeployError","type":"Warning","involved_object":{"kind":"Node","name":"a"},"metadata":{"timestamp":{"created":"2026-05-19T21:44:43.000Z"}}}}}}` + "\n", events},
		"a table of one's own":        {`[{"timestamp":"2026-05-19T21:44:44Z","objectKind":"Node","objectName":"a","reason":"NodeRedeployError","message":"x","firstSeen":null,"lastSeen":null,"count":null,"log":{"event_time":"2026-05-19T21:44:43.752888Z"}}]`, events},
		"an activity log":             {"[" + log + "]", "ActivityLog Collected 1 rows 0 normal; Delete nsg"},
		"events of pods show Normal":  {`[{"TimeGenerated":"2026-05-19T21:44:43Z","KubeEventType":"Normal","Name":"p","ObjectKind":"Pod","Reason":"Started"},` + row + "]", "KubeEvents Collected 1 rows 0 normal; a NodeRedeployError"},
		"events without their type":   {`[{"TimeGenerated":"2026-05-19T21:44:43Z","Message":"","Name":"a","ObjectKind":"Node","Reason":"NodeRebootStart"}]`, "KubeEvents Collected 1 rows 1 normal; a NodeRebootStart"},
		"a row of an unknown keeper":  {`[{"objectKind":"Pod","objectName":"p","reason":"Started","timestamp":"2026-05-19T21:44:44Z"},` + row + "]", "KubeEvents Collected 1 rows 0 normal; a NodeRedeployError"},
		"the same in a list of hosts": {`{"hits":{"total":0,"hits":[]}}` + "\n" + row, "KubeEvents Collected 1 rows 0 normal; a NodeRedeployError"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := pastOf(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			snapshottest.Equal(t, "evidence", shown(e), c.want)
		})
	}
}

func TestFilesWithoutAPast(t *testing.T) {
	const broken = `{"apiVersion":"v1","kind":"List","items":[{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}`
	for text, want := range map[string]string{
		`{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}`: "holds nothing of the past: no event about a node, no row of KubeNodeInventory, no activity log (1 other objects)",
		broken: "cannot read the files",
		`[{"TimeGenerated":"2026-05-19T21:44:43Z","Computer":"a","KubeletVersion":"v1.33.7"}]`: "LastTransitionTimeReady",
	} {
		_, err := pastOf(t, text)
		if err == nil {
			t.Fatalf("%s is read", text)
		}
		snapshottest.Contains(t, err.Error(), want)
	}
}

// A window ends at the newest time, or where the user wants it.
func TestTheWindowOfFiles(t *testing.T) {
	e, err := pastOf(t, `[{"TimeGenerated":"2026-03-19T21:44:43Z","KubeEventType":"Normal","Name":"a","ObjectKind":"Node","Reason":"NodeReady"}]`,
		`[{"TimeGenerated":"2026-05-19T21:44:43Z","Computer":"a","Status":"Ready","LastTransitionTimeReady":"2026-05-19T21:24:51Z"}]`)
	if err != nil {
		t.Fatal(err)
	}
	snapshottest.Equal(t, "until", e.Until, time.Date(2026, 5, 19, 21, 44, 43, 0, time.UTC))
	snapshottest.Equal(t, "since", e.Since, e.Until.Add(-month))
	snapshottest.Contains(t, shown(e), "KubeEvents Empty 0 rows")
}

// The sample has seven repairs of one node, an error that many nodes have since a day, what changed before
// it, a node that came back without a repair, one after an operation, and one that is down.
func TestTheSampleOfAMonth(t *testing.T) {
	e, err := DemoHistory(t.Context(), nil, time.Time{}, month)
	if err != nil {
		t.Fatal(err)
	}
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	h := history.Examine(e, table)
	endings := map[string]int{}
	for i := range h.Outages {
		endings[string(h.Outages[i].Ending)+string(h.Outages[i].Back)]++
	}
	got, err := json.Marshal(endings)
	if err != nil {
		t.Fatal(err)
	}
	snapshottest.Equal(t, "endings", string(got), `{"ReadyAfterOperation":1,"ReadyAfterRepair":11,"ReadyWithoutRepair":1,"StillNotReady":1}`)
	seven := 0
	for i := range h.Repairs {
		if h.Repairs[i].Node == "aks-user-15776247-vmss000007" {
			seven++
		}
	}
	snapshottest.Equal(t, "repairs of one node", seven, 7)
	snapshottest.Equal(t, "the most frequent error", h.Codes[0].Code+" "+h.Codes[0].First.UTC().Format(time.DateOnly), "vmssCSE:50 2026-05-03")
	snapshottest.Equal(t, "what changed before", len(h.Codes[0].Before), 1)
	snapshottest.Equal(t, "complete", len(h.Gaps), 0)
}
