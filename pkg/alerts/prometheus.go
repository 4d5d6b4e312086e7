package alerts

import (
	"fmt"
	"io"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// groupName is what the rules are called together, and the PrometheusRule too.
const groupName = "kubectl-autorepair"

// ruleFile is a file of rules, as Prometheus reads it.
// Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
type ruleFile struct {
	Groups []ruleGroup `json:"groups"`
}

type ruleGroup struct {
	Name  string           `json:"name"`
	Rules []prometheusRule `json:"rules"`
}

type prometheusRule struct {
	Alert       string                `json:"alert"`
	Expr        string                `json:"expr"`
	For         string                `json:"for,omitempty"`
	Labels      map[string]Severity   `json:"labels"`
	Annotations prometheusAnnotations `json:"annotations"`
}

type prometheusAnnotations struct {
	Summary     string `json:"summary"`
	Description string `json:"description"`
	Runbook     string `json:"runbook_url"`
}

// customResource is a PrometheusRule of the Prometheus operator.
// Source: https://prometheus-operator.dev/docs/api-reference/api/
type customResource struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Metadata   objectMeta `json:"metadata"`
	Spec       ruleFile   `json:"spec"`
}

// objectMeta is the part of metav1.ObjectMeta that is written: that type writes more.
type objectMeta struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace,omitempty"`
	Labels    map[string]string `json:"labels,omitempty"`
}

// Prometheus writes rules as a file for Prometheus and what can read its files, and says which
// rules are not in it.
func Prometheus(w io.Writer, rules []Rule) error {
	return write(w, "# For rule_files of Prometheus, Mimir or Thanos; they need kube-state-metrics.\n"+missing(rules), file(rules))
}

// PrometheusRule writes rules as an object of the Prometheus operator, which takes those objects
// that are in the namespaces, and have the labels, that its Prometheus selects.
func PrometheusRule(w io.Writer, rules []Rule, meta metav1.ObjectMeta) error {
	return write(w, "# For the Prometheus operator: kubectl apply -f - ; they need kube-state-metrics.\n"+missing(rules), customResource{
		APIVersion: "monitoring.coreos.com/v1", Kind: "PrometheusRule",
		Metadata: objectMeta{Name: groupName, Namespace: meta.Namespace, Labels: meta.Labels},
		Spec:     file(rules),
	})
}

// missing names the rules that no metric can raise, in lines of a comment.
func missing(rules []Rule) string {
	var text strings.Builder
	for _, r := range rules {
		if r.Expr == "" {
			fmt.Fprintf(&text, "# Not here: %s. %s\n", r.Name, r.NoMetric)
		}
	}
	return text.String()
}

// file returns the rules that a metric can raise.
func file(rules []Rule) ruleFile {
	group := ruleGroup{Name: groupName}
	for _, r := range rules {
		if r.Expr == "" {
			continue
		}
		rule := prometheusRule{
			Alert: r.Name, Expr: r.Expr, Labels: map[string]Severity{"severity": r.Severity},
			Annotations: prometheusAnnotations{Summary: values.Replace(r.Summary), Description: values.Replace(r.advice()), Runbook: Runbook},
		}
		if r.For > 0 {
			rule.For = duration(r.For)
		}
		group.Rules = append(group.Rules, rule)
	}
	return ruleFile{Groups: []ruleGroup{group}}
}

// write writes a comment and an object as YAML.
func write(w io.Writer, comment string, object any) error {
	text, err := yaml.Marshal(object)
	if err != nil {
		return fmt.Errorf("writing the rules: %w", err)
	}
	_, err = io.WriteString(w, comment+string(text))
	return err
}
