package alerts

import (
	"encoding/json"
	"fmt"
	"io"
)

// Deploy is the command that deploys what ARM writes to a file.
const Deploy = `az deployment group create -g RESOURCE_GROUP -f alerts.json -p actionGroup=ACTION_GROUP_ID \
  clusterId="$(az aks show -g CLUSTER_GROUP -n CLUSTER --query id -o tsv)" \
  nodeResourceGroup="$(az aks show -g CLUSTER_GROUP -n CLUSTER --query nodeResourceGroup -o tsv)" \
  monitorWorkspaceId="" containerInsights=false`

// template is an ARM template.
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
type template struct {
	Schema         string               `json:"$schema"`
	ContentVersion string               `json:"contentVersion"`
	Parameters     map[string]parameter `json:"parameters"`
	Variables      map[string]string    `json:"variables"`
	Resources      []resource           `json:"resources"`
}

type parameter struct {
	Type     string            `json:"type"`
	Default  any               `json:"defaultValue,omitempty"`
	Metadata map[string]string `json:"metadata"`
}

type resource struct {
	Type       string `json:"type"`
	APIVersion string `json:"apiVersion"`
	Name       string `json:"name"`
	Location   string `json:"location"`
	Kind       string `json:"kind,omitempty"`
	// Condition is an expression that says whether to deploy it.
	Condition  string `json:"condition,omitempty"`
	Properties fields `json:"properties"`
}

// fields are properties of a resource.
type fields map[string]any

// ARM writes rules as a template for Azure Monitor. Two alerts of it need nothing in the
// cluster; those that read a managed Prometheus or Container Insights are deployed where its
// parameters say that there is one.
func ARM(w io.Writer, rules []Rule) error {
	t := template{
		Schema:         "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
		ContentVersion: "1.0.0.0",
		Parameters: map[string]parameter{
			"clusterId":          describe("string", nil, "Resource ID of the AKS cluster"),
			"nodeResourceGroup":  describe("string", nil, "Name of the node resource group of the cluster, such as MC_group_cluster_region"),
			"actionGroup":        describe("string", nil, "Resource ID of the action group to call"),
			"location":           describe("string", "[resourceGroup().location]", "Region of the cluster"),
			"monitorWorkspaceId": describe("string", "", "Resource ID of the Azure Monitor workspace of managed Prometheus; empty leaves its rules out"),
			"containerInsights":  describe("bool", false, "Whether Container Insights collects events and inventory of the cluster; false leaves its rules out"),
		},
		Variables: map[string]string{"cluster": "[last(split(parameters('clusterId'), '/'))]"},
		Resources: []resource{platformMetric(), failedOperation(), ruleGroupResource(rules)},
	}
	for _, r := range rules {
		if r.Query != "" {
			t.Resources = append(t.Resources, logAlert(r))
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // expressions have < and >
	if err := e.Encode(t); err != nil {
		return fmt.Errorf("writing the rules: %w", err)
	}
	return nil
}

// describe returns a parameter.
func describe(kind string, value any, text string) parameter {
	return parameter{Type: kind, Default: value, Metadata: map[string]string{"description": text}}
}

// named returns an expression for a name that has the cluster's in it.
func named(name string) string { return "[concat('" + name + "-', variables('cluster'))]" }
