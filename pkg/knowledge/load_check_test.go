package knowledge

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

const goodCheck = `checks:
  - name: vm-deallocated
    says: Azure reports the VM as deallocated
    facts:
      - {source: azure-vm, type: PowerState, status: deallocated}
    examples:
      - facts: [{source: azure-vm, type: PowerState, status: Deallocated}]
    counterExamples:
      - facts: [{source: azure-vm, type: PowerState, status: running}]
`

func TestLoadReadsChecks(t *testing.T) {
	entry := strings.Replace(goodEntry, "{id: what-it-is,", "{id: what-it-is, confirmedBy: [vm-deallocated],", 1)
	table, err := Load(File{"v", []byte(goodVariables)}, File{"c", []byte(goodCheck)}, File{"e", []byte(entry)})
	if err != nil {
		t.Fatal(err)
	}
	check := table.Check("vm-deallocated")
	if check == nil || check.Says != "Azure reports the VM as deallocated" || !slices.Equal(table.Entry("SomeCode").Causes[0].ConfirmedBy, []string{check.Name}) {
		t.Errorf("read %+v and %+v", check, table.Entry("SomeCode").Causes)
	}
}

func TestLoadReportsBadChecks(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"no name":              {"name: vm-deallocated\n    says", "says", "c:2: name is missing"},
		"name of no form":      {"vm-deallocated", "VM deallocated", `c:2: name of a check must be lower-case words with hyphens, not "VM deallocated"`},
		"says nothing":         {"    says: Azure reports the VM as deallocated\n", "", "c:2: says is missing: what is known when the check holds"},
		"unknown key":          {"    says:", "    sais: x\n    says:", `c:3: unknown key "sais"`},
		"fact without a type":  {"- {source: azure-vm, type: PowerState, status: deallocated}", "- {source: azure-vm}", "c:5: a fact must have a source and a type"},
		"no example":           {"    examples:\n      - facts: [{source: azure-vm, type: PowerState, status: Deallocated}]\n", "", "c:2: a check must have an example"},
		"no counter-example":   {"    counterExamples:\n      - facts: [{source: azure-vm, type: PowerState, status: running}]\n", "", "c:2: a check must have a counter-example"},
		"wrong example":        {"status: Deallocated", "status: stopped", "c:7: the check vm-deallocated does not hold for the example"},
		"wrong counterexample": {"status: running", "status: deallocated", "c:9: the check vm-deallocated holds for the counter-example"},
		"twice":                {"checks:\n", strings.TrimSuffix(goodCheck, "\n") + "\n", `c:10: there is another check "vm-deallocated"`},
		"absent and all":       {"    says:", "    absent: true\n    all: true\n    says:", "c:4: a check is either absent or all"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(goodCheck, test.old, test.new, 1)
			if text == goodCheck {
				t.Fatalf("the good check has no %q", test.old)
			}
			_, err := Load(File{"c", []byte(text)})
			var faults *strict.LoadError
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("faults are %v, want %s", err, test.want)
			}
		})
	}
}
