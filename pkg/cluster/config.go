package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// defaultServer is the server that client-go assumes without a configuration. It hardly ever
// exists, and a refused connection would not show what is missing.
const defaultServer = "http://localhost:8080"

// withoutCluster names what works without a server.
const withoutCluster = `"--demo" and "-f FILE" work without one`

// loadConfig returns a copy of the configuration behind getter, and names its server. The error is one sentence.
func loadConfig(getter genericclioptions.RESTClientGetter) (*rest.Config, target, error) {
	loader := getter.ToRawKubeConfigLoader()
	config, err := getter.ToRESTConfig()
	if clientcmd.IsEmptyConfig(err) {
		return nil, target{}, noCluster(loader)
	}
	raw, unread := loader.RawConfig()
	if unread != nil {
		raw = clientcmdapi.Config{} // a pod has no kubeconfig
	}
	name := contextName(getter, raw)
	if name != "" && raw.Contexts[name] == nil {
		if err != nil && unread == nil {
			return nil, target{}, noContext(loader, raw, name)
		}
		name = "" // not needed with --server
	}
	if err != nil {
		return nil, target{}, badConfig(loader, err)
	}
	if config.Host == defaultServer && !namesServer(raw, defaultServer) {
		return nil, target{}, noServer(loader, raw, name)
	}
	config = rest.CopyConfig(config)
	config.Wrap(bounds.Headers) // before what else wraps
	return config, target{context: name, server: address(config.Host), timeout: config.Timeout}, nil
}

// noServer returns the error for a kubeconfig that names no server.
func noServer(loader clientcmd.ClientConfig, raw clientcmdapi.Config, context string) error {
	switch {
	case context != "":
		return fmt.Errorf("context %q of %s points to no API server: its cluster %q is missing there or has none",
			context, kubeconfig(loader), raw.Contexts[context].Cluster)
	case len(raw.Contexts) > 0:
		return fmt.Errorf(`%s names no current context: choose one with "--context" or "kubectl config use-context" (%s)`,
			kubeconfig(loader), withoutCluster)
	default:
		return noCluster(loader)
	}
}

// noCluster returns the error for a user without a cluster in any of the usual places.
func noCluster(loader clientcmd.ClientConfig) error {
	return fmt.Errorf("no cluster to read: neither --kubeconfig, $KUBECONFIG, ~/.kube/config nor a pod's service account names an API server (looked at %s); %s",
		kubeconfig(loader), withoutCluster)
}

// badConfig returns the error for a configuration that cannot be used.
func badConfig(loader clientcmd.ClientConfig, err error) error {
	var missing *fs.PathError
	if errors.As(err, &missing) && errors.Is(err, fs.ErrNotExist) && missing.Path == explicitFile(loader) {
		return fmt.Errorf("the kubeconfig %s does not exist; %s", missing.Path, withoutCluster)
	}
	return fmt.Errorf("the configuration from %s cannot be used: %s", kubeconfig(loader), strings.TrimSuffix(snapshot.OneLine(err.Error()), "."))
}

// kubeconfig names the files that the configuration comes from.
func kubeconfig(loader clientcmd.ClientConfig) string {
	if file := explicitFile(loader); file != "" {
		return file
	}
	if access := loader.ConfigAccess(); access != nil && len(access.GetLoadingPrecedence()) > 0 {
		return strings.Join(access.GetLoadingPrecedence(), ", ")
	}
	return "the kubeconfig"
}

// explicitFile returns the file that --kubeconfig names.
func explicitFile(loader clientcmd.ClientConfig) string {
	if access := loader.ConfigAccess(); access != nil && access.IsExplicitFile() {
		return access.GetExplicitFile()
	}
	return ""
}

func namesServer(raw clientcmdapi.Config, server string) bool {
	for _, c := range raw.Clusters {
		if c.Server == server {
			return true
		}
	}
	return false
}

// contextName returns the context in use: that of --context, or the current one.
func contextName(getter genericclioptions.RESTClientGetter, raw clientcmdapi.Config) string {
	if flags, ok := getter.(*genericclioptions.ConfigFlags); ok && flags.Context != nil && *flags.Context != "" {
		return *flags.Context
	}
	return raw.CurrentContext
}

// address returns a server's address without the password and the values of the query in it.
func address(host string) string { return snapshot.Address(host) }
