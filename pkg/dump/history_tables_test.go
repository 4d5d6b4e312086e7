package dump

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
)

// What counts a table says what it keeps, also where the rows that were exported do not show it.
func TestARowThatCountsATableSaysWhatItKeeps(t *testing.T) {
	const counts = `{"tables":[{"name":"PrimaryResult","columns":[{"name":"Source","type":"string"},{"name":"Rows","type":"long"},{"name":"Normal","type":"long"},{"name":"First","type":"datetime"},{"name":"Last","type":"datetime"}],"rows":[["KubeEvents",900,ROWS,"2026-05-01T00:00:00Z","2026-05-19T22:00:00Z"],["KubeNodeInventory",0,null,null,null]]}]}`
	const events = `{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated"},{"name":"ObjectKind"},{"name":"Name"},{"name":"Reason"},{"name":"KubeEventType"},{"name":"Message"}],"rows":[["2026-05-19T21:00:00Z","Node","n1","NodeRebootError","Warning","failed"]]}]}`
	for name, c := range map[string]struct {
		files []string
		want  history.Source
	}{
		"all is kept":     {[]string{strings.Replace(counts, "ROWS", "800", 1), events}, history.Source{Name: history.KubeEvents, State: history.Collected, Rows: 900, Normal: 800}},
		"Normal dropped":  {[]string{events, strings.Replace(counts, "ROWS", "0", 1)}, history.Source{Name: history.KubeEvents, State: history.Collected, Rows: 900}},
		"events alone":    {[]string{events}, history.Source{Name: history.KubeEvents, State: history.Collected, Rows: 1}},
		"the count alone": {[]string{strings.Replace(counts, "ROWS", "800", 1)}, history.Source{Name: history.KubeEvents, State: history.Collected, Rows: 900, Normal: 800}},
	} {
		t.Run(name, func(t *testing.T) {
			var d Dump
			for i, text := range c.files {
				file := filepath.Join(t.TempDir(), string(rune('a'+i))+".json")
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				d.Filenames = append(d.Filenames, file)
			}
			e, err := d.History(t.Context(), 30*24*time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			s, inventory := e.Sources[0], e.Sources[1]
			if s.Name != c.want.Name || s.State != c.want.State || s.Rows != c.want.Rows || s.Normal != c.want.Normal || len(e.Gaps) > 0 {
				t.Errorf("it is %+v, gaps %+v", s, e.Gaps)
			}
			if counted := len(c.files) == 2 || c.want.Rows == 900; counted != (inventory.State == history.Empty) {
				t.Errorf("the inventory is %+v", inventory)
			}
		})
	}
}
