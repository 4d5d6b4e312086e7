package check

import (
	"context"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

// Selection is which PrometheusRules a Prometheus of the operator takes.
type Selection struct {
	// Prometheus is it, as NAMESPACE/NAME.
	Prometheus string
	// Namespace is one from which it takes rules: its own, or any.
	Namespace string
	// Labels are labels with which a rule is taken.
	Labels map[string]string
	// None is true if it takes no rule at all.
	None bool
	// Why says what keeps it from taking any rule, or what else a rule needs: a sentence, or
	// empty.
	Why string
}

// prometheuses is the part of a list of Prometheus objects that is read.
// Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec
type prometheuses struct {
	Items []struct {
		Metadata struct{ Namespace, Name string }
		Spec     struct {
			RuleSelector          *metav1.LabelSelector
			RuleNamespaceSelector *metav1.LabelSelector
		}
	}
}

func readSelections(ctx context.Context, r Reader) (func(*Evidence), error) {
	list, err := readAs[prometheuses](ctx, r, cluster.Read{Group: operatorGroup, Resource: "prometheuses"})
	if errors.IsNotFound(err) {
		err = nil // the operator is not installed
	}
	var all []Selection
	for _, item := range list.Items {
		s := Selection{Prometheus: item.Metadata.Namespace + "/" + item.Metadata.Name, Namespace: item.Metadata.Namespace}
		s.take(item.Spec.RuleSelector, item.Spec.RuleNamespaceSelector)
		all = append(all, s)
	}
	return func(e *Evidence) { e.Selections = all }, err
}

// take finds labels and a namespace with which a rule is taken. A selector that is not set
// takes nothing; for namespaces it means that of the Prometheus.
func (s *Selection) take(rules, namespaces *metav1.LabelSelector) {
	if rules == nil {
		s.None, s.Why = true, "Its ruleSelector is not set, so that it takes no rules."
		return
	}
	s.Labels = maps.Clone(rules.MatchLabels)
	for _, e := range rules.MatchExpressions {
		switch {
		case e.Operator == metav1.LabelSelectorOpIn && len(e.Values) > 0:
			s.label(e.Key, e.Values[0])
		case e.Operator == metav1.LabelSelectorOpExists:
			s.label(e.Key, "true")
		}
	}
	if namespaces != nil && len(namespaces.MatchLabels)+len(namespaces.MatchExpressions) > 0 {
		s.Why = "It takes rules only from namespaces with certain labels (ruleNamespaceSelector): choose one that has them."
	}
	if len(metavalidation.ValidateLabels(s.Labels, nil)) > 0 || len(validation.IsDNS1123Label(s.Namespace)) > 0 {
		s.None, s.Why = true, "Its selectors are not valid."
	}
}

// label adds a label unless there is one of that key.
func (s *Selection) label(key, value string) {
	if s.Labels == nil {
		s.Labels = map[string]string{}
	}
	if _, there := s.Labels[key]; !there {
		s.Labels[key] = value
	}
}

// flags are the flags of alerts that make a rule which is taken.
func (s *Selection) flags() string {
	flags := []string{"-n", s.Namespace}
	for _, key := range slices.Sorted(maps.Keys(s.Labels)) {
		flags = append(flags, "--label", key+"="+s.Labels[key])
	}
	return strings.Join(flags, " ")
}
