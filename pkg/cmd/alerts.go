package cmd

import (
	"context"
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
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts/check"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const alertsLong = `Print monitoring rules, ready to apply: a node has been NotReady for over five minutes; it
is still NotReady when all repairs are over; a repair failed; a node is repaired again and
again; many nodes are down at once. Nodes that are being removed and VMs that were stopped
raise none. Each alert names the next command to run.

It works offline. Only --check opens a connection: it reads the cluster and says which forms
can work there, what is missing, and which namespace and labels the operator selects.

Exit status: 0 complete, 1 an error or something could not be seen.`

const alertsExample = `  # What can work in this cluster
  kubectl autorepair alerts --check

  # A file of rules for Prometheus
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
	check     bool
	config    *genericclioptions.ConfigFlags
}

func newAlerts(sys System) *cobra.Command {
	f := &alertsFlags{output: alertForms[0], config: genericclioptions.NewConfigFlags(true)}
	f.config.Namespace = nil // that of the object is another flag
	c := &cobra.Command{
		Use:                   "alerts [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Print monitoring rules for Prometheus and its operator",
		Long:                  alertsLong,
		Example:               alertsExample,
		Args:                  cobra.NoArgs,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.valid(c.Flags().Changed("output")); err != nil {
				return err
			}
			if f.check {
				return f.readCluster(c.Context(), sys)
			}
			return f.print(sys.Streams.Out)
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", f.output, "Form of the rules. One of: ("+strings.Join(alertForms, ", ")+").")
	flags.StringVarP(&f.namespace, "namespace", "n", "", "With -o prometheusrule: the namespace of the object.")
	flags.StringToStringVar(&f.labels, "label", nil, "With -o prometheusrule: a label of the object, as KEY=VALUE. Can be given several times.")
	flags.BoolVar(&f.check, "check", false, "Read the cluster and say which forms can work there and what is missing.")
	f.config.AddFlags(flags)
	registerCompletion(c, "output", alertForms)
	registerCompletion(c, "label", nil)
	completeConfig(c, f.config)
	return c
}

// print writes the rules; no connection is opened.
func (f *alertsFlags) print(w io.Writer) error {
	switch f.output {
	case "prometheusrule":
		return alerts.PrometheusRule(w, alerts.Rules(), metav1.ObjectMeta{Namespace: f.namespace, Labels: f.labels})
	default:
		return alerts.Prometheus(w, alerts.Rules())
	}
}

// readCluster says which forms can work in the cluster.
func (f *alertsFlags) readCluster(ctx context.Context, sys System) error {
	style, err := textStyle(sys, "auto")
	if err != nil {
		return err
	}
	live, err := cluster.NewLive(f.config, cluster.LiveOptions{UserAgent: userAgent(), Now: sys.Now, Warnings: sys.Streams.ErrOut, Pause: sys.Pause})
	if err != nil {
		return nearContext(err)
	}
	evidence, err := check.Read(ctx, live)
	if err != nil {
		return err
	}
	kubectl := strings.TrimSpace("kubectl " + printer.ShellWords(clusterFlags(f.config)))
	if err := check.Write(sys.Streams.Out, evidence, kubectl, style); err != nil {
		return err
	}
	if len(evidence.Unseen) > 0 {
		return errors.New("not everything could be seen, as said above")
	}
	return nil
}

// valid returns what is wrong with the flags.
func (f *alertsFlags) valid(chosen bool) error {
	if f.check && (chosen || f.namespace != "" || len(f.labels) > 0) {
		return errors.New("--check is about all forms: give it without --output, --namespace and --label")
	}
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
