package logs

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Cluster is the ID of an AKS cluster in its parts.
type Cluster struct{ Subscription, Group, Name string }

// clusterID is the form of such an ID. Its names are compared without regard to case. A resource group can have
// letters of any alphabet, and does not end in a dot.
// Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
var clusterID = lazy.Pattern(`(?i)^/?subscriptions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/resourceGroups/([\pL\pN._()-]{0,89}[\pL\pN_()-])/providers/Microsoft\.ContainerService/managedClusters/([a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?)/?$`)

// workspaceID is the form of the ID of a workspace: not of the resource, but the number that queries name.
var workspaceID = lazy.Pattern(`(?i)^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// errCluster and errWorkspace say what an ID looks like.
var (
	errCluster   = errors.New(`that is no ID of an AKS cluster: "az aks show -g GROUP -n CLUSTER --query id -o tsv" prints it`)
	errWorkspace = errors.New(`that is no ID of a workspace: "az monitor log-analytics workspace show -g GROUP -n WORKSPACE --query customerId -o tsv" prints it`)
)

// ParseCluster reads the ID of a cluster. The error says how to find it.
func ParseCluster(id string) (Cluster, error) {
	m := clusterID().FindStringSubmatch(strings.TrimSpace(id))
	if m == nil {
		return Cluster{}, errCluster
	}
	return Cluster{m[1], m[2], m[3]}, nil
}

// String is the ID as Azure writes it, empty for no cluster.
func (c Cluster) String() string {
	if c == (Cluster{}) {
		return ""
	}
	return fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/managedClusters/%s", c.Subscription, c.Group, c.Name)
}

// Scope is what a query is about: the logs of a cluster, wherever they are kept, or those that one workspace has of it.
type Scope struct {
	// Cluster is the ID of the cluster.
	Cluster string
	// Workspace is the ID of the workspace, empty for the logs of the cluster.
	Workspace string
}

// Check returns what is wrong with the ID of the workspace.
func (s Scope) Check() error {
	if s.Workspace != "" && !workspaceID().MatchString(s.Workspace) {
		return errWorkspace
	}
	return nil
}

// Path is the address of a query, behind the host and the version of the API.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/azure-resource-queries
func (s Scope) Path() string {
	if s.Workspace != "" {
		return "/workspaces/" + s.Workspace + "/query"
	}
	return (&url.URL{Path: s.Cluster + "/query"}).EscapedPath()
}
