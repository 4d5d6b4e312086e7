// Package alerts has the monitoring rules about nodes that are down and that AKS does not bring
// back, once, and writes them in the forms that monitoring systems read.
//
//	rule.go         what a rule is
//	table.go        the rules
//	promql.go       their expressions for Prometheus
//	prometheus.go   rules → a file of rules, and a PrometheusRule of the Prometheus operator
//
// It opens no connection and reads no clock: what it writes depends on its table alone.
package alerts
