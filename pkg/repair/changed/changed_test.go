package changed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/changed"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var began = time.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC)

func finding(node string, minutes, group int, entry string) diagnosis.Finding {
	since := metav1.NewTime(began.Add(time.Duration(minutes) * time.Minute))
	return diagnosis.Finding{Node: node, NotReadySince: &since, Group: group, Entries: []string{entry}}
}

func change(operation, kind, name, status string, minutes int) snapshot.Fact {
	return snapshot.Fact{Source: snapshot.ChangeSource, Type: operation, Reason: kind, Message: name, Status: status, Actor: "Person", Time: began.Add(time.Duration(minutes) * time.Minute)}
}

// What a problem depends on comes first, then what was done, then what is nearest; what came after the outage, or long before
// it, is none.
func TestWhatWasChangedBefore(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d := &diagnosis.Diagnosis{Findings: []diagnosis.Finding{
		finding("a", 0, 1, "OutboundConnectivityNotEnabledOnVMSS"), finding("b", 10, 1, "OutboundConnectivityNotEnabledOnVMSS"),
		finding("c", 0, 2, "ScopeLocked"), {Node: "d"},
	}}
	facts := []snapshot.Fact{
		change("Write", "Microsoft.Compute/virtualMachineScaleSets", "vmss", "Succeeded", -2),
		change("Write", "Microsoft.Compute/virtualMachineScaleSets", "vmss", "Succeeded", -4),
		change("Delete", "Microsoft.Network/natGateways", "nat", "Succeeded", -30),
		change("Write", "microsoft.authorization/locks", "lock", "Accepted", -40),
		change("Write", "Microsoft.Network/routeTables", "table", "Failed", -1),
		change("Delete", "Microsoft.Network/natGateways", "later", "Succeeded", 20),
		change("Write", "Microsoft.Network/natGateways", "long before", "Succeeded", -70),
		change("Write", "Microsoft.Network/publicIPAddresses", "between", "Succeeded", 5),
		{Source: "azure-activity-log", Type: "Delete", Time: began, Status: "Succeeded"},
	}
	var got []string
	for _, c := range changed.Before(d, facts, table) {
		got = append(got, fmt.Sprint(c.Name, " ", c.Before.Duration, " ", c.Nodes, " ", c.Groups, " ", c.Count))
	}
	want := "between 5m0s 1 [1] 0; nat 30m0s 3 [1] 0; lock 40m0s 3 [2] 0; table 1m0s 3 [1] 0; vmss 2m0s 3 [] 2"
	if strings.Join(got, "; ") != want {
		t.Errorf("the changes are %s, want %s", strings.Join(got, "; "), want)
	}
}
