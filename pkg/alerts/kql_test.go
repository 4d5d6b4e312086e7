package alerts_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/kusto"
)

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
	for i, a := range kusto.Analyse(t, queries) {
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
	for i, a := range kusto.Analyse(t, queries) {
		if len(a.Faults) == 0 {
			t.Errorf("nobody notices that it is misspelt: %s\n%s", what[i], queries[i])
		}
	}
}
