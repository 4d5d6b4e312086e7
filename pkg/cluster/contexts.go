package cluster

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Context is a context of the kubeconfig.
type Context struct {
	Name string
	// Also are other contexts with the same cluster and user. They differ in the namespace,
	// which nodes do not have.
	Also []string
}

// NoContextError is the error for a context that the kubeconfig does not have.
type NoContextError struct {
	// Name was asked for, File lacks it, and Known are the contexts in File.
	Name, File string
	Known      []string
}

// Error returns a clause without a full stop, so that a hint can follow.
func (e *NoContextError) Error() string {
	return fmt.Sprintf("there is no context %q in %s", e.Name, e.File)
}

func noContext(loader clientcmd.ClientConfig, config clientcmdapi.Config, name string) error {
	return &NoContextError{Name: name, File: kubeconfig(loader), Known: slices.Sorted(maps.Keys(config.Contexts))}
}

// Contexts returns the contexts behind getter in order, each cluster and user once. It sends
// nothing. It returns an error if the kubeconfig cannot be read or has none.
func Contexts(getter genericclioptions.RESTClientGetter) ([]Context, error) {
	loader := getter.ToRawKubeConfigLoader()
	config, err := loader.RawConfig()
	if err != nil {
		return nil, badConfig(loader, err)
	}
	type account struct{ cluster, user string }
	var out []Context
	first := map[account]int{}
	for _, name := range slices.Sorted(maps.Keys(config.Contexts)) {
		key := account{config.Contexts[name].Cluster, config.Contexts[name].AuthInfo}
		if i, ok := first[key]; ok {
			out[i].Also = append(out[i].Also, name)
			continue
		}
		first[key] = len(out)
		out = append(out, Context{Name: name})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no contexts", kubeconfig(loader))
	}
	return out, nil
}

// SameServer returns the contexts that share an API server, as lists of at least two, by
// server. It leaves out contexts that do not exist and ignores a kubeconfig that cannot be
// read.
func SameServer(getter genericclioptions.RESTClientGetter, names []string) map[string][]string {
	config, err := getter.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return nil
	}
	servers := map[string][]string{}
	for _, name := range names {
		if c := config.Contexts[name]; c != nil && config.Clusters[c.Cluster] != nil {
			server := address(config.Clusters[c.Cluster].Server)
			servers[server] = append(servers[server], name)
		}
	}
	maps.DeleteFunc(servers, func(_ string, names []string) bool { return len(names) < 2 })
	return servers
}

// ForContext copies flags for another context. The copy shares what the user typed, and no
// cached configuration. It returns an error for a context that the kubeconfig does not have.
func ForContext(f *genericclioptions.ConfigFlags, name string) (*genericclioptions.ConfigFlags, error) {
	loader := f.ToRawKubeConfigLoader()
	config, err := loader.RawConfig()
	if err != nil {
		return nil, badConfig(loader, err)
	}
	if config.Contexts[name] == nil {
		return nil, noContext(loader, config, name)
	}
	c := genericclioptions.NewConfigFlags(true)
	c.Context = &name
	c.Namespace = f.Namespace
	c.CacheDir, c.KubeConfig, c.ClusterName, c.AuthInfoName = f.CacheDir, f.KubeConfig, f.ClusterName, f.AuthInfoName
	c.APIServer, c.TLSServerName, c.Insecure, c.CAFile = f.APIServer, f.TLSServerName, f.Insecure, f.CAFile
	c.CertFile, c.KeyFile, c.BearerToken, c.Username, c.Password = f.CertFile, f.KeyFile, f.BearerToken, f.Username, f.Password
	c.Impersonate, c.ImpersonateUID, c.ImpersonateGroup = f.Impersonate, f.ImpersonateUID, f.ImpersonateGroup
	c.ImpersonateUserExtra, c.Timeout = f.ImpersonateUserExtra, f.Timeout
	c.DisableCompression, c.ProxyURL = f.DisableCompression, f.ProxyURL
	return c, nil
}
