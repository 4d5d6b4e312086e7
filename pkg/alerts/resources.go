package alerts

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// azureSeverity is a severity in Azure, where 0 is the highest and 4 the lowest.
var azureSeverity = map[Severity]int{Critical: 1, Warning: 2}

// actionGroup is the parameter that says whom to call.
const actionGroup = "[parameters('actionGroup')]"

// platformMetric alerts on the metric that AKS has of every cluster. It knows neither taints nor
// since when a node is down: it fires for a node that was down within the last minutes.
// Source: https://learn.microsoft.com/azure/aks/monitor-aks-reference
func platformMetric() resource {
	include := func(name string, values ...string) fields {
		return fields{"name": name, "operator": "Include", "values": values}
	}
	return resource{
		Type: "Microsoft.Insights/metricAlerts", APIVersion: "2018-03-01", Name: named("aks-node-not-ready-metric"), Location: "global",
		Properties: fields{
			"description": "A node is NotReady or Unknown, one that is being removed or was stopped too. Needs no add-on. Run: kubectl autorepair diagnose NODE",
			"severity":    azureSeverity[Warning], "enabled": true, "scopes": []string{"[parameters('clusterId')]"},
			"evaluationFrequency": "PT1M", "windowSize": iso(notReadyTime), "autoMitigate": true,
			"criteria": fields{
				"odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
				"allOf": []fields{{
					"name": "notReady", "criterionType": "StaticThresholdCriterion",
					"metricName": "kube_node_status_condition", "metricNamespace": "Microsoft.ContainerService/managedClusters",
					"operator": "GreaterThan", "threshold": 0, "timeAggregation": "Total",
					"dimensions": []fields{include("status2", "NotReady", "Unknown"), include("node", "*")},
				}},
			},
			"actions": []fields{{"actionGroupId": actionGroup}},
		},
	}
}

// failedOperation alerts on entries of the activity log, which is always on.
// Source: https://learn.microsoft.com/azure/azure-monitor/platform/activity-log
func failedOperation() resource {
	is := func(field, value string) fields { return fields{"field": field, "equals": value} }
	var operations []fields
	for _, action := range []string{"restart", "reimage", "redeploy"} {
		operations = append(operations, is("operationName", "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/"+action+"/action"))
	}
	return resource{
		Type: "Microsoft.Insights/activityLogAlerts", APIVersion: "2020-10-01", Name: named("aks-node-operation-failed"), Location: "global",
		Properties: fields{
			"description": "A restart, reimage or redeploy of a node's VM failed, whoever asked for it. Needs no add-on. Run: kubectl autorepair diagnose",
			"enabled":     true, "scopes": []string{"[concat('/subscriptions/', split(parameters('clusterId'), '/')[2])]"},
			"condition": fields{"allOf": []fields{
				is("category", "Administrative"), is("resourceGroup", "[parameters('nodeResourceGroup')]"),
				{"anyOf": operations}, is("status", "Failed"),
			}},
			"actions": fields{"actionGroups": []fields{{"actionGroupId": actionGroup}}},
		},
	}
}

// ruleGroupResource are the rules for Azure's managed Prometheus.
// Source: https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-rule-groups
func ruleGroupResource(rules []Rule) resource {
	var all []fields
	for _, r := range rules {
		if r.Expr == "" {
			continue
		}
		rule := fields{
			"alert": r.Name, "expression": r.Expr, "severity": azureSeverity[r.Severity], "enabled": true,
			"labels":               map[string]Severity{"severity": r.Severity},
			"annotations":          map[string]string{"summary": values.Replace(r.Summary), "description": values.Replace(r.advice()), "runbook_url": Runbook},
			"resolveConfiguration": fields{"autoResolved": true, "timeToResolve": "PT10M"},
			"actions":              []fields{{"actionGroupId": actionGroup}},
		}
		if r.For > 0 {
			rule["for"] = iso(r.For)
		}
		all = append(all, rule)
	}
	return resource{
		Type: "Microsoft.AlertsManagement/prometheusRuleGroups", APIVersion: "2023-03-01", Name: named(groupName), Location: "[parameters('location')]",
		Condition: "[not(empty(parameters('monitorWorkspaceId')))]",
		Properties: fields{
			"description": "Nodes that are down and that AKS does not bring back", "enabled": true, "interval": "PT1M",
			"clusterName": "[variables('cluster')]", "scopes": []string{"[parameters('monitorWorkspaceId')]", "[parameters('clusterId')]"},
			"rules": all,
		},
	}
}

// logAlert is a rule for the tables of Container Insights.
// Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule
func logAlert(r Rule) resource {
	dimensions := []fields{{"name": "ClusterName", "operator": "Include", "values": []string{"*"}}}
	if strings.Contains(r.Next, "{node}") {
		dimensions = append(dimensions, fields{"name": "Node", "operator": "Include", "values": []string{"*"}})
	}
	return resource{
		Type: "Microsoft.Insights/scheduledQueryRules", APIVersion: "2023-12-01", Name: named(kebab(r.Name)), Location: "[parameters('location')]",
		Kind: "LogAlert", Condition: "[parameters('containerInsights')]",
		Properties: fields{
			"displayName": r.Name, "description": strings.ReplaceAll(r.advice(), "{node}", "NODE"),
			"severity": azureSeverity[r.Severity], "enabled": true, "scopes": []string{"[parameters('clusterId')]"},
			"evaluationFrequency": "PT5M", "windowSize": iso(r.Window), "autoMitigate": true,
			"criteria": fields{"allOf": []fields{{
				"query": r.Query, "timeAggregation": "Count", "operator": "GreaterThan", "threshold": 0,
				"resourceIdColumn": "_ResourceId", "dimensions": dimensions,
				"failingPeriods": fields{"numberOfEvaluationPeriods": 1, "minFailingPeriodsToAlert": 1},
			}}},
			"actions": fields{"actionGroups": []string{actionGroup}},
		},
	}
}

// wordStart matches where a word begins in a name like AKSNodeNotReady.
var wordStart = lazy.Pattern(`([a-zS])([A-Z][a-z])`)

// kebab writes the name of a rule as names are written in Azure: aks-node-not-ready.
func kebab(name string) string { return strings.ToLower(wordStart().ReplaceAllString(name, "$1-$2")) }

// iso writes a time of whole hours or minutes as ISO 8601 does: PT6H, PT65M.
func iso(d time.Duration) string { return fmt.Sprintf("PT%s", strings.ToUpper(duration(d))) }
