// Package alerts has the monitoring rules about nodes that are down and that AKS does not bring
// back, once, and writes them in the forms that monitoring systems read.
//
//	rule.go         what a rule is
//	table.go        the rules
//	promql.go       their expressions for Prometheus
//	prometheus.go   rules → a file of rules, and a PrometheusRule of the Prometheus operator
//	kql.go          the queries of the rules for Log Analytics
//	arm.go          rules → an ARM template for Azure Monitor, of the resources in resources.go
//	request.go      what a user asks for → one of these forms
//
// It opens no connection and reads no clock: what it writes depends on its table alone.
package alerts
