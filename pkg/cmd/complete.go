package cmd

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// completionTime is how long a shell waits for the names of nodes.
const completionTime = 3 * time.Second

// registerCompletion completes a flag from a list. It fails only for a flag that is not there.
func registerCompletion(c *cobra.Command, flag string, values []string) {
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

func (f *diagnoseFlags) completeFlags(c *cobra.Command) {
	registerCompletion(c, "output", f.output.formats())
	registerCompletion(c, "color", colorModes)
	_ = c.RegisterFlagCompletionFunc("contexts", f.completeContexts)
	completeConfig(c, f.config)
}

// completeNodes offers the nodes that are not Ready and not yet on the line.
func (f *diagnoseFlags) completeNodes(sys System) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(c.Context(), completionTime)
		defer cancel()
		source, err := f.source(sys, snapshot.Selection{}, time.Time{}, nil)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		names, err := cluster.NotReadyNames(ctx, source)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(args, name) })
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeCodes offers every code, those of the user's own files too.
func (f *explainFlags) completeCodes(sys System) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		table, err := f.knowledge.table(sys)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var codes []string
		for _, entry := range table.Listed() {
			codes = append(codes, cobra.CompletionWithDesc(entry.Code, entry.Title))
		}
		return codes, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeConfig completes the flags that choose something of the kubeconfig.
func completeConfig(c *cobra.Command, config *genericclioptions.ConfigFlags) {
	for flag, names := range map[string]func(*genericclioptions.ConfigFlags) ([]string, error){
		"context": contexts, "cluster": clusters, "user": users,
	} {
		_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			values, err := names(config)
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return values, cobra.ShellCompDirectiveNoFileComp
		})
	}
}

func contexts(flags *genericclioptions.ConfigFlags) ([]string, error) {
	config, err := flags.ToRawKubeConfigLoader().RawConfig()
	return slices.Sorted(maps.Keys(config.Contexts)), err
}

func clusters(flags *genericclioptions.ConfigFlags) ([]string, error) {
	config, err := flags.ToRawKubeConfigLoader().RawConfig()
	return slices.Sorted(maps.Keys(config.Clusters)), err
}

func users(flags *genericclioptions.ConfigFlags) ([]string, error) {
	config, err := flags.ToRawKubeConfigLoader().RawConfig()
	return slices.Sorted(maps.Keys(config.AuthInfos)), err
}
