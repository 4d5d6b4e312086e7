package cluster

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// FuzzTable feeds anything to the reader of Tables. Where it relies on an answer, so does a
// naive reading as a metav1.Table, which then tells the same; it relies on what an API
// server sends.
func FuzzTable(f *testing.F) {
	const columns = `{"kind":"Table","metadata":{"resourceVersion":"7","continue":"c"},"columnDefinitions":[{"name":"Name"},{"name":"Status"},{"name":"VERSION"}],"rows":`
	for _, seed := range []string{
		"", "{}", "null", "<html>", columns + "null}", columns + "[]}", columns + `[{"cells":["a","Ready"]}]}`,
		columns + `[{"cells":["b","NotReady,SchedulingDisabled","v1",{"x":[]}],"object":null},{"cells":["a","Ready","v1"]}]}`,
		columns + `[{"cells":["a","Ready"`, columns + `[{"cells":[1,null,"x"]}]}`, columns + `[{"cells":"a"}],"rows":[{"cells":["a","Ready"]}]}`,
		`{"rows":[{"cells":["a","Ready"]}],"columnDefinitions":[{"name":"name"},{"name":"status"}],"kind":"Table"}`,
		columns + "[{\"cells\":[\"\xff\",\"Ready\",\"\\ud800\"]}]}", columns + `[{"cells":["a","Ready"]}]} x`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, ok := parseTable(raw)
		want, naively := naiveTable(raw)
		if ok && (!naively || !slices.Equal(got.rows, want.rows) || got.version != want.version || got.continued != want.continued) {
			t.Errorf("got %+v, naively %+v, %t", got, want, naively)
		}
		again, err := json.Marshal(sentTable(want))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := parseTable(again); naively && (!ok || !slices.Equal(got.rows, want.rows)) {
			t.Errorf("of %s it got %+v, %t", again, got, ok)
		}
	})
}

// naiveTable reads a Table by the type that the API has for it.
func naiveTable(raw []byte) (scan, bool) {
	var table metav1.Table
	if json.Unmarshal(raw, &table) != nil || table.Kind != "Table" {
		return scan{}, false
	}
	at := func(row metav1.TableRow, name string) string {
		i := slices.IndexFunc(table.ColumnDefinitions, func(c metav1.TableColumnDefinition) bool { return strings.EqualFold(c.Name, name) })
		if i < 0 || i >= len(row.Cells) {
			return ""
		}
		text, _ := row.Cells[i].(string)
		return text
	}
	out := scan{version: table.ResourceVersion, continued: table.Continue != ""}
	for _, row := range table.Rows {
		node, status := at(row, "Name"), at(row, "Status")
		if node == "" || status == "" {
			return scan{}, false
		}
		out.rows = append(out.rows, snapshot.NodeStatus{Name: node, Ready: status == "Ready" || strings.HasPrefix(status, "Ready,"), Version: at(row, "Version")})
	}
	slices.SortFunc(out.rows, snapshot.ByName)
	return out, true
}

// sentTable is a scan as an API server sends it.
func sentTable(s scan) metav1.Table {
	t := metav1.Table{TypeMeta: metav1.TypeMeta{Kind: "Table"}, ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Name"}, {Name: "Status"}, {Name: "Version"}}}
	t.ResourceVersion = s.version
	for _, row := range s.rows {
		status := "NotReady"
		if row.Ready {
			status = "Ready"
		}
		t.Rows = append(t.Rows, metav1.TableRow{Cells: []any{row.Name, status, row.Version}})
	}
	return t
}
