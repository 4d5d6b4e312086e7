package testenv

import (
	"path/filepath"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Kubeconfig writes the administrator's kubeconfig, with the context "admin", into a
// folder of the test and returns its path.
func (c *Cluster) Kubeconfig(t testing.TB) string {
	t.Helper()
	return writeKubeconfig(t, c.config, "admin")
}

// writeKubeconfig writes a kubeconfig whose current context, cluster and user have the
// given name.
func writeKubeconfig(t testing.TB, config *rest.Config, name string) string {
	t.Helper()
	file := clientcmdapi.NewConfig()
	file.Clusters[name] = &clientcmdapi.Cluster{Server: config.Host, CertificateAuthorityData: config.CAData}
	file.AuthInfos[name] = &clientcmdapi.AuthInfo{
		ClientCertificateData: config.CertData,
		ClientKeyData:         config.KeyData,
		Token:                 config.BearerToken,
	}
	file.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	file.CurrentContext = name
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		t.Fatalf("writing the kubeconfig of %s: %v", name, err)
	}
	return path
}
