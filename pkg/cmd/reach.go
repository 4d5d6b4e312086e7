package cmd

import (
	"slices"

	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// reach reads the flags that choose the source. A cluster is always named, even when it is
// the current one: the current context may be another when a command is pasted.
func (f *diagnoseFlags) reach() printer.Reach {
	var r printer.Reach
	switch {
	case f.demo == dump.DemoIncident:
		r.Rerun = []string{"--demo"}
	case f.demo != "":
		r.Rerun = []string{"--demo=" + f.demo.String()}
	case len(f.filenames) > 0:
		for _, name := range f.filenames {
			r.Rerun = append(r.Rerun, "-f", name)
		}
	default:
		r.Kubectl = clusterFlags(f.config)
		r.Rerun = slices.Concat(r.Kubectl, f.azure.Rerun())
	}
	if f.at != "" {
		r.Rerun = append(r.Rerun[:len(r.Rerun):len(r.Rerun)], "--at="+f.at)
	}
	return r
}

// clusterFlags returns the flags of kubectl that name the cluster.
func clusterFlags(config *genericclioptions.ConfigFlags) []string {
	flags := []string{}
	for _, flag := range []struct {
		name  string
		value *string
	}{
		{"kubeconfig", config.KubeConfig}, {"context", usedContext(config)},
		{"cluster", config.ClusterName}, {"server", config.APIServer},
	} {
		if flag.value != nil && *flag.value != "" {
			flags = append(flags, "--"+flag.name+"="+*flag.value)
		}
	}
	return flags
}

// usedContext returns the context in use; empty where there is no kubeconfig, as in a pod.
func usedContext(config *genericclioptions.ConfigFlags) *string {
	if config.Context != nil && *config.Context != "" {
		return config.Context
	}
	raw, err := config.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return nil
	}
	return &raw.CurrentContext
}
