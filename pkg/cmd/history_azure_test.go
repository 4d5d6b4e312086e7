package cmd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// noon is the time of these tests.
var noon = time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC)

// keptNode is the node that the fake Azure keeps the past of.
const keptNode = arm.ScaleSet + "000000"

// keeping is a fake Azure that keeps a month: an outage of ten days ago, which a reboot ended.
func keeping(t *testing.T) *arm.Server {
	ago := func(d time.Duration) string { return noon.Add(-d).Format(time.RFC3339) }
	const day = 24 * time.Hour
	server := arm.New(t)
	server.Tables = map[string]string{
		"collection": arm.Table(arm.CollectionColumns, [][]any{{"KubeEvents", 900, 800, ago(30 * day), ago(time.Minute)}, {"KubeNodeInventory", 43200, nil, ago(30 * day), ago(time.Minute)}}, ""),
		"events": arm.Table(arm.EventColumns, [][]any{
			{ago(10 * day), "Node", keptNode, "default", "NodeRebootStart", "Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes.", "Normal", nil, 1.0, nil, nil},
			{ago(10*day - 4*time.Minute), "Node", keptNode, "default", "NodeRebootEnd", "Reboot action from node auto-repair has completed.", "Normal", nil, 1.0, nil, nil},
		}, ""),
		"inventory": arm.Table(arm.InventoryColumns, [][]any{
			{keptNode, "user", false, ago(10*day + 10*time.Minute), ago(10*day - 3*time.Minute), 13, ago(50 * day)}, {keptNode, "user", true, ago(10*day - 4*time.Minute), ago(time.Minute), 14000, ago(50 * day)},
		}, ""),
	}
	server.Log = arm.Operation(0, "restart", "", noon.Add(-10*day), time.Minute)
	return server
}

// historyOf runs the command against that Azure.
func historyOf(t *testing.T, server *arm.Server, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errOut bytes.Buffer
	settings := server.Settings(t)
	sys := System{
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut}, Context: t.Context(), Now: func() time.Time { return noon },
		Getenv: func(name string) string { return map[string]string{"AZURE_CONFIG_DIR": settings}[name] }, Terminal: func(any) (int, bool) { return 0, false },
	}
	c := newHistory(sys, azure.Access{Getenv: sys.Getenv, Credential: signedIn{}, Transport: server.Client().Transport})
	c.SetArgs(args)
	c.SilenceUsage, c.SilenceErrors = true, true
	err = c.ExecuteContext(t.Context())
	return out.String(), errOut.String(), err
}

// apiServer is an API server with one node of that Azure, and the flag that names it.
func apiServer(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/nodes" || r.URL.Query().Get("limit") != "20" {
			t.Errorf("the API server was asked for %s", r.URL)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":%q},"spec":{"providerID":"azure:///subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachineScaleSets/%s/virtualMachines/0"}}]}`,
			keptNode, arm.Subscription, arm.Group, arm.ScaleSet)
	}))
	t.Cleanup(server.Close)
	return "--server=" + server.URL
}

func TestAHistoryOfWhatAzureKeeps(t *testing.T) {
	for name, where := range map[string][]string{"by its nodes": {apiServer(t)}, "by its ID": {"--cluster-id", arm.Cluster}} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, err := historyOf(t, keeping(t), append(where, "-o", "json")...)
			var h diagnosis.History
			if err != nil || json.Unmarshal([]byte(stdout), &h) != nil {
				t.Fatalf("%v\n%s%s", err, stdout, stderr)
			}
			if len(h.Outages) != 1 || len(h.Repairs) != 1 || h.Repairs[0].Node != keptNode || len(h.Gaps) > 0 {
				t.Errorf("the history is %s", stdout)
			}
			if !strings.HasPrefix(stderr, "note: asked Azure: ") || !strings.HasSuffix(stderr, " requests and 3 queries of Log Analytics as a given credential for cluster shop in subscription "+arm.Subscription+"\n") {
				t.Errorf("it says %q", stderr)
			}
			text, _, err := historyOf(t, keeping(t), where...)
			if err != nil || !strings.Contains(text, keptNode) || strings.Contains(text, "zebra") {
				t.Errorf("%v\n%s", err, text)
			}
		})
	}
}

// What could not be seen is said, and the rest is there.
func TestAHistoryWithoutItsTables(t *testing.T) {
	server := keeping(t)
	server.Replace("/query#collection", arm.Reply{Status: 403, Body: `{"error":{"code":"InsufficientAccessError","message":"no access for zebra@contoso.example"}}`})
	stdout, stderr, err := historyOf(t, server, "--cluster-id", arm.Cluster, keptNode)
	if err == nil || !strings.Contains(stdout+stderr, "does not permit to read the logs") || !strings.Contains(stdout, "rbac history --azure") || strings.Contains(stdout+stderr, "zebra") {
		t.Errorf("%v\n%s%s", err, stdout, stderr)
	}
}

// Redacted, no output has a name, also where something is missing.
func TestARedactedHistoryOfAzureHasNoName(t *testing.T) {
	for _, refused := range []bool{false, true} {
		server := keeping(t)
		if refused {
			server.Replace("/eventtypes/", arm.Reply{Status: 403, Body: fmt.Sprintf(`{"error":{"code":"AuthorizationFailed","message":"The client 'zebra@contoso.example' does not have authorization to perform action 'Microsoft.Insights/eventtypes/values/read' over scope '/subscriptions/%s/resourceGroups/%s'"}}`, arm.Subscription, arm.Group)})
			server.Replace("/query#collection", arm.Reply{Status: 403, Body: `{"error":{"code":"InsufficientAccessError","innererror":{"code":"UnauthorizedClient"}}}`})
		}
		for _, format := range []string{"table", "json", "markdown", "html"} {
			stdout, stderr, err := historyOf(t, server, "--cluster-id", arm.Cluster, "--redact", "-o", format)
			if (err != nil) != refused {
				t.Errorf("%v\n%s", err, stderr)
			}
			for _, never := range []string{"zebra", "contoso", arm.Subscription, arm.ScaleSet, arm.Group, "rg-shop", "managedclusters/shop", "cluster shop"} {
				if text := strings.ToLower(stdout + stderr); strings.Contains(text, never) {
					t.Errorf("%s has %s:\n%s%s", format, never, stdout, stderr)
				}
			}
		}
	}
}

func TestFlagsOfAHistoryThatDoNotGoTogether(t *testing.T) {
	server := arm.New(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--demo", "--cluster-id", arm.Cluster}, "--cluster-id is about what Azure keeps"},
		{[]string{"-f", "x", "--print-query"}, "--print-query is about what Azure keeps"},
		{[]string{"--cluster-id", "shop"}, "that is no ID of an AKS cluster"},
		{[]string{"--cluster-id", arm.Cluster, "--workspace", "logs"}, "that is no ID of a workspace"},
		{[]string{"--cluster-id", arm.Cluster, "--azure-timeout", "0s"}, "--azure-timeout must be more than 0"},
		{[]string{"--print-query", "--workspace", "11111111-2222-3333-4444-555555555555"}, "give --cluster-id with --workspace"},
	} {
		if _, _, err := historyOf(t, server, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.args, err)
		}
	}
	if len(server.Requests()) > 0 {
		t.Errorf("Azure was asked: %v", server.Requests())
	}
}

// What is printed asks nobody.
func TestPrintedQueriesAskNobody(t *testing.T) {
	server := arm.New(t)
	stdout, stderr, err := historyOf(t, server, "--print-query", "--since", "7d")
	if err != nil || stderr != "" || len(server.Requests()) > 0 || !strings.Contains(stdout, server.URL+`/v1${CLUSTER_ID:?}/query`) || !strings.Contains(stdout, "2026-05-12T22:00:00Z/2026-05-19T22:00:00Z") {
		t.Errorf("%v\n%s%s", err, stdout, stderr)
	}
}
