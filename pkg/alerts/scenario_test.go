package alerts_test

import (
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
)

// scenario is a course of events, a value of each series a minute, and what fires when.
type scenario struct {
	name   string
	series []series
	fires  []firing
	// quiet are minutes at which an alert does not fire for any node.
	quiet map[string][]int
	// long is one of hours, which takes promtool a second.
	long bool
}

// series are the values of a metric, in promtool's notation: 1x4 is 1 and four more of it.
type series struct{ metric, values string }

// firing is an alert that fires at a minute, and the one before it does not.
type firing struct {
	alert         string
	minute        int
	cluster, node string
	// value and percent are what the summary says.
	value, percent string
}

// status returns the series of a node's Ready condition, one for each status.
func status(cluster, node, isTrue, isFalse, unknown string) []series {
	var all []series
	for _, s := range []struct{ status, values string }{{"true", isTrue}, {"false", isFalse}, {"unknown", unknown}} {
		all = append(all, series{fmt.Sprintf(`kube_node_status_condition{cluster=%q,node=%q,condition="Ready",status=%q}`, cluster, node, s.status), s.values})
	}
	return all
}

// taint returns the series of a node's taint.
func taint(cluster, node, key, values string) series {
	return series{fmt.Sprintf(`kube_node_spec_taint{cluster=%q,node=%q,key=%q,value="",effect="NoSchedule"}`, cluster, node, key), values}
}

// healthy returns nodes that stay Ready, without pressure on the memory.
func healthy(cluster string, nodes ...string) []series {
	var all []series
	for _, node := range nodes {
		all = append(all, status(cluster, node, "1x400", "0x400", "0x400")...)
		all = append(all, series{fmt.Sprintf(`kube_node_status_condition{cluster=%q,node=%q,condition="MemoryPressure",status="false"}`, cluster, node), "1x400"})
	}
	return all
}

// names returns n names of nodes that begin with a text.
func names(prefix string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%s%d", prefix, i))
	}
	return all
}

// promtoolTest is what promtool test rules reads.
type promtoolTest struct {
	RuleFiles          []string       `json:"rule_files"`
	EvaluationInterval string         `json:"evaluation_interval"`
	Tests              []promtoolCase `json:"tests"`
}

type promtoolCase struct {
	Name     string          `json:"name"`
	Interval string          `json:"interval"`
	Input    []promtoolInput `json:"input_series"`
	Alerts   []promtoolAlert `json:"alert_rule_test"`
}

type promtoolInput struct {
	Series string `json:"series"`
	Values string `json:"values"`
}

type promtoolAlert struct {
	EvalTime string          `json:"eval_time"`
	Name     string          `json:"alertname"`
	Expected []promtoolFired `json:"exp_alerts"`
}

type promtoolFired struct {
	Labels      map[string]string `json:"exp_labels"`
	Annotations map[string]string `json:"exp_annotations"`
}

// promtoolText writes scenarios for promtool, or of those that ask for one alert what they ask
// of it. What a rule says is taken from the table.
func promtoolText(t *testing.T, file, alert string, all []scenario) []byte {
	t.Helper()
	rules := map[string]alerts.Rule{}
	for _, r := range alerts.Rules() {
		rules[r.Name] = r
	}
	test := promtoolTest{RuleFiles: []string{file}, EvaluationInterval: "1m"}
	for _, s := range all {
		c := promtoolCase{Name: s.name, Interval: "1m", Alerts: s.asks(alert, rules)}
		for _, one := range s.series {
			c.Input = append(c.Input, promtoolInput{one.metric, one.values})
		}
		if len(c.Alerts) > 0 {
			test.Tests = append(test.Tests, c)
		}
	}
	text, err := yaml.Marshal(test)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// asks are the questions of a scenario, about one alert or, without a name, about all.
func (s scenario) asks(alert string, rules map[string]alerts.Rule) []promtoolAlert {
	type moment struct {
		alert  string
		minute int
	}
	expected := map[moment][]promtoolFired{}
	for name, minutes := range s.quiet {
		for _, minute := range minutes {
			expected[moment{name, minute}] = []promtoolFired{}
		}
	}
	for _, f := range s.fires {
		expected[moment{f.alert, f.minute - 1}] = []promtoolFired{}
		expected[moment{f.alert, f.minute}] = append(expected[moment{f.alert, f.minute}], f.expected(rules[f.alert]))
	}
	var all []promtoolAlert
	for at, fired := range expected {
		if alert == "" || alert == at.alert {
			all = append(all, promtoolAlert{EvalTime: fmt.Sprintf("%dm", at.minute), Name: at.alert, Expected: fired})
		}
	}
	return all
}

// expected is what the alert says.
func (f firing) expected(r alerts.Rule) promtoolFired {
	says := strings.NewReplacer("{node}", f.node, "{value}", f.value, "{percent}", f.percent).Replace
	labels := map[string]string{"severity": string(r.Severity)}
	for label, value := range map[string]string{"cluster": f.cluster, "node": f.node} {
		if value != "" {
			labels[label] = value
		}
	}
	if f.alert == "AKSNodeStatusMissing" { // what is absent lends its labels
		labels["condition"] = "Ready"
	}
	return promtoolFired{Labels: labels, Annotations: map[string]string{
		"summary": says(r.Summary), "description": says(r.Meaning + " Run: " + r.Next), "runbook_url": alerts.Runbook,
	}}
}
