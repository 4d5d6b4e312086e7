package alerts_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
)

// mutators each change one thing in an expression wherever it occurs, one place at a time.
var mutators = []struct {
	what    string
	find    *regexp.Regexp
	becomes []string
}{
	{"a limit", regexp.MustCompile(`> 0\.3`), []string{"> 0.25", "> 0.35", ">= 0.3", "< 0.3"}},
	{"a number of nodes", regexp.MustCompile(`> 1\b`), []string{"> 0", "> 2", ">= 1", "< 1"}},
	{"a number of outages", regexp.MustCompile(`>= 2`), []string{">= 1", ">= 3", "> 2", "< 2"}},
	{"a range", regexp.MustCompile(`\[6h\]`), []string{"[5h]", "[358m]", "[362m]", "[7h]"}},
	{"the value of a condition", regexp.MustCompile(` == 1`), []string{"", " == 0"}},
	{"the status of down nodes", regexp.MustCompile(`status!="true"`), []string{`status="false"`, `status="unknown"`, `status="true"`}},
	{"the status that is followed", regexp.MustCompile(`status="true"}\[`), []string{`status="false"}[`, `status="unknown"}[`}},
	{"the condition of down nodes", regexp.MustCompile(`condition="Ready", status!`), []string{"status!"}},
	{"the condition of any node", regexp.MustCompile(`\{condition="Ready"\}`), []string{""}},
	{"a label", regexp.MustCompile(`by \(cluster, node\)`), []string{"by (node)", "by (cluster)", ""}},
	{"the label of a count", regexp.MustCompile(`by \(cluster\)`), []string{""}}, // with the node no series match, which promtool reports as an error
	{"the labels of the exclusion", regexp.MustCompile(`unless on \(cluster, node\)`), []string{"unless on (node)", "unless on (cluster)", "and on (cluster, node)", "or"}},
	{"a taint", regexp.MustCompile(`ToBeDeletedByClusterAutoscaler\||karpenter.sh/disrupted\||\|node.cloudprovider.kubernetes.io/shutdown`), []string{""}},
	{"the key of a taint", regexp.MustCompile(`\{key=~"[^"]*"\}`), []string{"", `{key=~".*"}`}},
	{"what is counted", regexp.MustCompile(`resets`), []string{"changes", "count_over_time"}},
	{"the sum", regexp.MustCompile(`\bsum\b`), []string{"max", "min"}},
	{"the absence", regexp.MustCompile(`absent\(.*\)`), []string{`vector(1)`, `kube_node_status_condition`}},
}

// mutant is a rule with one thing changed.
type mutant struct {
	what string
	rule alerts.Rule
}

// mutants are all changes of all rules.
func mutants() []mutant {
	var all []mutant
	mutated := map[string]bool{} // expressions that another rule has too
	for _, r := range alerts.Rules() {
		if r.Expr == "" {
			continue
		}
		change := func(what string, with func(*alerts.Rule)) {
			changed := r
			with(&changed)
			all = append(all, mutant{what: r.Name + ": " + what, rule: changed})
		}
		change("a minute later", func(r *alerts.Rule) { r.For += time.Minute })
		if r.For > 0 {
			change("a minute earlier", func(r *alerts.Rule) { r.For -= time.Minute })
		}
		change("another severity", func(r *alerts.Rule) { r.Severity = "info" })
		change("another command", func(r *alerts.Rule) { r.Next += "x" })
		change("never", func(r *alerts.Rule) { r.Expr += " < -1" })
		if mutated[r.Expr] {
			continue
		}
		mutated[r.Expr] = true
		for _, m := range mutators {
			for n, place := range m.find.FindAllStringIndex(r.Expr, -1) {
				for _, becomes := range m.becomes {
					what := fmt.Sprintf("%s (place %d): %s becomes %q", m.what, n+1, r.Expr[place[0]:place[1]], becomes)
					change(what, func(r *alerts.Rule) { r.Expr = r.Expr[:place[0]] + becomes + r.Expr[place[1]:] })
				}
			}
		}
	}
	return all
}

// TestAChangeOfARuleIsNoticed holds the scenarios to what they are for: whatever is changed in
// a rule, promtool notices. It takes all changes in one run, a file of rules and one of tests for
// each, and reads a result for each file.
func TestAChangeOfARuleIsNoticed(t *testing.T) {
	folder, args := t.TempDir(), []string{"test", "rules"}
	short := slices.DeleteFunc(slices.Clone(scenarios), func(s scenario) bool { return s.long })
	changes := mutants()
	for i, m := range changes {
		asked := short
		if strings.Contains(m.what, "a range") {
			asked = scenarios // they differ after hours only
		}
		write(t, folder, fmt.Sprintf("rules%d.yaml", i), ruleText(t, []alerts.Rule{m.rule}))
		test := fmt.Sprintf("test%d.yaml", i)
		write(t, folder, test, promtoolText(t, fmt.Sprintf("rules%d.yaml", i), m.rule.Name, asked))
		args = append(args, test)
	}
	printed, _ := promtool(t, folder, args...)
	results := regexp.MustCompile(`Unit Testing:  test(\d+)\.yaml\s+(SUCCESS|FAILED:\s+name:|FAILED:\s+alertname:|.*)`).FindAllStringSubmatch(printed, -1)
	if len(results) != len(changes) {
		t.Fatalf("promtool has %d results for %d changes:\n%s", len(results), len(changes), printed)
	}
	t.Logf("%d changes", len(changes))
	for i, result := range results {
		if result[1] != strconv.Itoa(i) || !strings.HasSuffix(result[2], "name:") { // a broken rule ends in another way
			t.Errorf("nobody notices: %s: %q", changes[i].what, result[2])
		}
	}
	for _, m := range mutators {
		if !slices.ContainsFunc(changes, func(c mutant) bool { return strings.Contains(c.what, ": "+m.what+" (") }) {
			t.Errorf("no rule has %s any more", m.what)
		}
	}
}
