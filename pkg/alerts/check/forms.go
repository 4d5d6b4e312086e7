package check

import "strings"

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
	// Name is the value of -o, with the kind of rules in it where there are several.
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
	if len(e.Selections) == 0 {
		return append(forms, e.operator(nil))
	}
	for i := range e.Selections {
		forms = append(forms, e.operator(&e.Selections[i]))
	}
	return forms
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
		f.Says = append(f.Says, "kube-state-metrics runs only as a part of Azure's managed Prometheus, whose rules are in Azure.")
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
		f.Says = append(f.Says, "Prometheus "+s.Prometheus+" takes none. "+s.Why)
	default:
		f.Says = append(f.Says, strings.TrimSpace("Prometheus "+s.Prometheus+" takes such rules. "+s.Why))
		f.Command = "kubectl autorepair alerts -o prometheusrule " + s.flags() + " | KUBECTL apply -f -"
	}
	return f.judge(missing, unseen)
}
