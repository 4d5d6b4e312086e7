package cluster

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"k8s.io/cli-runtime/pkg/genericclioptions"
)

// Context is a context of the kubeconfig.
type Context struct {
	Name string
	// Also are the contexts with the same cluster and user. They differ in the namespace,
	// and nodes have none.
	Also []string
}

// Contexts are the contexts behind getter in order, each cluster and user once. It sends
// nothing. It returns an error when the kubeconfig cannot be read or has none.
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

// ForContext are the same flags for another context. They share what was typed and nothing
// that is cached. It returns an error for a context that the kubeconfig does not have.
func ForContext(f *genericclioptions.ConfigFlags, name string) (*genericclioptions.ConfigFlags, error) {
	config, err := f.ToRawKubeConfigLoader().RawConfig()
	if err == nil && config.Contexts[name] == nil {
		err = errors.New("there is no context of that name in " + kubeconfig(f.ToRawKubeConfigLoader()))
	}
	if err != nil {
		return nil, err
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
