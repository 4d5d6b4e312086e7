package alerts_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// analysis is what the Kusto language service says of a query.
type analysis struct {
	Faults  []string
	Columns map[string]string
}

// analyse gives queries to the language service that Azure's own editors use.
func analyse(t *testing.T, queries []string) []analysis {
	t.Helper()
	node := program.Find(t, "node")
	cache := os.Getenv("XDG_CACHE_HOME") // as install.sh has it
	if cache == "" {
		cache = filepath.Join(os.Getenv("HOME"), ".cache")
	}
	modules := filepath.Join(cache, "kubectl-autorepair/tools/npm/node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@kusto/language-service-next")); err != nil {
		program.LeaveOut(t, "@kusto/language-service-next", err)
	}
	input, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), node, "testdata/check.js")
	c.Env = append(os.Environ(), "NODE_PATH="+modules, "TABLES=testdata/tables.json")
	var failure bytes.Buffer
	c.Stdin, c.Stderr = bytes.NewReader(input), &failure
	output, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, failure.String())
	}
	var all []analysis
	if err := json.Unmarshal(output, &all); err != nil || len(all) != len(queries) {
		t.Fatalf("%d analyses of %d queries, %v", len(all), len(queries), err)
	}
	return all
}

// refused are what queries of alerts may not use.
// Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-log-query
var refused = regexp.MustCompile(`\b(search|union|take|limit|bag_unpack|pivot|narrow|AggregatedValue)\b`)

func TestTheQueriesAreValidAndHaveTheColumnsThatAlertsDivideBy(t *testing.T) {
	var queries []string
	var rules []alerts.Rule
	for _, r := range alerts.Rules() {
		if r.Query != "" {
			queries, rules = append(queries, r.Query), append(rules, r)
		}
	}
	if len(rules) != 5 {
		t.Errorf("%d rules have a query, want 5", len(rules))
	}
	for i, a := range analyse(t, queries) {
		want := map[string]string{"TimeGenerated": "datetime", "_ResourceId": "string", "ClusterName": "string"}
		if strings.Contains(rules[i].Next, "{node}") {
			want["Node"] = "string"
		}
		for name, kind := range want {
			if a.Columns[name] != kind {
				t.Errorf("%s: the column %s is %q, want %s", rules[i].Name, name, a.Columns[name], kind)
			}
		}
		if len(a.Faults) > 0 || refused.MatchString(queries[i]) {
			t.Errorf("%s: %q, uses %q\n%s", rules[i].Name, a.Faults, refused.FindString(queries[i]), queries[i])
		}
	}
}

// A query with one name misspelt is noticed: the check knows the tables.
func TestAMisspeltQueryIsNoticed(t *testing.T) {
	word := regexp.MustCompile(`\b(Kube\w+|ObjectKind|Reason|Message|Computer|Status|LastTransitionTimeReady|CreationTimeStamp|extract|countif|arg_max|split|set_has_element|leftanti|Down|Minutes|Times)\b`)
	var queries, what []string
	for _, r := range alerts.Rules() {
		for _, place := range word.FindAllStringIndex(r.Query, -1) {
			if strings.HasPrefix(r.Query[place[1]:], " =") { // where it gets its value
				continue
			}
			queries = append(queries, r.Query[:place[1]]+"x"+r.Query[place[1]:])
			what = append(what, r.Name+": "+r.Query[place[0]:place[1]])
		}
	}
	for i, a := range analyse(t, queries) {
		if len(a.Faults) == 0 {
			t.Errorf("nobody notices that it is misspelt: %s\n%s", what[i], queries[i])
		}
	}
}
