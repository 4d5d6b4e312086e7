package cmd

import (
	"maps"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
)

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
