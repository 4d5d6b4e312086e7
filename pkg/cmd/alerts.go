package cmd

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts/check"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const alertsLong = `Print monitoring rules, ready to apply: a node has been NotReady for over five minutes; it
is still NotReady when all repairs are over; a repair failed; a node fails again and again;
many nodes are down at once. Where a form knows of them, nodes that are being removed and
VMs that were stopped raise none. Each alert names the next command to run.

It works offline. Only --check opens a connection: it reads the cluster and says which forms
can work there, what is missing, and which namespace and labels the operator selects.

Exit status: 0 complete, 1 an error or something could not be seen.`

const alertsExample = `  # What can work in this cluster
  kubectl autorepair alerts --check

  # A file of rules for Prometheus
  kubectl autorepair alerts > autorepair.rules.yaml

  # For the Prometheus operator, which selects rules by namespace and labels
  kubectl autorepair alerts -o prometheusrule -n monitoring --label release=prometheus | kubectl apply -f -

  # For Azure Monitor: an ARM template; how to deploy it is printed beside it
  kubectl autorepair alerts -o arm > alerts.json`

// alertsFlags are what was typed.
type alertsFlags struct {
	request alerts.Request
	check   bool
	config  *genericclioptions.ConfigFlags
}

func newAlerts(sys System) *cobra.Command {
	f := &alertsFlags{request: alerts.Request{Form: alerts.FormPrometheus}, config: genericclioptions.NewConfigFlags(true)}
	f.config.Namespace = nil // that of the object is another flag
	c := &cobra.Command{
		Use:                   "alerts [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Print monitoring rules for Prometheus and Azure Monitor",
		Long:                  alertsLong,
		Example:               alertsExample,
		Args:                  usage.NoArguments,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			if !f.check {
				return f.request.Write(sys.Streams.Out, sys.Streams.ErrOut)
			}
			if flags := c.Flags(); flags.Changed("output") || flags.Changed("namespace") || flags.Changed("label") {
				return errors.New("--check is about all forms: give it without --output, --namespace and --label")
			}
			return f.readCluster(c.Context(), sys)
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.request.Form, "output", "o", f.request.Form, "Form of the rules. One of: ("+strings.Join(alerts.Forms(), ", ")+").")
	flags.StringVarP(&f.request.Namespace, "namespace", "n", "", "With -o prometheusrule: the namespace of the object.")
	flags.StringToStringVar(&f.request.Labels, "label", nil, "With -o prometheusrule: a label of the object, as KEY=VALUE. Can be given several times.")
	flags.BoolVar(&f.check, "check", false, "Read the cluster and say which forms can work there and what is missing.")
	usage.Group(c, usage.Kubectl, func() { f.config.AddFlags(flags) })
	registerCompletion(c, "output", alerts.Forms())
	registerCompletion(c, "label", nil)
	completeConfig(c, f.config)
	return c
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
	kubectl := strings.TrimSpace("kubectl " + printer.ShellWords(clusterFlags(f.config)))
	return check.Run(ctx, live, sys.Streams.Out, kubectl, style)
}
