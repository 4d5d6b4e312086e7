package azure_test

import (
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// The parts of paths whose answers are replaced.
const (
	collection, events, inventory = "/query#collection", "/query#events", "/query#inventory"
	tablesRefused                 = "ActivityLog=Collected KubeEvents=Refused KubeNodeInventory=Refused"
	tablesMissing                 = "ActivityLog=Collected KubeEvents=Missing KubeNodeInventory=Missing"
	eventsRefused                 = "ActivityLog=Collected KubeEvents=Refused KubeNodeInventory=Collected"
)

// endless writes an answer that has no end, and grows a thousandfold when it is decompressed.
func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	packed := gzip.NewWriter(w)
	for text := []byte(strings.Repeat(`{"tables":[`, 1<<16)); r.Context().Err() == nil; {
		if _, err := packed.Write(text); err != nil {
			return
		}
	}
}

// cut writes an answer that ends before the length that it announces.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "5000")
	_, _ = w.Write([]byte(`{"tables":[{"name":"PrimaryResult","columns":[`)) // the client reads what comes
}

// What goes wrong is one state and one sentence: what, and what to do.
func TestFaultsOfLogAnalytics(t *testing.T) {
	const insufficient = `{"error":{"message":"The provided credentials have insufficient access to perform the requested operation","code":"InsufficientAccessError","innererror":{"code":"%s","message":"User 'zebra@contoso.example' does not have access to read logs for this resource"}}}`
	rows := kept(t).Tables["events"]
	partial := strings.TrimSuffix(rows, "}") + `,"error":{"code":"PartialError","message":"There were some errors when processing your query.","details":[{"code":"EngineError","message":"Something went wrong","innererror":{"code":"-2133196797","message":"The results of this query exceed the set limit of 500000 records."}}]}}`
	denied := strings.TrimSuffix(kept(t).Tables["collection"], "}") + `,"permissions":{"resources":[{"resourceId":"r","dataSources":["w"]}],"dataSources":[{"resourceId":"w","denyTables":["KubeEvents"]}]}}`
	for name, c := range map[string]struct {
		part           string
		reply          arm.Reply
		states         string
		reason, action string
	}{
		"no such table":            {collection, arm.Reply{Status: 400, Body: arm.Unresolved("KubeEvents")}, tablesMissing, "", ""},
		"a table that went away":   {events, arm.Reply{Status: 400, Body: arm.Unresolved("KubeEvents")}, strings.Replace(eventsRefused, "Refused", "Missing", 1), "", ""},
		"a query that is not one":  {collection, arm.Reply{Status: 400, Body: `{"error":{"code":"BadArgumentError","message":"x","innererror":{"code":"SyntaxError","message":"Syntax Error"}}}`}, tablesRefused, "Azure answers 400 Bad Request: SyntaxError: Syntax Error.", ""},
		"a workspace without data": {collection, arm.Reply{Status: 204}, tablesMissing, "", ""},
		"nothing":                  {collection, arm.Reply{}, tablesRefused, "has no table: a proxy may have changed the request.", ""},
		"another content":          {collection, arm.Reply{Header: map[string]string{"Content-Type": "text/html"}, Body: "<html>Sign in, zebra</html>"}, tablesRefused, "The answer is none of Log Analytics", ""},
		"JSON of something else":   {collection, arm.Reply{Body: `{"value":[]}`}, tablesRefused, "has no table", ""},
		"not accepted":             {collection, arm.Reply{Status: 401, Body: `{"error":{"code":"AuthenticationFailed","message":"failed"}}`}, tablesRefused, "does not accept the credential: AuthenticationFailed: failed.", `"az login"`},
		"not permitted":            {collection, arm.Reply{Status: 403, Body: strings.Replace(insufficient, "%s", "AuthorizationFailedError", 1)}, tablesRefused, "does not permit to read the logs: AuthorizationFailedError", "rbac history --azure"},
		"a service principal":      {collection, arm.Reply{Status: 403, Body: strings.Replace(insufficient, "%s", "UnauthorizedClient", 1)}, tablesRefused, "does not accept a service principal", arm.Cluster + "/providers/microsoft.insights/logs?api-version=2018-03-01-preview"},
		"no such cluster":          {collection, arm.Reply{Status: 404, Body: `{"error":{"code":"ResourceNotFoundError","message":"gone"}}`}, tablesRefused, "does not know what was asked about: ResourceNotFoundError: gone.", "--workspace"},
		"too often":                {events, arm.Reply{Status: 429, Header: map[string]string{"Retry-After": "30"}}, eventsRefused, "answers again after 30 seconds", "later"},
		"a fault of the service":   {events, arm.Reply{Status: 500, Body: "zebra"}, eventsRefused, "Azure answers 500 Internal Server Error.", ""},
		"too slow for the service": {inventory, arm.Reply{Status: 504}, "ActivityLog=Collected KubeEvents=Collected KubeNodeInventory=Refused", "took longer", "--since"},
		"a part":                   {events, arm.Reply{Body: partial}, whole, "only a part: PartialError, EngineError, -2133196797: The results of this query exceed the set limit of 500000 records.", "--since"},
		"a table that is denied":   {collection, arm.Reply{Body: denied}, eventsRefused, "does not permit to read KubeEvents, and leaves the rows out.", "rbac history --azure"},
		"redirected":               {collection, arm.Reply{Status: 302, Header: map[string]string{"Location": "https://example.com/"}}, tablesRefused, "another address, which is not followed", ""},
		"cut":                      {events, arm.Reply{Write: cut}, eventsRefused, "The answer ends too early.", "again"},
		"without an end":           {events, arm.Reply{Write: endless}, eventsRefused, "The answer has more than 32 MiB.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := kept(t)
			server.Replace(c.part, c.reply)
			e := read(t, server, past(t, server))
			if states(e) != c.states {
				t.Errorf("%s, want %s", states(e), c.states)
			}
			if c.reason == "" && len(e.Gaps) > 0 || c.reason != "" && (len(e.Gaps) != 1 || e.Gaps[0].Source != snapshot.SourceAzure || !strings.Contains(e.Gaps[0].Reason, c.reason) || !strings.Contains(e.Gaps[0].Action, c.action)) {
				t.Errorf("the gaps are %+v", e.Gaps)
			}
			if readEvents := !strings.Contains(c.states, "KubeEvents=Refused") && !strings.Contains(c.states, "KubeEvents=Missing"); readEvents != (len(e.Events) > 0) {
				t.Errorf("%d events", len(e.Events))
			}
			for _, r := range server.Requests() {
				if strings.Contains(c.part, "collection") && strings.HasPrefix(r.Query, "Kube") && c.states != eventsRefused {
					t.Error("a table was asked for after it was known not to answer")
				}
			}
		})
	}
}

// Where the credential is of no use for Azure Resource Manager, nothing more is asked: that is one gap.
func TestACredentialOfAnotherTenantIsOneGap(t *testing.T) {
	for name, change := range map[string]func(*azure.History){"by nodes": func(*azure.History) {}, "by name": func(h *azure.History) { h.Cluster = arm.Cluster }} {
		server := kept(t)
		server.Replace("/resourcegroups/", arm.Reply{Status: 401, Body: `{"error":{"code":"ExpiredAuthenticationToken","message":"expired"}}`})
		h := past(t, server)
		change(h)
		if e := read(t, server, h); states(e) != none || len(e.Gaps) != 1 || len(e.Gaps[0].Subjects) != 1 || len(server.Requests()) != 1 {
			t.Errorf("%s: %s, gaps %+v in %d requests", name, states(e), e.Gaps, len(server.Requests()))
		}
	}
}

// What does not answer costs no more than the limit, and what answered is there.
func TestOneLimitForAHistory(t *testing.T) {
	server := kept(t)
	server.Replace(inventory, arm.Reply{Hang: true})
	server.Replace("/eventtypes/", arm.Reply{Hang: true})
	h := past(t, server)
	h.Timeout = time.Second
	begin := time.Now()
	e := read(t, server, h)
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	if states(e) != "ActivityLog=Refused KubeEvents=Collected KubeNodeInventory=Refused" || len(e.Events) != 2 {
		t.Errorf("%s, %d events", states(e), len(e.Events))
	}
	if len(e.Gaps) != 1 || e.Gaps[0].Reason != "Azure did not answer within 1s." || e.Gaps[0].Action != "Give it longer with --azure-timeout." {
		t.Errorf("the gaps are %+v", e.Gaps)
	}
}

// A page of the log that has no end is not read, and does not fill the memory.
func TestAPageOfTheLogWithoutAnEnd(t *testing.T) {
	server := kept(t)
	server.Replace("/eventtypes/", arm.Reply{Write: endless})
	h := past(t, server)
	h.Since = now.Add(-day) // one part
	e := read(t, server, h)
	if states(e) != "ActivityLog=Refused KubeEvents=Collected KubeNodeInventory=Collected" || len(e.Gaps) != 1 || !strings.Contains(e.Gaps[0].Reason, "32 MiB") {
		t.Errorf("%s, gaps %+v", states(e), e.Gaps)
	}
}
