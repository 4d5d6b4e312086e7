package azure

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/monitor/query/azlogs"
)

// Cloud is where to ask.
type Cloud struct {
	// Name is what the Azure CLI calls it.
	Name string
	// Own is true for a cloud that the user has registered.
	Own bool
	// Endpoint is the address of Azure Resource Manager, without a slash at its end, and Audience what a
	// token for it is for. Authority is where to sign in.
	Endpoint, Audience, Authority string
	// Logs is the address of Log Analytics, without a slash at its end, and LogsAudience what a token for it is for.
	// Both are empty in a cloud that has none.
	Logs, LogsAudience string
	// Storage is how the hosts of its storage end, in lower case, empty where that is not known.
	Storage string
}

// builtIn are the clouds that there are for everybody, the first being the usual one. A cluster is in the one
// that the host of its API server or the region of its nodes shows.
// Source: https://learn.microsoft.com/azure/aks/outbound-rules-control-egress and "az cloud list", and for Log Analytics
// https://learn.microsoft.com/azure/azure-monitor/logs/api/access-api
var builtIn = []struct {
	Cloud
	hosts, regions []string
}{
	{Cloud{Name: "AzureCloud", Endpoint: "https://management.azure.com", Audience: "https://management.core.windows.net/", Authority: "https://login.microsoftonline.com/", Logs: "https://api.loganalytics.azure.com", LogsAudience: "https://api.loganalytics.io", Storage: "core.windows.net"}, []string{".azmk8s.io"}, nil},
	{
		Cloud{Name: "AzureUSGovernment", Endpoint: "https://management.usgovcloudapi.net", Audience: "https://management.core.usgovcloudapi.net/", Authority: "https://login.microsoftonline.us/", Logs: "https://api.loganalytics.us", LogsAudience: "https://api.loganalytics.us", Storage: "core.usgovcloudapi.net"},
		[]string{".cx.aks.containerservice.azure.us"},
		[]string{"usgov", "usdod"},
	},
	{
		Cloud{Name: "AzureChinaCloud", Endpoint: "https://management.chinacloudapi.cn", Audience: "https://management.core.chinacloudapi.cn/", Authority: "https://login.chinacloudapi.cn/", Logs: "https://api.loganalytics.azure.cn", LogsAudience: "https://api.loganalytics.azure.cn", Storage: "core.chinacloudapi.cn"},
		[]string{".cx.prod.service.azk8s.cn"},
		[]string{"china"},
	},
}

// chooseCloud returns where to ask about a cluster: the cloud that the user has registered and made the
// active one of az, else the one that the host of the API server shows, or the region of a node, else the active one of
// az, else the public one. The error is a sentence: az is set to another of the built-in clouds than the cluster is in.
func chooseCloud(az azSettings, server, region string) (Cloud, error) {
	active, isBuiltIn := Cloud{}, false
	for _, b := range builtIn {
		if strings.EqualFold(b.Name, az.active) {
			active, isBuiltIn = b.Cloud, true
		}
	}
	if az.active != "" && !isBuiltIn {
		return ownCloud(az)
	}
	shown, ok := shownCloud(server, region)
	switch {
	case ok && isBuiltIn && shown.Name != active.Name:
		return Cloud{}, fmt.Errorf("the Azure CLI is set to %s, and the cluster is in %s: set it with \"az cloud set --name %s\" and sign in", active.Name, shown.Name, shown.Name)
	case ok:
		return shown, nil
	case isBuiltIn:
		return active, nil
	default:
		return builtIn[0].Cloud, nil
	}
}

// shownCloud returns the cloud that the cluster itself shows.
func shownCloud(server, region string) (Cloud, bool) {
	host := ""
	if u, err := url.Parse(server); err == nil {
		host = strings.ToLower(u.Hostname())
	}
	for _, b := range builtIn {
		for _, suffix := range b.hosts {
			if strings.HasSuffix(host, suffix) {
				return b.Cloud, true
			}
		}
	}
	for _, b := range builtIn {
		for _, prefix := range b.regions {
			if strings.HasPrefix(strings.ToLower(region), prefix) {
				return b.Cloud, true
			}
		}
	}
	return Cloud{}, false
}

// ownCloud returns the cloud that the user has registered. A token is only sent through TLS.
func ownCloud(az azSettings) (Cloud, error) {
	s := az.own[az.active]
	c := Cloud{
		Name: az.active, Own: true, Endpoint: strings.TrimSuffix(s["endpoint_resource_manager"], "/"),
		Audience:  firstOf(s["endpoint_active_directory_resource_id"], s["endpoint_management"], s["endpoint_resource_manager"]),
		Authority: s["endpoint_active_directory"],
		// az too takes this one for the address.
		Logs: strings.TrimSuffix(s["endpoint_log_analytics_resource_id"], "/"), LogsAudience: s["endpoint_log_analytics_resource_id"],
		Storage: strings.ToLower(s["suffix_storage_endpoint"]),
	}
	switch {
	case c.Endpoint == "":
		return Cloud{}, fmt.Errorf("the Azure CLI is set to the cloud %q, of which its clouds.config has no endpoint_resource_manager", az.active)
	case !secure(c.Endpoint):
		return Cloud{}, fmt.Errorf("the Azure Resource Manager of the cloud %q is no address that begins with https://", az.active)
	case c.Logs != "" && !secure(c.Logs):
		return Cloud{}, fmt.Errorf("the Log Analytics of the cloud %q is no address that begins with https://", az.active)
	}
	return c, nil
}

// secure says whether a text is the address of a host, with TLS.
func secure(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && u.Scheme == "https" && u.User == nil
}

// configuration is the cloud as the SDK takes it.
func (c Cloud) configuration() cloud.Configuration {
	return cloud.Configuration{
		ActiveDirectoryAuthorityHost: c.Authority,
		Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: c.Endpoint, Audience: c.Audience},
			azlogs.ServiceName:    {Endpoint: c.Logs, Audience: c.LogsAudience},
		},
	}
}

// hasLogs returns an error, a sentence, for a cloud of which az does not know Log Analytics.
func (c Cloud) hasLogs() error {
	if c.Logs == "" {
		return fmt.Errorf("the cloud %q of the Azure CLI has no endpoint_log_analytics_resource_id in its clouds.config", c.Name)
	}
	return nil
}
