package azure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// Each refusal is one gap, and what was read is there all the same.
func TestRefusalsAreGaps(t *testing.T) {
	const forbidden = `{"error":{"code":"AuthorizationFailed","message":"The client 'zebra@contoso.example' with object id 'f409edeb' does not have authorization to perform action 'Microsoft.Insights/eventtypes/values/read' over scope '/subscriptions/s/resourceGroups/g/x' or the scope is invalid."}}`
	const tenant = `{"error":{"code":"InvalidAuthenticationTokenTenant","message":"It must match the tenant 'https://sts.windows.net/3f0c9f5e-7d11-4c35-9a2b-52f1c0a6d9e4/'. Please use 'https://login.windows.net/3f0c9f5e-7d11-4c35-9a2b-52f1c0a6d9e4' to get the token."}}`
	for name, c := range map[string]struct {
		part           string
		reply          arm.Reply
		reason, action string
		read           bool
		requests       int
	}{
		"wrong tenant":    {"/resourcegroups/", arm.Reply{Status: 401, Body: tenant}, "another tenant than the subscription, which is of 3f0c9f5e-7d11-4c35-9a2b-52f1c0a6d9e4", "az login --tenant 3f0c9f5e-7d11-4c35-9a2b-52f1c0a6d9e4", false, 1},
		"expired":         {"/resourcegroups/", arm.Reply{Status: 401, Body: `{"error":{"code":"ExpiredAuthenticationToken","message":"expired"}}`}, "ExpiredAuthenticationToken: expired.", `"az login"`, false, 1},
		"not permitted":   {"/eventtypes/", arm.Reply{Status: 403, Body: forbidden}, "does not permit Microsoft.Insights/eventtypes/values/read on /subscriptions/s/resourceGroups/g.", "rbac --azure", true, 0},
		"too often":       {"/locks", arm.Reply{Status: 429, Header: map[string]string{"Retry-After": "204"}}, "answers again after 204 seconds", "later", true, 0},
		"no group":        {"/availabilitystatuses", arm.Reply{Status: 404, Body: `{"error":{"code":"ResourceGroupNotFound","message":"gone"}}`}, "404 Not Found: ResourceGroupNotFound: gone.", "", true, 0},
		"too far back":    {"/eventtypes/", arm.Reply{Status: 400, Body: `{"Code":"BadRequest","Message":"The start time cannot be more than 90 days in the past."}`}, "BadRequest: The start time", "", true, 0},
		"redirected":      {"/eventtypes/", arm.Reply{Status: 302, Header: map[string]string{"Location": "https://example.com/"}}, "another address, which is not followed", "", true, 0},
		"another host":    {"/eventtypes/", arm.Reply{Body: `{"value":[],"nextLink":"https://example.com/x?y"}`}, "example.com is not the host of the cloud", "", true, 0},
		"without TLS":     {"/eventtypes/", arm.Reply{Body: `{"value":[],"nextLink":"http://127.0.0.1/x?y"}`}, "is not the host of the cloud", "", true, 0},
		"no JSON":         {"/locks", arm.Reply{Body: `<html>Sign in to the proxy</html>`}, "The answer is no JSON", "", true, 0},
		"not registered":  {"/availabilitystatuses", arm.Reply{Status: 409, Body: `{"error":{"code":"MissingSubscriptionRegistration","message":"not registered"}}`}, "MissingSubscriptionRegistration", "", true, 0},
		"no subscription": {"/virtualmachines/0", arm.Reply{Status: 404, Body: `{"error":{"code":"SubscriptionNotFound","message":"none"}}`}, "SubscriptionNotFound", "", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			server := arm.New(t)
			server.Replace(c.part, c.reply)
			s := sick(0)
			enrich(t, server, s, time.Minute)
			if len(s.Gaps) != 1 || s.Gaps[0].Source != snapshot.SourceAzure || !strings.Contains(s.Gaps[0].Reason, c.reason) || !strings.Contains(s.Gaps[0].Action, c.action) {
				t.Errorf("the gaps are %+v", s.Gaps)
			}
			if has(s, first, answers.SourceVM, "PowerState", "running") != c.read || c.requests > 0 && len(server.Requests()) != c.requests {
				t.Errorf("read %+v in %d requests", s.Facts, len(server.Requests()))
			}
			if has(s, first, answers.SourceVM, "Exists", "False") {
				t.Error("the VM is gone, as if that was the answer")
			}
		})
	}
}
