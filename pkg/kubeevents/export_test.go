package kubeevents

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// exportOf is what is known after rows with these columns beside those that each has.
func exportOf(t *testing.T, columns ...string) *Export {
	t.Helper()
	var x Export
	for _, more := range columns {
		text := `{"TimeGenerated":"2026-05-19T21:00:00Z","ObjectKind":"Node","Name":"n","Reason":"R"` + more + `}`
		x.AddRow(rowOf(t, text), eventOf(t, text))
	}
	return &x
}

func TestGapsOfAnExport(t *testing.T) {
	const message, normal, warning = `,"Message":""`, `,"KubeEventType":"Normal"`, `,"KubeEventType":"Warning"`
	for name, test := range map[string]struct {
		columns  []string
		subjects string
		warnings bool
	}{
		"no rows":               {nil, "", false},
		"everything":            {[]string{message + normal, message + warning}, "", false},
		"warnings alone":        {[]string{message + warning, message + warning}, "events of type Normal", true},
		"no types":              {[]string{message, message}, "whether events of type Normal are missing", true},
		"one row without types": {[]string{message, message + normal}, "", false},
		"one without a message": {[]string{message + normal, normal}, "the texts of events, where the codes of errors are", false},
		"one cluster":           {[]string{message + normal + `,"ClusterId":"/C/1"`, message + normal + `,"ClusterId":"/c/1"`, message + normal + `,"ClusterId":""`}, "", false},
		"two clusters":          {[]string{message + normal + `,"ClusterId":"/c/1"`, message + normal + `,"ClusterId":"/c/2"`}, "which cluster a node belongs to", false},
		"an ID too long": {
			[]string{message + normal + `,"ClusterId":"/c/1"`, message + normal + `,"ClusterId":"` + strings.Repeat("x", maxClusterID+1) + `"`}, "", false,
		},
		"several": {[]string{warning}, "events of type Normal | the texts of events, where the codes of errors are", true},
	} {
		t.Run(name, func(t *testing.T) {
			x := exportOf(t, test.columns...)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(x.Gaps()), test.subjects)
			snapshottest.Equal(t, "only warnings", x.OnlyWarnings(), test.warnings)
			for _, g := range x.Gaps() {
				if g.Source != snapshot.SourceFiles || !strings.HasSuffix(g.Reason, ".") || g.Action == "" {
					t.Errorf("the gap is %+v, without a source, a sentence or an action", g)
				}
			}
		})
	}
}

func TestTheNumberOfClustersIsInTheGap(t *testing.T) {
	x := exportOf(t, `,"ClusterId":"a"`, `,"ClusterId":"b"`, `,"ClusterId":"c"`)
	gaps := x.Gaps()
	snapshottest.Contains(t, gaps[len(gaps)-1].Reason, "of 3 clusters")
}
