package check

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

// Verdict is whether a form can work in a cluster.
type Verdict string

// The verdicts.
const (
	Works   Verdict = "can work here"
	Missing Verdict = "cannot work here"
	Open    Verdict = "not known"
)

// Form is what a cluster has, and lacks, for one form of the rules.
type Form struct {
	// Name is the value of -o, and which rules of that form, or for whom, where there are several.
	Name    string
	Verdict Verdict
	// Says are sentences: what is there, what is missing, what could not be seen.
	Says []string
	// Command prints the rules, or applies them. In it KUBECTL stands for kubectl with the flags
	// that lead to the cluster.
	Command string
}

// Forms judges all forms.
func Forms(e *Evidence) []Form {
	forms := []Form{e.prometheus()}
	for i := range e.Selections {
		forms = append(forms, e.operator(&e.Selections[i]))
	}
	if len(e.Selections) == 0 {
		forms = append(forms, e.operator(nil))
	}
	return append(forms, e.managed(), e.logs(), Form{
		Name: formARM + ", metric and activity log", Verdict: Works, Command: armCommand,
		Says: []string{"In every AKS cluster, without an add-on. These two know neither taints nor since when a node is down."},
	})
}

// formARM is the form of the rules for Azure; its parts need different things.
const (
	formARM    = "arm"
	armCommand = "kubectl autorepair alerts -o arm > alerts.json"
)

// managed are the rules for Azure's managed Prometheus.
func (e *Evidence) managed() Form {
	f := Form{Name: formARM + ", rules of managed Prometheus", Command: armCommand}
	if e.Unseen[partAddons] != nil {
		return f.judge(false, true)
	}
	if !e.Metrics {
		f.Says = append(f.Says, "Managed Prometheus does not run: no Deployment "+managedMetrics+" with "+managedState+" is ready in "+azureNamespace+". It comes with: az aks update --enable-azure-monitor-metrics")
		return f.judge(true, false)
	}
	f.Says = append(f.Says, "Managed Prometheus runs. Give monitorWorkspaceId to the deployment.")
	if e.StateOff {
		f.Says = append(f.Says, "The ConfigMap "+cluster.MetricSettings+" has kubestate = false: the metrics that the rules read are not collected.")
	}
	return f.judge(e.StateOff, e.Unseen[partCollected] != nil)
}

// logs are the rules for the tables of Container Insights.
func (e *Evidence) logs() Form {
	f := Form{Name: formARM + ", log alerts", Command: armCommand}
	if e.Unseen[partAddons] != nil {
		return f.judge(false, true)
	}
	if !e.Logs {
		f.Says = append(f.Says, "Container Insights does not run: no Deployment "+managedLogs+" is ready in "+azureNamespace+". It comes with: az aks enable-addons --addons monitoring")
		return f.judge(true, false)
	}
	f.Says = append(f.Says, "Container Insights runs. Give containerInsights=true to the deployment.",
		"Whether it collects KubeNodeInventory, which its preset Logs and Events leaves out, is not to be seen in the cluster.")
	if !e.AllEvents && e.Unseen[partLogs] == nil {
		f.Says = append(f.Says, "Events of type Normal are dropped, with them the start and end of repairs: set collect_all_kube_events in the ConfigMap "+cluster.LogSettings+".")
	}
	return f.judge(false, e.Unseen[partLogs] != nil)
}

// judge decides: what is missing counts more than what was not seen.
func (f *Form) judge(missing, unseen bool) Form {
	switch {
	case missing:
		f.Verdict, f.Command = Missing, ""
	case unseen:
		f.Verdict = Open
	default:
		f.Verdict = Works
	}
	return *f
}

// state adds whether kube-state-metrics is there.
func (e *Evidence) state(f *Form) (missing, unseen bool) {
	switch {
	case e.Unseen[partState] != nil:
		return false, true
	case len(e.StateMetrics) > 0:
		f.Says = append(f.Says, "kube-state-metrics runs: "+strings.Join(e.StateMetrics, ", ")+".")
		return false, false
	case e.Metrics:
		f.Says = append(f.Says, "kube-state-metrics runs only as a part of Azure's managed Prometheus, which takes its rules from Azure.")
	default:
		f.Says = append(f.Says, "No Deployment with the label "+stateMetricsKey+" is ready: install kube-state-metrics, whose metrics the rules read.")
	}
	return true, false
}

func (e *Evidence) prometheus() Form {
	f := Form{Name: "prometheus", Command: "kubectl autorepair alerts > autorepair.rules.yaml"}
	missing, unseen := e.state(&f)
	if !missing {
		f.Says = append(f.Says, "Whether a Prometheus reads its metrics, and takes a file of rules, is not to be seen in the cluster.")
	}
	return f.judge(missing, unseen)
}

func (e *Evidence) operator(s *Selection) Form {
	f := Form{Name: "prometheusrule"}
	if s != nil {
		f.Name += " for " + s.Prometheus
	}
	missing, unseen := e.state(&f)
	switch {
	case e.Unseen[partRules] != nil:
		unseen = true
	case !e.Rules:
		missing = true
		f.Says = append(f.Says, "The Prometheus operator is not installed: the server has no kind PrometheusRule.")
	case e.Unseen[partOperator] != nil:
		unseen = true
		f.Says = append(f.Says, "The Prometheus operator is installed. Which namespace and labels its Prometheus selects is shown by: kubectl get prometheus -A -o yaml")
	case s == nil:
		missing = true
		f.Says = append(f.Says, "The Prometheus operator is installed, but runs no Prometheus that could take rules.")
	case s.None:
		missing = true
		f.Says = append(f.Says, "This Prometheus takes none. "+s.Why)
	default:
		f.Says = append(f.Says, strings.TrimSpace("This Prometheus takes rules with the labels of the command. "+s.Why))
		f.Command = "kubectl autorepair alerts -o prometheusrule " + s.flags() + " | KUBECTL apply -f -"
	}
	return f.judge(missing, unseen)
}
