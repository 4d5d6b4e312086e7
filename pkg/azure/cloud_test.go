package azure

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheCloudOfACluster(t *testing.T) {
	own := map[string]map[string]string{
		"Stack": {"endpoint_resource_manager": "https://management.local.azurestack.external/", "endpoint_active_directory": "https://login.local/", "endpoint_active_directory_resource_id": "https://management.stack/x"},
		"Logs":  {"endpoint_resource_manager": "https://management.local", "endpoint_log_analytics_resource_id": "http://logs.local"},
		"Plain": {"endpoint_resource_manager": "http://management.local"},
		"Empty": {},
	}
	for name, c := range map[string]struct {
		active, server, region, cloud, endpoint, err string
	}{
		"nothing shows it":          {cloud: "AzureCloud", endpoint: "https://management.azure.com"},
		"public host":               {server: "https://shop-1.hcp.uksouth.azmk8s.io:443", region: "chinaeast2", cloud: "AzureCloud", endpoint: "https://management.azure.com"},
		"Government host":           {server: "https://a.cx.aks.containerservice.azure.us", cloud: "AzureUSGovernment", endpoint: "https://management.usgovcloudapi.net"},
		"China host":                {server: "https://a.cx.prod.service.azk8s.cn:443", cloud: "AzureChinaCloud", endpoint: "https://management.chinacloudapi.cn"},
		"region":                    {server: "https://10.0.0.1", region: "usgovvirginia", cloud: "AzureUSGovernment", endpoint: "https://management.usgovcloudapi.net"},
		"a host that looks like it": {server: "https://azmk8s.io.example.com", region: "chinanorth3", cloud: "AzureChinaCloud", endpoint: "https://management.chinacloudapi.cn"},
		"az alone":                  {active: "AzureChinaCloud", cloud: "AzureChinaCloud", endpoint: "https://management.chinacloudapi.cn"},
		"az agrees":                 {active: "azurecloud", server: "https://a.azmk8s.io", cloud: "AzureCloud", endpoint: "https://management.azure.com"},
		"az disagrees":              {active: "AzureCloud", region: "usdodcentral", err: `az cloud set --name AzureUSGovernment`},
		"a registered one":          {active: "Stack", server: "https://a.azmk8s.io", cloud: "Stack", endpoint: "https://management.local.azurestack.external"},
		"its logs without TLS":      {active: "Logs", err: "the Log Analytics of the cloud \"Logs\" is no address"},
		"registered without TLS":    {active: "Plain", err: "no address that begins with https://"},
		"registered without any":    {active: "Empty", err: "no endpoint_resource_manager"},
		"not registered":            {active: "Other", err: "no endpoint_resource_manager"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := chooseCloud(azSettings{active: c.active, own: own}, c.server, c.region)
			switch {
			case c.err != "":
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("the error is %v", err)
				}
			case err != nil || got.Name != c.cloud || got.Endpoint != c.endpoint || got.Own != (c.active == "Stack"):
				t.Errorf("it is %+v, %v", got, err)
			}
		})
	}
}

func TestSettingsOfAz(t *testing.T) {
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".azure"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"config":        "\ufeff[core]\r\nname = no\r\n# name = no\r\n[cloud]\r\nName=Stack\r\n",
		"clouds.config": "[Stack]\nendpoint_resource_manager = https://stack.example/a=b\n\n[AzureCloud]\nsubscription = x\n",
	} {
		if err := os.WriteFile(filepath.Join(home, ".azure", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	s := readAz(env(map[string]string{"HOME": home}))
	if s.active != "Stack" || s.own["Stack"]["endpoint_resource_manager"] != "https://stack.example/a=b" {
		t.Errorf("the settings are %+v", s)
	}
	if s = readAz(env(map[string]string{"HOME": home, "AZURE_CLOUD_NAME": "AzureCloud"})); s.active != "AzureCloud" {
		t.Errorf("the environment is not first: %+v", s)
	}
	if s = readAz(env(map[string]string{"HOME": home, "AZURE_CONFIG_DIR": t.TempDir()})); s.active != "" {
		t.Errorf("the settings of another folder: %+v", s)
	}
}

// A serial log is only read at the storage of the cloud.
func TestTheHostsOfStorage(t *testing.T) {
	own := Cloud{Own: true, Storage: "127.0.0.1:8443"}
	for _, c := range []struct {
		cloud   Cloud
		address string
		want    bool
	}{
		{builtIn[0].Cloud, "https://boot1.blob.core.windows.net/c/log?sig=x", true},
		{builtIn[0].Cloud, "https://boot1.z12.blob.storage.azure.net/c/log", true},
		{builtIn[0].Cloud, "https://BOOT1.BLOB.core.windows.net/c/log", true},
		{builtIn[0].Cloud, "http://boot1.blob.core.windows.net/c/log", false},
		{builtIn[0].Cloud, "https://boot1.blob.core.windows.net:8443/c/log", false},
		{builtIn[0].Cloud, "https://me@boot1.blob.core.windows.net/c/log", false},
		{builtIn[0].Cloud, "https://.blob.core.windows.net/c/log", false},
		{builtIn[0].Cloud, "https://blob.core.windows.net/c/log", false},
		{builtIn[0].Cloud, "https://boot1.blob.core.windows.net.example.com/c/log", false},
		{builtIn[0].Cloud, "https://boot1.file.core.windows.net/c/log", false},
		{builtIn[0].Cloud, "https://boot1.blob.core.chinacloudapi.cn/c/log", false},
		{builtIn[1].Cloud, "https://boot1.blob.core.usgovcloudapi.net/c/log", true},
		{builtIn[1].Cloud, "https://boot1.z12.blob.storage.azure.net/c/log", false},
		{builtIn[2].Cloud, "https://boot1.blob.core.chinacloudapi.cn/c/log", true},
		{own, "https://127.0.0.1:8443/c/log", true},
		{own, "https://127.0.0.1:8444/c/log", false},
		{Cloud{Own: true}, "https://x.blob./c/log", false},
		{Cloud{Own: true}, "https:///c/log", false},
	} {
		u, err := url.Parse(c.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.cloud.stores(u); got != c.want {
			t.Errorf("%s in %s: %t", c.address, c.cloud.Name, got)
		}
	}
}
