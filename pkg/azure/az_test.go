package azure_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// The login of a real Azure CLI is the one that Azure is asked with, and printed commands that only read run against the same
// server.
func TestTheLoginOfARealAzureCLI(t *testing.T) {
	az := program.Find(t, "az")
	server := arm.New(t)
	server.Config.ErrorLog = silent()
	env := server.SignIn(t, az)
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	server.Log = arm.Operation(0, "redeploy", `{"error":{"code":"AllocationFailed","message":"none left"}}`, now.Add(-50*time.Minute), time.Minute)
	s := sick(0)
	var asked azure.Asked
	e := &azure.Enricher{Access: azure.Access{Timeout: 5 * time.Minute, Transport: server.Client().Transport, Getenv: os.Getenv, Report: func(a azure.Asked) { asked = a }}}
	e.Enrich(t.Context(), s)
	if len(s.Gaps) > 0 || asked.Credential != "Azure CLI" || !has(s, first, answers.SourceLog, "Redeploy", "Failed") || !has(s, first, answers.SourceVM, "PowerState", "running") {
		t.Fatalf("asked as %q, gaps %+v, facts %+v", asked.Credential, s.Gaps, s.Facts)
	}
	for name, c := range map[string]struct{ command, want string }{
		"instance view": {`az vmss get-instance-view --instance-id 0 --subscription "$SUBSCRIPTION" -g "$NODE_RG" -n "$VMSS" --query "{states:statuses[].code,agent:vmAgent.statuses[].displayStatus}" -o json`, "PowerState/running"},
		"log":           {`az monitor activity-log list --subscription "$SUBSCRIPTION" -g "$NODE_RG" --offset 6h --max-events 500 --query "[?status.value=='Failed'].{time:eventTimestamp,operation:operationName.value,message:properties.statusMessage}" -o json`, "AllocationFailed"},
		"locks":         {`az lock list --subscription "$SUBSCRIPTION" -g "$NODE_RG" -o json`, "[]"},
	} {
		run := exec.CommandContext(t.Context(), "sh", "-c", c.command)
		run.Env = slices.Concat(env, []string{"SUBSCRIPTION=" + arm.Subscription, "NODE_RG=" + arm.Group, "VMSS=" + arm.ScaleSet})
		text, err := run.CombinedOutput()
		if err != nil || !strings.Contains(string(text), c.want) {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}
