package cmd

import (
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	past "github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const historyLong = `Say what happened to the nodes over weeks: when they were NotReady and how that ended, what
AKS node auto-repair tried and with which errors, which nodes fail again and again, and
what changed in Azure in the hour before an error was met first. It says first what is kept,
because silence of a place that keeps nothing is no evidence.

It asks Azure about the cluster, with the credential of az or of the environment: Log
Analytics (the tables KubeEvents and KubeNodeInventory) and the activity log, at
api.loganalytics.azure.com, management.azure.com and login.microsoftonline.com, or their
hosts in another cloud. It only reads. Where the cluster is, its nodes show, or --cluster-id.
--print-query prints the same as commands of az, and asks nobody.

With -f it reads files instead: what these commands print, exports of the two tables, the
activity log as az prints it, and events that other tools keep (watches, the OpenTelemetry
collector, event exporters, Loki, Elasticsearch, tables of Kusto).

Exit status: 0 complete, 1 an error or something could not be read.`

const historyExample = `  # What Azure keeps of this cluster, over 30 days
  kubectl autorepair history

  # A sample
  kubectl autorepair history --demo

  # Without access to the API server, and the same as commands of az
  kubectl autorepair history --cluster-id "$CLUSTER_ID"
  kubectl autorepair history --cluster-id "$CLUSTER_ID" --print-query

  # Exports of Log Analytics, and the activity log, of 30 days
  kubectl autorepair history -f events.json -f inventory.json -f log.json

  # One node over 90 days, with each step
  kubectl autorepair history aks-user-15776247-vmss000007 --since 90d -f events.json --details

  # A page with a calendar of the outages
  kubectl autorepair history -f events.json -o html > history.html`

func newHistory(sys System, access azure.Access) *cobra.Command {
	f, own, d := past.NewFlags(), knowledgeFlags{}, door{random: sys.Random}
	c := &cobra.Command{
		Use:                   "history [NODE...] [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Say what happened to nodes over weeks, from what kept it",
		Long:                  historyLong,
		Example:               historyExample,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			names, err := usage.NodeNames("history", args)
			if err != nil {
				return d.hide(err)
			}
			shown := newProgress(sys)
			return f.Run(c.Context(), &past.Host{
				Streams: sys.Streams,
				Style:   func(color string) (printer.Style, error) { return textStyle(sys, color) },
				Paged:   sys.paged,
				Table:   func() (*knowledge.Table, error) { return own.table(sys) },
				Redact: func(t *knowledge.Table, e *history.Evidence) (*history.Evidence, error) {
					if err := d.open(t); err != nil {
						return nil, err
					}
					return d.redactor.History(e), nil
				},
				Hide: d.hide, Progress: d.progress(shown.show), Clear: shown.clear,
				Azure: access, Cluster: clusterFlags, Now: sys.Now,
				Live: func(config *genericclioptions.ConfigFlags) (*cluster.Live, error) {
					l, err := cluster.NewLive(config, cluster.LiveOptions{UserAgent: userAgent(), Now: sys.Now, Warnings: d.notes(sys.Streams.ErrOut), Pause: sys.Pause})
					return l, nearContext(err)
				},
			}, names, d.redact)
		},
	}
	f.Add(c)
	own.add(c)
	c.Flags().BoolVar(&d.redact, "redact", d.redact, "Replace names, IDs, addresses and unknown words by tokens.")
	registerCompletion(c, "output", f.Formats())
	registerCompletion(c, "color", colorModes)
	registerCompletion(c, "since", []string{"1d", "7d", "30d", "90d"})
	registerCompletion(c, "until", nil)
	registerCompletion(c, "cluster-id", nil)
	registerCompletion(c, "workspace", nil)
	registerCompletion(c, "azure-timeout", nil)
	completeConfig(c, f.Config())
	return c
}
