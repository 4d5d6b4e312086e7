package knowledge

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jmespath/go-jmespath"
	"sigs.k8s.io/yaml"
)

// azCall is one call of the Azure CLI in a command.
type azCall struct {
	verb string // such as "aks nodepool show"
	args []string
}

// option returns the value of an option, empty when the call does not have it.
func (c azCall) option(name string) string {
	if i := slices.Index(c.args, name); i >= 0 && i+1 < len(c.args) {
		return c.args[i+1]
	}
	return ""
}

var argument = regexp.MustCompile(` <([^>]*)>`)

// azCalls returns the calls of the Azure CLI in all commands of the shipped table, with made-up
// values, each once.
func azCalls(t *testing.T) []azCall {
	t.Helper()
	table := builtin(t)
	values := sampleValues(table)
	group := "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orchard/providers/"
	values["POOL"] = "blue"
	values["IDENTITY_ID"] = group + "Microsoft.ManagedIdentity/userAssignedIdentities/gardener"
	values["SUBNET_ID"] = group + "Microsoft.Network/virtualNetworks/garden/subnets/trees"
	values["LOCK_ID"] = group + "Microsoft.Authorization/locks/fence"
	seen := map[string]bool{}
	var calls []azCall
	for command := range commands(table) {
		for line := range strings.Lines(traced(t, command, values)) {
			if !strings.HasPrefix(line, "az ") || seen[line] {
				continue
			}
			seen[line] = true
			var call azCall
			for _, m := range argument.FindAllStringSubmatch(line, -1) {
				call.args = append(call.args, m[1])
			}
			verb := call.args
			if i := slices.IndexFunc(verb, func(a string) bool { return strings.HasPrefix(a, "-") }); i >= 0 {
				verb = verb[:i]
			}
			call.verb = strings.Join(verb, " ")
			calls = append(calls, call)
		}
	}
	return calls
}

// answers are documents that az gives, with what the table's queries get out of them.
type answers []struct {
	Command string         `json:"command"`
	Answer  any            `json:"answer"`
	Queries map[string]any `json:"queries"`
}

func TestQueriesYieldFromAnswersOfAzureWhatTheirStepsPromise(t *testing.T) {
	data, err := os.ReadFile("testdata/azure-answers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var known answers
	if err := yaml.UnmarshalStrict(data, &known); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, call := range azCalls(t) {
		if query := call.option("--query"); query != "" {
			asked[call.verb+" --query "+query] = true
		}
	}
	tried := map[string]bool{}
	for _, a := range known {
		for query, want := range a.Queries {
			name := a.Command + " --query " + query
			tried[name] = true
			if !asked[name] {
				t.Errorf("no command asks for az %s", name)
			}
			compiled, err := jmespath.Compile(query)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got, err := compiled.Search(a.Answer); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("az %s\nyields %v, %v\nwant   %v", name, got, err, want)
			}
		}
	}
	for name := range asked {
		if !tried[name] {
			t.Errorf("there is no answer for az %s", name)
		}
	}
}
