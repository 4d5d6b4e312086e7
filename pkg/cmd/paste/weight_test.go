package paste_test

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/paste"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestTheEntriesOfATextComeByWeight(t *testing.T) {
	entry := func(code string, role knowledge.Role, severity knowledge.Severity) *knowledge.Entry {
		return &knowledge.Entry{Code: code, Role: role, Severity: severity}
	}
	entries := []*knowledge.Entry{
		entry("started", knowledge.RoleCause, knowledge.SeverityInfo), entry("silent", knowledge.RoleSymptom, knowledge.SeverityError),
		entry("gc", knowledge.RoleSymptom, knowledge.SeverityWarning), entry("inner", "", knowledge.SeverityWarning),
		entry("pressure", knowledge.RoleCause, knowledge.SeverityWarning), entry("outer", "", knowledge.SeverityError),
		entry("deadlock", knowledge.RoleCause, knowledge.SeverityError), entry("eviction", knowledge.RoleCause, knowledge.SeverityWarning),
	}
	paste.ByWeight(entries)
	var codes []string
	for _, e := range entries {
		codes = append(codes, e.Code)
	}
	snapshottest.Equal(t, "order", strings.Join(codes, " "), "inner outer deadlock pressure eviction silent gc started")
}

func TestOnlyVariablesWithAValueAreFilledIn(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e := &knowledge.Entry{NextSteps: []knowledge.NextStep{{Command: `kubectl describe node "$NODE" --context "$CLUSTER"`}}}
	filled, commands := paste.Filled(e, table, map[string]string{"NODE": "a-1"})
	snapshottest.Equal(t, "filled", filled.NextSteps[0].Command, `kubectl describe node a-1 --context "$CLUSTER"`)
	snapshottest.Equal(t, "commands", strings.Join(commands, ""), `kubectl describe node "$NODE" --context "$CLUSTER"`)
	snapshottest.Equal(t, "the table's entry", e.NextSteps[0].Command, `kubectl describe node "$NODE" --context "$CLUSTER"`)
}
