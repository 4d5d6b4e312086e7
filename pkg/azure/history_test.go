package azure_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// ago is a time before now, as the service writes it.
func ago(d time.Duration) string { return now.Add(-d).Format(time.RFC3339) }

const day = 24 * time.Hour

// kept returns a server on which Container Insights keeps everything of a month: an outage with a repair.
func kept(t *testing.T) *arm.Server {
	server := arm.New(t)
	server.Tables = map[string]string{
		"collection": arm.Table(arm.CollectionColumns, [][]any{{"KubeEvents", 900, 800, ago(20 * day), ago(time.Minute)}, {"KubeNodeInventory", 43200, nil, ago(30 * day), ago(time.Minute)}}, ""),
		"events": arm.Table(arm.EventColumns, [][]any{
			{ago(10 * day), "Node", first, "default", "NodeRebootStart", "Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes.", "Normal", nil, 1.0, nil, nil},
			{ago(10*day - time.Hour), "Node", first, "default", "NodeReady", "", "Normal", nil, 1.0, nil, nil},
		}, ""),
		"inventory": arm.Table(arm.InventoryColumns, [][]any{{first, "user", false, ago(10*day + 10*time.Minute), ago(10*day - 59*time.Minute), 70, ago(50 * day)}, {first, "user", true, ago(10*day - time.Hour), ago(time.Minute), 1400, ago(50 * day)}}, ""),
	}
	server.Log = arm.Operation(0, "restart", "", now.Add(-10*day), time.Minute)
	return server
}

// past is a history of the server's cluster over 30 days.
func past(t testing.TB, server *arm.Server) *azure.History {
	settings := server.Settings(t)
	return &azure.History{
		Access: azure.Access{
			Timeout: time.Minute, Credential: credential{}, Transport: server.Client().Transport,
			Getenv: func(name string) string { return map[string]string{"AZURE_CONFIG_DIR": settings}[name] },
		},
		Since: now.Add(-30 * day), Until: now, Now: now,
		Nodes: func(context.Context) (string, []corev1.Node, error) {
			return "https://127.0.0.1", sick(0, 1).Nodes, nil
		},
	}
}

// read reads a history, and looks at what was sent.
func read(t *testing.T, server *arm.Server, h *azure.History) *history.Evidence {
	t.Helper()
	e, err := h.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range server.Requests() {
		query := r.Method == http.MethodPost && strings.HasPrefix(r.Path, "/v1/") && strings.HasSuffix(r.Path, "/query") && r.Query != ""
		if r.Method != http.MethodGet && !query || r.Authorization != "Bearer "+secret {
			t.Errorf("a request %s %s with %q", r.Method, r.Path, r.Authorization)
		}
	}
	if text := fmt.Sprintf("%+v", e); strings.Contains(text, "zebra") {
		t.Errorf("a secret or a name: %s", text)
	}
	return e
}

// states are what became of the sources.
func states(e *history.Evidence) string {
	var all []string
	for _, s := range e.Sources {
		all = append(all, fmt.Sprintf("%s=%s", s.Name, s.State))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// whole are the states where all is there, none those where nothing could be read.
const (
	whole = "ActivityLog=Collected KubeEvents=Collected KubeNodeInventory=Collected"
	none  = "ActivityLog=Refused KubeEvents=Refused KubeNodeInventory=Refused"
)

func TestAllThatIsKeptIsRead(t *testing.T) {
	for name, change := range map[string]func(*azure.History){
		"the cluster of the nodes": func(*azure.History) {},
		"a named cluster":          func(h *azure.History) { h.Cluster, h.Nodes = arm.Cluster, nil },
	} {
		t.Run(name, func(t *testing.T) {
			server := kept(t)
			h := past(t, server)
			var asked azure.Asked
			h.Report = func(a azure.Asked) { asked = a }
			change(h)
			e := read(t, server, h)
			if states(e) != whole || len(e.Gaps) > 0 {
				t.Errorf("%s, gaps %+v", states(e), e.Gaps)
			}
			if len(e.Events) != 2 || len(e.Inventory) != 2 || len(e.Operations) != 1 || e.Operations[0].Node != first || e.Operations[0].Actor != "AKS" {
				t.Errorf("the evidence is %+v", e)
			}
			if asked.Queries != 3 || asked.Requests != len(server.Requests())-3 || asked.Cluster != "shop" || asked.Subscription != arm.Subscription {
				t.Errorf("asked %+v in %d requests", asked, len(server.Requests()))
			}
			for _, r := range server.Requests() {
				if r.Query != "" && (r.Path != "/v1"+strings.ToLower(arm.Cluster)+"/query" || r.Timespan != "2026-04-19T22:00:00Z/2026-05-19T22:00:00Z" || r.Prefer != "include-permissions=true,wait=60") {
					t.Errorf("the query is %+v", r)
				}
			}
		})
	}
}

// A workspace has rows of other clusters too: the query names the one.
func TestAWorkspaceIsAskedAboutTheCluster(t *testing.T) {
	server := arm.New(t)
	h := past(t, server)
	h.Workspace = "11111111-2222-3333-4444-555555555555"
	e := read(t, server, h)
	i := slices.IndexFunc(server.Requests(), func(r arm.Request) bool { return r.Query != "" })
	if i < 0 || server.Requests()[i].Path != "/v1/workspaces/11111111-2222-3333-4444-555555555555/query" || !strings.Contains(server.Requests()[i].Query, "| where ClusterId =~ \""+arm.Cluster) {
		t.Errorf("the requests are %+v", server.Requests())
	}
	if states(e) != "ActivityLog=Empty KubeEvents=Missing KubeNodeInventory=Missing" || len(e.Gaps) > 0 {
		t.Errorf("%s, gaps %+v", states(e), e.Gaps)
	}
}

func TestTheClusterOfAGroupIsFound(t *testing.T) {
	const unmanaged = `{"id":"x","name":"mc"}`
	list := fmt.Sprintf(`{"value":[{"id":"%sother","properties":{"nodeResourceGroup":"MC_other"}},{"id":%q,"type":"Microsoft.ContainerService/ManagedClusters","properties":{"nodeResourceGroup":"MC_shop_prod_UKSOUTH"}}]}`, arm.Cluster, arm.Cluster)
	const group, clusters = "/resourcegroups/mc_shop_prod_uksouth", "/microsoft.containerservice/managedclusters"
	for name, c := range map[string]struct {
		replies map[string]arm.Reply
		states  string
		gap     string
	}{
		"it is named":          {nil, whole, ""},
		"it is in the list":    {map[string]arm.Reply{group: {Body: unmanaged}, clusters: {Body: list}}, whole, ""},
		"the group is refused": {map[string]arm.Reply{group: {Status: 403}, clusters: {Body: list}}, whole, ""},
		"nobody has it":        {map[string]arm.Reply{group: {Body: unmanaged}, clusters: {Body: `{"value":[]}`}}, "ActivityLog=Collected KubeEvents=Refused KubeNodeInventory=Refused", "--cluster-id says it"},
		"the list is refused":  {map[string]arm.Reply{group: {Body: unmanaged}, clusters: {Status: 403}}, "ActivityLog=Collected KubeEvents=Refused KubeNodeInventory=Refused", "--cluster-id says it"},
	} {
		t.Run(name, func(t *testing.T) {
			server := kept(t)
			for part, reply := range c.replies {
				if part == clusters {
					part = strings.ToLower("/subscriptions/"+arm.Subscription+"/providers") + clusters
				}
				server.Replace(part, reply)
			}
			e := read(t, server, past(t, server))
			if states(e) != c.states || (c.gap == "") != (len(e.Gaps) == 0) || c.gap != "" && !strings.Contains(e.Gaps[0].Subject(), c.gap) {
				t.Errorf("%s, gaps %+v", states(e), e.Gaps)
			}
		})
	}
}

// Without a cluster there is nothing to ask about: that is an error, and names the flag.
func TestWithoutAClusterNothingIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*azure.History)
		want   string
	}{
		"no API server": {func(h *azure.History) {
			h.Nodes = func(context.Context) (string, []corev1.Node, error) { return "", nil, fmt.Errorf("it does not answer") }
		}, "--cluster-id: it does not answer"},
		"no VM of Azure": {func(h *azure.History) {
			h.Nodes = func(context.Context) (string, []corev1.Node, error) { return "", make([]corev1.Node, 3), nil }
		}, "give it with --cluster-id"},
		"no ID":         {func(h *azure.History) { h.Cluster = `x" | take 1` }, "--cluster-id is"},
		"no workspace":  {func(h *azure.History) { h.Workspace = "mine" }, "--workspace is"},
		"another cloud": {func(h *azure.History) { h.Getenv = func(string) string { return "AzureChinaCloud" }; h.Nodes = public }, "az cloud set"},
	} {
		server := arm.New(t)
		h := past(t, server)
		c.change(h)
		if _, err := h.Read(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) || len(server.Requests()) > 0 {
			t.Errorf("%s: %v in %d requests", name, err, len(server.Requests()))
		}
	}
}

// public returns a node of a cluster in the public cloud.
func public(context.Context) (string, []corev1.Node, error) {
	return "https://shop.hcp.uksouth.azmk8s.io:443", sick(0).Nodes, nil
}
