package alerts

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// The forms in which rules are written.
const (
	FormPrometheus     = "prometheus"
	FormPrometheusRule = "prometheusrule"
	FormARM            = "arm"
)

// Forms returns the forms, the default one first.
func Forms() []string { return []string{FormPrometheus, FormPrometheusRule, FormARM} }

// Request is what a user asks for.
type Request struct {
	// Form is one of Forms.
	Form string
	// Namespace and Labels are those of a PrometheusRule; other forms have none.
	Namespace string
	Labels    map[string]string
}

// Write writes the rules, and to notes what to do with them where the form has no comments. The
// error is a sentence that names the flag which is wrong, or that of a writer.
func (r Request) Write(w, notes io.Writer) error {
	if err := r.check(); err != nil {
		return err
	}
	switch r.Form {
	case FormPrometheusRule:
		return PrometheusRule(w, Rules(), metav1.ObjectMeta{Namespace: r.Namespace, Labels: r.Labels})
	case FormARM:
		if err := ARM(w, Rules()); err != nil {
			return err
		}
		_, err := io.WriteString(notes, "Deploy it, for one cluster, with its names in place of the capitals. Set the last two parameters\n"+
			"where the cluster has what they are about: kubectl autorepair alerts --check\n"+Deploy+"\n")
		return err
	default:
		return Prometheus(w, Rules())
	}
}

// check returns what is wrong with the request.
func (r Request) check() error {
	switch {
	case !slices.Contains(Forms(), r.Form):
		return fmt.Errorf("-o is %q: write one of %s", r.Form, strings.Join(Forms(), ", "))
	case r.Form != FormPrometheusRule && (r.Namespace != "" || len(r.Labels) > 0):
		return errors.New("--namespace and --label are for -o " + FormPrometheusRule)
	case r.Namespace != "" && len(validation.IsDNS1123Label(r.Namespace)) > 0:
		return fmt.Errorf("--namespace is %q, which cannot name a namespace", r.Namespace)
	}
	if faults := metavalidation.ValidateLabels(r.Labels, field.NewPath("--label")); len(faults) > 0 {
		return fmt.Errorf("--label cannot be used: %s", faults[0].Error())
	}
	return nil
}
