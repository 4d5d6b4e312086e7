package dump

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// exported is how one event looks in each form of an export of KubeEvents: TimeGenerated
// alone, as auto-repair's events come, and one of the legacy recorder.
var exported = map[string]string{
	"az monitor log-analytics query": `[
 {"ClusterId":"/c/1","Computer":"","Count":"1.0","FirstSeen":"","KubeEventType":"Warning","LastSeen":"","Message":"failed, badly","Name":"n1","Namespace":"default","ObjectKind":"Node","Reason":"NodeRebootError","SourceComponent":"","TableName":"PrimaryResult","TimeGenerated":"2026-05-19T21:36:05.123Z"},
 {"ClusterId":"/c/1","Count":"3.0","FirstSeen":"2026-05-19T21:00:00Z","KubeEventType":"Normal","LastSeen":"2026-05-19T21:40:00Z","Message":"down","Name":"n1","Namespace":"","ObjectKind":"Node","Reason":"NodeNotReady","SourceComponent":"node-controller","TimeGenerated":"2026-05-19T21:00:00Z"},
 {"ClusterId":"/c/1","Count":"1.0","Name":"p","Namespace":"x","ObjectKind":"Pod","Reason":"Failed","TimeGenerated":"2026-05-19T22:00:00Z"}]`,
	"portal, JSON": `{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"ObjectKind"},{"name":"Name"},{"name":"Reason"},{"name":"Message"},{"name":"KubeEventType"},{"name":"FirstSeen"},{"name":"LastSeen"},{"name":"Count","type":"real"},{"name":"SourceComponent"}],"rows":[
 ["2026-05-19T21:36:05.123Z","Node","n1","NodeRebootError","failed, badly","Warning",null,null,1,""],
 ["2026-05-19T21:00:00Z","Node","n1","NodeNotReady","down","Normal","2026-05-19T21:00:00Z","2026-05-19T21:40:00Z",3.0,"node-controller"],
 ["2026-05-19T22:00:00Z","Pod","p","Failed","","Warning",null,null,1,""]]}]}`,
	"portal, CSV": "\ufeff\"TimeGenerated [UTC]\",ObjectKind,Name,Reason,Message,KubeEventType,\"FirstSeen [UTC]\",\"LastSeen [UTC]\",Count,SourceComponent\n" +
		"\"5/19/2026, 9:36:05.123 PM\",Node,n1,NodeRebootError,\"failed, badly\",Warning,,,1,\n" +
		"\"5/19/2026, 9:00:00.000 PM\",Node,n1,NodeNotReady,down,Normal,\"5/19/2026, 9:00:00.000 PM\",\"5/19/2026, 9:40:00.000 PM\",3,node-controller\n" +
		"\"5/19/2026, 10:00:00.000 PM\",Pod,p,Failed,,Warning,,,1,\n",
}

func TestExportOfKubeEventsInEveryForm(t *testing.T) {
	for name, text := range exported {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text)})
			var lines []string
			for i := range got.Events {
				e := &got.Events[i]
				lines = append(lines, fmt.Sprintf("%s %s/%s %s %q %s %s %d", snapshot.LastSeen(e).Format(time.RFC3339Nano), e.Namespace, e.InvolvedObject.Name, e.Reason, e.Message, e.Type, snapshot.Component(e), snapshot.Count(e)))
			}
			want := []string{
				`2026-05-19T21:36:05.123Z default/n1 NodeRebootError "failed, badly" Warning  1`,
				`2026-05-19T21:40:00Z default/n1 NodeNotReady "down" Normal node-controller 3`,
			}
			if strings.Join(lines, "\n") != strings.Join(want, "\n") && strings.Join(lines, "\n") != want[1]+"\n"+want[0] {
				t.Errorf("got\n%s", strings.Join(lines, "\n"))
			}
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes")
			snapshottest.Equal(t, "events listed", got.EventsListed, true)
			snapshottest.Equal(t, "other objects", got.Skipped, 1)
		})
	}
}

func TestRowsOfOneEventAreOneEventInItsNewestForm(t *testing.T) {
	const row = `{"Count":"%d","LastSeen":"2026-05-19T21:%02d:00Z","Name":"n","ObjectKind":"Node","Reason":"NodeNotReady","KubeEventType":"Normal","TimeGenerated":"2026-05-19T21:00:00Z"}`
	text := "[" + fmt.Sprintf(row, 2, 20) + "," + fmt.Sprintf(row, 5, 50) + "," + fmt.Sprintf(row, 1, 10) + "]"
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text)})
	snapshottest.Equal(t, "events", len(got.Events), 1)
	snapshottest.Equal(t, "count", snapshot.Count(&got.Events[0]), 5)
}

func TestWhatAnExportLeavesOutIsAGap(t *testing.T) {
	const header = "Message,ObjectKind,Name,Reason,KubeEventType,ClusterId,TimeGenerated\n"
	for name, c := range map[string]struct {
		text, gaps string
		listed     bool
	}{
		"warnings alone": {header + "m,Node,n,R,Warning,c,2026-05-19T21:00:00Z\n", "nodes | events of type Normal", false},
		"no type":        {"Message,ObjectKind,Name,Reason,TimeGenerated\nm,Node,n,R,2026-05-19T21:00:00Z\n", "nodes | whether events of type Normal are missing", false},
		"no message":     {"ObjectKind,Name,Reason,KubeEventType,TimeGenerated\nNode,n,R,Normal,2026-05-19T21:00:00Z\n", "nodes | the texts of events, where the codes of errors are", true},
		"no text in it":  {header + ",Node,n,R,Normal,c,2026-05-19T21:00:00Z\n", "nodes", true},
		"two clusters":   {header + "m,Node,n,R,Normal,c,2026-05-19T21:00:00Z\nm,Node,n,R,Normal,d,2026-05-19T21:00:00Z\n", "nodes | which cluster a node belongs to", true},
		"a bad time":     {header + "m,Node,n,R,Normal,c,2026-05-19T21:00:00Z\nm,Node,n,R,Normal,d,soon\n", "nodes | some objects of standard input", false},
		"no time":        {header + "m,Node,n,R,Normal,c,2026-05-19T21:00:00Z\nm,Node,n,R,Normal,c,0001-01-01T00:00:00Z\n", "nodes | some objects of standard input", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(c.text)})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.gaps)
			snapshottest.Equal(t, "events listed", got.EventsListed, c.listed)
		})
	}
}

func TestExportThatDoesNotSayWhatItsEventsAreIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no kind":   "TimeGenerated,Name,Reason\n2026-05-19T21:00:00Z,n,NodeRebootError\n",
		"no reason": "TimeGenerated,ObjectKind,Name,Message,KubeEventType\n2026-05-19T21:00:00Z,Node,n,redeploy action failed,Warning\n",
		"no more":   "TimeGenerated,Name,Message,KubeEventType\n2026-05-19T21:00:00Z,n,redeploy action failed,Warning\n",
		"no name":   `[{"TimeGenerated":"2026-05-19T21:00:00Z","ObjectKind":"Node","Reason":"NodeRebootError"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text)}.Snapshot(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			snapshottest.Contains(t, err.Error(), "standard input: line ", "the columns ObjectKind, Name and Reason")
		})
	}
	inventory := `[{"TimeGenerated":"2026-05-19T21:00:00Z","Computer":"n","Status":"Ready"},{"TimeGenerated":"2026-05-19T21:00:00Z","ObjectKind":null,"Name":null,"Reason":"x"}]`
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(inventory)}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "(2 other objects)")
}

func TestExportInLocalTimeIsRefused(t *testing.T) {
	text := "ObjectKind,Name,Reason,\"TimeGenerated [Local Time]\"\nNode,n,R,\"5/19/2026, 9:36:05.123 PM\"\n"
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text)}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "standard input: line 2", "set the portal to UTC")
}
