package alerts

import (
	"strings"
	"time"
)

// Severity is how urgent an alert is.
type Severity string

// The severities, in the words that the rules of kubernetes-mixin use, so that the routes of an
// Alertmanager know them.
const (
	// Warning is for a ticket: somebody looks at it during the day.
	Warning Severity = "warning"
	// Critical is for a page: AKS does nothing more, or many nodes are concerned.
	Critical Severity = "critical"
)

// Rule is one alert, whatever it is written for. In Summary and Next, {node} stands for the
// node, and in Summary {value} for the value that raised the alert and {percent} for the same
// as a percentage.
type Rule struct {
	// Name is how alerts are named in Prometheus: AKSNodeNotReady.
	Name string
	// Summary is what happened, in one line.
	Summary string
	// Meaning is what that means and what AKS does now, in sentences.
	Meaning string
	// Next is the command to run now.
	Next string
	// Severity is how urgent it is.
	Severity Severity
	// For is how long the expression must hold.
	For time.Duration
	// Expr is the expression for Prometheus; empty where no metric shows it.
	Expr string
	// Query finds the same in the tables of Container Insights, a row for each node or cluster,
	// in the rows of the last Window; empty where no table shows it.
	Query  string
	Window time.Duration
	// NoMetric is why Expr is empty, in one sentence.
	NoMetric string
}

// values are the placeholders and what a template of Prometheus has in their place.
var values = strings.NewReplacer(
	"{node}", "{{ $labels.node }}",
	"{value}", "{{ $value }}",
	"{percent}", "{{ $value | humanizePercentage }}",
)

// advice is the meaning of a rule with its command.
func (r *Rule) advice() string { return r.Meaning + " Run: " + r.Next }

// Runbook is the page of Microsoft that every rule names.
const Runbook = "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/availability-performance/node-not-ready-basic-troubleshooting"
