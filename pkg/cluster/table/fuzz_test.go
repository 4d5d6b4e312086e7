package table

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// FuzzTable passes arbitrary bytes to the parser of Tables. If the parser accepts an answer,
// decoding it as a metav1.Table gives the same; and it accepts what an API server sends.
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
		got, ok := Parse(raw)
		want, naively := naiveTable(raw)
		if ok && (!naively || !slices.Equal(got.Rows, want.Rows) || got.Version != want.Version || got.Continued != want.Continued) {
			t.Errorf("got %+v, naively %+v, %t", got, want, naively)
		}
		again, err := json.Marshal(sentTable(want))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Parse(again); naively && (!ok || !slices.Equal(got.Rows, want.Rows)) {
			t.Errorf("of %s it got %+v, %t", again, got, ok)
		}
	})
}

// naiveTable decodes a Table with the API's own type.
func naiveTable(raw []byte) (Scan, bool) {
	var table metav1.Table
	if json.Unmarshal(raw, &table) != nil || table.Kind != "Table" {
		return Scan{}, false
	}
	at := func(row metav1.TableRow, name string) string {
		i := slices.IndexFunc(table.ColumnDefinitions, func(c metav1.TableColumnDefinition) bool { return strings.EqualFold(c.Name, name) })
		if i < 0 || i >= len(row.Cells) {
			return ""
		}
		text, _ := row.Cells[i].(string)
		return text
	}
	out := Scan{Version: table.ResourceVersion, Continued: table.Continue != ""}
	for _, row := range table.Rows {
		node, status := at(row, "Name"), at(row, "Status")
		if node == "" || status == "" {
			return Scan{}, false
		}
		out.Rows = append(out.Rows, snapshot.NodeStatus{Name: node, Ready: status == "Ready" || strings.HasPrefix(status, "Ready,"), Version: at(row, "Version")})
	}
	slices.SortFunc(out.Rows, snapshot.CompareNames)
	return out, true
}

// sentTable returns a scan as an API server sends it.
func sentTable(s Scan) metav1.Table {
	t := metav1.Table{TypeMeta: metav1.TypeMeta{Kind: "Table"}, ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Name"}, {Name: "Status"}, {Name: "Version"}}}
	t.ResourceVersion = s.Version
	for _, row := range s.Rows {
		status := "NotReady"
		if row.Ready {
			status = "Ready"
		}
		t.Rows = append(t.Rows, metav1.TableRow{Cells: []any{row.Name, status, row.Version}})
	}
	return t
}
