// The Prometheus operator, whose definitions of its kinds a test gives to a real API server. A
// module of its own, so that the plugin requires nothing of it.
module github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/operator

go 1.26.0

require github.com/prometheus-operator/prometheus-operator v0.85.0
