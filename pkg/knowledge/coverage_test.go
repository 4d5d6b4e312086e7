package knowledge

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// covered is the least share of a family, in percent, that the table has to know. Exit codes
// and the names that AKS gives them are known without exception.
var covered = map[string]int{
	"agentbaker-linux": 100, "agentbaker-linux-older": 100, "agentbaker-windows": 100, "aks-cse-name": 100,
	"aks-failed-state": 95, "aks-article": 95, "arm-common": 95, "compute": 95, "kubelet-reason": 95, "taint": 95,
	"autoscaler-event": 95, "node-lifecycle-event": 95, "npd": 95, "azidentity": 95,
}

// families reads testdata/coverage.tsv: families of names that documents and programs use, each
// with the names in it. Names of exit codes end with = and the number.
func families(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/coverage.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		family, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			t.Fatalf("a line of the list has no tab: %q", line)
		}
		if family != "family" {
			all[family] = append(all[family], name)
		}
	}
	return all
}

func TestTheTableCoversEveryFamily(t *testing.T) {
	table, all := builtin(t), families(t)
	if len(all) != len(covered) {
		t.Errorf("the list has the families %q", slices.Sorted(maps.Keys(all)))
	}
	for _, family := range slices.Sorted(maps.Keys(all)) {
		var missing []string
		for _, name := range all[family] {
			if !isKnown(table, family, name) {
				missing = append(missing, name)
			}
		}
		known, count := len(all[family])-len(missing), len(all[family])
		t.Logf("%-22s %3d / %3d %s", family, known, count, strings.Join(missing, " "))
		if known*100 < covered[family]*count || covered[family] == 0 {
			t.Errorf("of %s %d of %d are known, less than %d percent: %q is missing", family, known, count, covered[family], missing)
		}
	}
}

// isKnown reports whether a name leads to one entry, and a number of an exit code to the same.
func isKnown(table *Table, family, name string) bool {
	name, number, isExit := strings.Cut(name, "=")
	if isExit {
		system := Linux
		if strings.HasSuffix(family, "windows") {
			system = Windows
		}
		n, err := strconv.Atoi(number)
		found := table.ExitCodes(n, system)
		return err == nil && len(found) == 1 && (name == "" || table.Entry(name) == found[0])
	}
	return len(table.Lookup(name)) == 1
}

func TestTheTableKnowsNoExitCodesButThoseOfTheLists(t *testing.T) {
	table, all := builtin(t), families(t)
	for system, names := range map[Platform][]string{
		Linux: slices.Concat(all["agentbaker-linux"], all["agentbaker-linux-older"]), Windows: all["agentbaker-windows"],
	} {
		listed := map[int]bool{}
		for _, name := range names {
			_, number, _ := strings.Cut(name, "=")
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatalf("%q has no number", name)
			}
			listed[n] = true
		}
		for n := range 256 {
			if found := table.ExitCodes(n, system); len(found) > 0 && !listed[n] {
				t.Errorf("%d of %s is %s, and no list has it", n, system, codesOf(found))
			}
		}
	}
	if both := codesOf(table.ExitCodes(50, "")); both != "vmssCSE:50,windowsCSE:50" {
		t.Errorf("50 on any system is %s", both)
	}
}

// withoutMessage are the codes whose message is not known well enough for a signature, or
// whose message is that of another code. The list may not grow unnoticed.
var withoutMessage = strings.Fields(`PodDrainFailure UpgradeBlockedOnDeprecatedAPIUsage ScaleVMSSAgentPoolFailed NodesNotReady
	UpgradeNodesNotRegistered ControlPlaneAPIServerNotReady ReconcileMachineFailed AgentCountNotMatch ReconcileVMSSAgentPoolFailed
	OperationBlockedByNodeDisruptionPolicy TimedoutOrCancelled ValidationError ServicePrincipalValidationClientError
	PublicIpPrefixOutOfIpAddressesForVMScaleSet BadRequest InvalidRequestContent NotSupported`)

func TestCodesAreFoundByTheirMessageAlone(t *testing.T) {
	for _, e := range builtin(t).Entries() {
		if e.Kind != KindCode || strings.Contains(e.Code, " ") {
			continue // a code of several words is a message itself
		}
		names := append([]string{e.Code}, e.Aliases...)
		for _, s := range e.Signatures {
			if !strings.ContainsAny(s, " :/") {
				names = append(names, s)
			}
		}
		alone := slices.ContainsFunc(e.Examples, func(example string) bool {
			return !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(fold(example), fold(name)) })
		})
		if alone == slices.Contains(withoutMessage, e.Code) {
			t.Errorf("%s has an example without its code: %t", e.Code, alone)
		}
	}
}
