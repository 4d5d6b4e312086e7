package azure_test

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// actionOf returns what a role has to permit for a request: the service and the types of what is read, without the names.
func actionOf(path string) string {
	before, rest, ok := strings.Cut(path, "/providers/")
	if !ok {
		if strings.Count(before, "/") == 4 {
			return "microsoft.resources/subscriptions/resourcegroups/read"
		}
		return "unknown: " + path
	}
	if strings.HasSuffix(rest, "/eventtypes/management/values") {
		return "microsoft.insights/eventtypes/values/read"
	}
	parts := strings.Split(rest, "/")
	verb, action := "/read", parts[0]
	if len(parts)%2 == 0 && strings.HasPrefix(parts[len(parts)-1], "retrieve") {
		verb = "/action"
	}
	for i := 1; i < len(parts); i += 2 {
		action += "/" + parts[i]
	}
	return action + verb
}

// The role has what the questions need, and nothing else.
func TestTheRoleHasWhatIsAsked(t *testing.T) {
	server := arm.New(t)
	s := sick(0, 1)
	s.Nodes[0].Labels = map[string]string{corev1.LabelTopologyRegion: "uksouth"}
	s.Nodes[1].Spec.ProviderID = "azure:///subscriptions/" + arm.Subscription + "/resourceGroups/" + arm.Group + "/providers/Microsoft.Compute/virtualMachines/aks-alone"
	server.Replace("/subnets/", arm.Reply{Body: arm.Subnet(arm.WithRouteTable())})
	enrichWith(t, server, s, func(e *azure.Enricher) {
		e.Depends = func(*snapshot.Snapshot) []string {
			return []string{answers.SourceNetwork, answers.SourceQuota, answers.SourceSize}
		}
	})
	many := arm.New(t)
	var instances []int
	for i := range 17 {
		instances = append(instances, i)
	}
	enrich(t, many, sick(instances...), time.Minute)
	asked := map[string]bool{}
	for _, r := range append(server.Requests(), many.Requests()...) {
		asked[actionOf(r.Path)] = true
	}
	checkRole(t, func(w io.Writer) error { return azure.WriteRole(w, false) }, asked)
	server.NewStorage(t, "")
	s.Selection.Names = []string{first, second}
	enrichWith(t, server, s, func(e *azure.Enricher) { e.Console = true })
	for _, r := range server.Requests() {
		asked[actionOf(r.Path)] = true
	}
	checkRole(t, func(w io.Writer) error { return azure.WriteRole(w, true) }, asked)
}

// The same of a history, whose queries need a right to each table that they read.
func TestTheRoleOfAHistoryHasWhatIsAsked(t *testing.T) {
	asked := map[string]bool{}
	for _, id := range []string{"", arm.Cluster} {
		server := kept(t)
		h := past(t, server)
		h.Cluster = id
		read(t, server, h)
		for _, r := range server.Requests() {
			if r.Query == "" {
				asked[actionOf(r.Path)] = true
			}
			for _, table := range regexp.MustCompile(`(?m)^\(?(Kube(?:Events|NodeInventory))$`).FindAllStringSubmatch(r.Query, -1) {
				asked["microsoft.insights/logs/"+strings.ToLower(table[1])+"/read"] = true
			}
		}
	}
	checkRole(t, azure.WriteHistoryRole, asked)
}

// checkRole compares a role with what was asked.
func checkRole(t *testing.T, write func(io.Writer) error, asked map[string]bool) {
	t.Helper()
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	var role struct{ Actions []string }
	if err := json.Unmarshal(text.Bytes(), &role); err != nil {
		t.Fatal(err)
	}
	for _, action := range role.Actions {
		if !asked[strings.ToLower(action)] {
			t.Errorf("nothing needs %s", action)
		}
	}
	for action := range asked {
		if !slices.ContainsFunc(role.Actions, func(a string) bool { return strings.EqualFold(a, action) }) {
			t.Errorf("the role lacks %s", action)
		}
	}
}
