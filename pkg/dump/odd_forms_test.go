package dump

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func read(t *testing.T, text []byte) *snapshot.Snapshot {
	t.Helper()
	return snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(text)})
}

func TestCountsOfOtherPipelinesKeepTheirEvents(t *testing.T) {
	const event = `{"apiVersion":"v1","kind":"Event","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"down"},` +
		`"reason":"NodeNotReady","message":"seen \"count\": 2.0 times","lastTimestamp":"2026-03-09T09:40:00Z","count":COUNT}`
	for count, want := range map[string]int32{"3": 3, "3.0": 3, `"3"`: 3, `"3.0"`: 3} {
		s := read(t, []byte(dumpedNodes+"---\n"+strings.Replace(event, "COUNT", count, 1)))
		if len(s.Events) != 1 || s.Events[0].Count != want || len(s.Gaps) != 0 {
			t.Errorf("a count of %s: %d events, gaps %v", count, len(s.Events), s.Gaps)
		}
	}
	s := read(t, []byte(dumpedNodes+"---\n"+strings.Replace(event, "COUNT", `"many"`, 1)))
	snapshottest.Equal(t, "events", len(s.Events), 0)
}

func TestExportsOfARegionAreReadByTheirRows(t *testing.T) {
	const header = "TimeGenerated [UTC],ObjectKind,Name,Reason,Message,Namespace,KubeEventType\n"
	for name, text := range map[string]string{
		"German":  header + `"28.11.2026, 11:30:00,000",Node,a,NodeRebootStart,m,default,Normal`,
		"UK":      header + `"28/11/2026, 11:30:00.000",Node,a,NodeRebootStart,m,default,Normal`,
		"Excel":   "\ufeffsep=;\r\n" + strings.ReplaceAll(header, ",", ";") + `28.11.2026 11:30;Node;a;NodeRebootStart;m;default;Normal`,
		"Excel 2": "\ufeff" + strings.ReplaceAll(header, ",", ";") + `28.11.2026 11:30;Node;a;NodeRebootStart;m;default;Normal`,
	} {
		s := read(t, []byte(text))
		if len(s.Events) != 1 || snapshot.LastSeen(&s.Events[0]).UTC().Format("2006-01-02 15:04") != "2026-11-28 11:30" {
			t.Errorf("%s: %v", name, s.Events)
		}
	}
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(header + `05/06/2026 11:30,Node,a,NodeRebootStart,m,default,Normal`)}.Snapshot(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Regional format") {
		t.Errorf("a date that no row decides: %v", err)
	}
}
