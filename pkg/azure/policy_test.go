package azure

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The guard lets pass what reads, and nothing else.
func TestTheGuard(t *testing.T) {
	const host, query = "https://api.loganalytics.azure.com", "/v1/subscriptions/s/resourceGroups/g%C3%B6/providers/Microsoft.ContainerService/managedClusters/shop/query"
	endpoint, err := url.Parse(host)
	if err != nil {
		t.Fatal(err)
	}
	manager, logs := &guard{endpoint: endpoint}, &guard{endpoint: endpoint, query: query}
	const diagnostics = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v/retrieveBootDiagnosticsData?api-version=1"
	manager.diagnostics.Store(diagnostics, true)
	for _, c := range []struct {
		method, address string
		manager, logs   bool
	}{
		{http.MethodPost, host + diagnostics, true, false},
		{http.MethodGet, host + diagnostics, true, false},
		{http.MethodPost, host + diagnostics + "&x=y", false, false},
		{http.MethodPost, host + strings.ReplaceAll(diagnostics, "/v/", "/other/"), false, false},
		{http.MethodPost, host + strings.ReplaceAll(diagnostics, "retrieveBootDiagnosticsData", "redeploy"), false, false},
		{http.MethodPost, host + strings.ReplaceAll(diagnostics, "retrieveBootDiagnosticsData", "runCommand"), false, false},
		{http.MethodDelete, host + diagnostics, false, false},
		{http.MethodPost, "https://api.loganalytics.azure.com.example.com" + diagnostics, false, false},
		{http.MethodGet, host + "/subscriptions/s", true, false},
		{http.MethodGet, host + query, true, false},
		{http.MethodPost, host + query, false, true},
		{http.MethodPost, host + query + "?x=y", false, false},
		{http.MethodPost, host + query + "/", false, false},
		{http.MethodPost, host + "/v1/workspaces/w/query", false, false},
		{http.MethodPost, host + "/v1/x/../" + query[4:], false, false},
		{http.MethodPost, host + "/v1/subscriptions/s/resourceGroups/g%c3%b6/providers/Microsoft.ContainerService/managedClusters/shop/query", false, false},
		{http.MethodPost, "https://api.loganalytics.azure.com.example.com" + query, false, false},
		{http.MethodPost, "https://api.loganalytics.azure.com:8443" + query, false, false},
		{http.MethodPost, "http://api.loganalytics.azure.com" + query, false, false},
		{http.MethodPost, "https://me@api.loganalytics.azure.com" + query, false, false},
		{http.MethodPut, host + query, false, false},
		{http.MethodDelete, host + query, false, false},
		{http.MethodPatch, host + query, false, false},
		{"post", host + query, false, false},
	} {
		r, err := http.NewRequest(c.method, c.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := manager.reads(r) && manager.own(r.URL); got != c.manager {
			t.Errorf("%s %s at Azure Resource Manager: %t", c.method, c.address, got)
		}
		if got := logs.reads(r) && logs.own(r.URL); got != c.logs {
			t.Errorf("%s %s at Log Analytics: %t", c.method, c.address, got)
		}
	}
}
