package cmd

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
)

const alertsLong = `Print monitoring rules, ready to apply: a node has been NotReady for over five minutes; it
is still NotReady when all repairs are over; a repair failed; a node is repaired again and
again; many nodes are down at once. Nodes that are being removed and VMs that were stopped
raise none. Each alert names the next command to run.

It works offline: no connection is opened.`

const alertsExample = `  # A file of rules for Prometheus
  kubectl autorepair alerts > autorepair.rules.yaml

  # For the Prometheus operator, which selects rules by namespace and labels
  kubectl autorepair alerts -o prometheusrule -n monitoring --label release=prometheus | kubectl apply -f -`

// alertForms are the values of -o.
var alertForms = []string{"prometheus", "prometheusrule"}

// alertsFlags are what was typed.
type alertsFlags struct {
	output    string
	namespace string
	labels    map[string]string
}

func newAlerts(sys System) *cobra.Command {
	f := &alertsFlags{output: alertForms[0]}
	c := &cobra.Command{
		Use:                   "alerts [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Print monitoring rules for Prometheus and its operator",
		Long:                  alertsLong,
		Example:               alertsExample,
		Args:                  cobra.NoArgs,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			return f.run(sys.Streams.Out)
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", f.output, "Form of the rules. One of: ("+strings.Join(alertForms, ", ")+").")
	flags.StringVarP(&f.namespace, "namespace", "n", "", "With -o prometheusrule: the namespace of the object.")
	flags.StringToStringVar(&f.labels, "label", nil, "With -o prometheusrule: a label of the object, as KEY=VALUE. Can be given several times.")
	registerCompletion(c, "output", alertForms)
	registerCompletion(c, "label", nil)
	return c
}

func (f *alertsFlags) run(w io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	switch f.output {
	case "prometheusrule":
		return alerts.PrometheusRule(w, alerts.Rules(), metav1.ObjectMeta{Namespace: f.namespace, Labels: f.labels})
	default:
		return alerts.Prometheus(w, alerts.Rules())
	}
}

// check returns what is wrong with the flags.
func (f *alertsFlags) check() error {
	if !slices.Contains(alertForms, f.output) {
		return fmt.Errorf("-o is %q: write one of %s", f.output, strings.Join(alertForms, ", "))
	}
	if f.output != "prometheusrule" && (f.namespace != "" || len(f.labels) > 0) {
		return errors.New("--namespace and --label are for -o prometheusrule")
	}
	if f.namespace != "" && len(validation.IsDNS1123Label(f.namespace)) > 0 {
		return fmt.Errorf("--namespace is %q, which cannot name a namespace", f.namespace)
	}
	if faults := metavalidation.ValidateLabels(f.labels, field.NewPath("--label")); len(faults) > 0 {
		return fmt.Errorf("--label cannot be used: %s", faults[0].Error())
	}
	return nil
}
