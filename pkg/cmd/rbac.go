package cmd

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/api/validate/content"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/roles"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
)

const rbacLong = `Print the roles that a command needs, as YAML for "kubectl apply -f -": a ClusterRole, a
Role in each namespace that is read, and their bindings if --user, --group or
--serviceaccount say whom they are for. They hold the fewest permissions with which the
command sees everything; without any one of them it ends with a gap.

The flags are those of diagnose which need more: allow only what is used. It works
offline: no connection is opened.`

const rbacExample = `  # What diagnose needs
  kubectl autorepair rbac

  # The same for the group of those on call, with --impact and --watch
  kubectl autorepair rbac --impact --watch --group on-call | kubectl apply -f -

  # What completing names of nodes needs, and what alerts --check and history need
  kubectl autorepair rbac completion
  kubectl autorepair rbac alerts
  kubectl autorepair rbac history

  # The role of Azure for history
  kubectl autorepair rbac history --azure`

// offlineCommands need no permission at all.
var offlineCommands = []string{"explain", "knowledge", "rbac", "version"}

// rbacFlags are what was typed.
type rbacFlags struct {
	name           string
	needs          cluster.Needs
	names          roles.Names
	azure, console bool
}

func newRBAC(sys System) *cobra.Command {
	f := &rbacFlags{name: "autorepair"}
	c := &cobra.Command{
		Use:                   "rbac [COMMAND] [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Print the roles with the fewest permissions that are needed",
		Long:                  rbacLong,
		Example:               rbacExample,
		Args:                  usage.AtMostOne,
		ValidArgsFunction: cobra.FixedCompletions(
			append([]string{"diagnose", "history", "alerts", "completion"}, offlineCommands...), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(_ *cobra.Command, args []string) error { return f.run(sys.Streams.Out, args) },
	}
	flags := c.Flags()
	flags.StringVar(&f.name, "name", f.name, "The name of the roles and bindings.")
	flags.BoolVar(&f.needs.Impact, "impact", false, "Also what diagnose --impact needs: to list pods and pod disruption budgets.")
	flags.BoolVar(&f.needs.Leases, "save", false, "Also what diagnose --save needs: to list the leases of nodes.")
	flags.BoolVarP(&f.needs.Watch, "watch", "w", false, "Also what diagnose --watch needs: to watch nodes and events.")
	flags.BoolVar(&f.needs.GetNodes, "get-nodes", false, "Also allow to get nodes, which shows no more than listing them but is faster in clusters of thousands.")
	flags.BoolVar(&f.azure, "azure", false, "Instead the role of Azure that diagnose --azure or history needs, for az role definition create: set its AssignableScopes to your subscription.")
	flags.BoolVar(&f.console, "azure-console", false, "With --azure: also what diagnose --azure-console needs.")
	flags.StringSliceVar(&f.names.Users, "user", nil, "Bind the roles to this user.")
	flags.StringSliceVar(&f.names.Groups, "group", nil, "Bind the roles to this group.")
	flags.StringSliceVar(&f.names.Accounts, "serviceaccount", nil, "Bind the roles to this service account, as NAMESPACE:NAME.")
	return c
}

func (f *rbacFlags) run(w io.Writer, args []string) error {
	command := "diagnose"
	if len(args) > 0 {
		command = args[0]
	}
	switch {
	case f.console && (!f.azure || command != "diagnose"):
		return errors.New("--azure-console adds to the role of diagnose --azure: give --azure with it, and no other command")
	case f.azure && command == "diagnose":
		return azure.WriteRole(w, f.console)
	case f.azure && command == "history":
		return azure.WriteHistoryRole(w)
	case slices.Contains(offlineCommands, command):
		_, err := fmt.Fprintf(w, "# kubectl autorepair %s needs no permission.\n", command)
		return err
	case command == "alerts":
		f.needs = cluster.Needs{Monitoring: true}
	case command == "completion", command == "history":
		f.needs = cluster.Needs{NodesOnly: true}
	case command != "diagnose":
		return fmt.Errorf("%q is no command: write diagnose, history, alerts, completion, %s", command, strings.Join(offlineCommands, ", "))
	}
	subjects, err := f.names.Subjects()
	if err != nil {
		return err
	}
	if faults := content.IsPathSegmentName(f.name); f.name == "" || len(faults) > 0 {
		return fmt.Errorf("--name is %q, which cannot name a role", f.name)
	}
	return roles.Write(w, f.name, f.needs.Permissions(), subjects)
}
