package arm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// readQuery reads the body of a query of Log Analytics, and returns its name.
func (q *Request) readQuery(r *http.Request) string {
	var body struct{ Query, Timespan string }
	if r.Header.Get("Content-Type") != "application/json" || json.NewDecoder(r.Body).Decode(&body) != nil {
		return "none"
	}
	q.Query, q.Timespan = body.Query, body.Timespan
	switch table, _, _ := strings.Cut(body.Query, "\n"); {
	case strings.HasPrefix(table, "union"):
		return "collection"
	case table == "KubeEvents":
		return "events"
	case table == "KubeNodeInventory":
		return "inventory"
	default:
		return "unknown"
	}
}

// table is the answer to a query. Without a body in JSON the service answers nothing, with status 200.
func (s *Server) table(path string) Reply {
	_, name, _ := strings.Cut(path, "#")
	switch table, ok := s.Tables[name]; {
	case name == "none":
		return Reply{}
	case ok:
		return Reply{Body: table}
	default:
		return Reply{Status: http.StatusBadRequest, Body: Unresolved(name)}
	}
}

// Unresolved is what the service answers to a query of a table that is not there.
func Unresolved(table string) string {
	return fmt.Sprintf(`{"error":{"message":"The request had some invalid properties","code":"BadArgumentError","innererror":{"code":"SemanticError","message":"A semantic error occurred.",`+
		`"innererror":{"code":"SEM0100","message":"'where' operator: Failed to resolve table or column expression named '%s'"}}}}`, table)
}

// Table is an answer of Log Analytics: columns as "Name:type", and rows of as many cells. More is put behind the tables.
func Table(columns string, rows [][]any, more string) string {
	var head []map[string]string
	for column := range strings.SplitSeq(columns, ",") {
		name, kind, _ := strings.Cut(column, ":")
		head = append(head, map[string]string{"name": name, "type": kind})
	}
	if rows == nil {
		rows = [][]any{}
	}
	text, err := json.Marshal(map[string]any{"tables": []any{map[string]any{"name": "PrimaryResult", "columns": head, "rows": rows}}})
	if err != nil {
		panic(err) // only for cells that are no JSON
	}
	return strings.TrimSuffix(string(text), "}") + more + "}"
}

// The columns of the answers to queries, as package logs asks for them.
const (
	CollectionColumns = "Source:string,Rows:long,Normal:long,First:datetime,Last:datetime"
	EventColumns      = "TimeGenerated:datetime,ObjectKind:string,Name:string,Namespace:string,Reason:string,Message:string,KubeEventType:string,SourceComponent:string,Count:real,FirstSeen:datetime,LastSeen:datetime"
	InventoryColumns  = "Node:string,Pool:string,Ready:bool,From:datetime,LastSample:datetime,Samples:long,CreationTimeStamp:datetime"
)
