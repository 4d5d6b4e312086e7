package check

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// The names by which Azure's add-ons are found in kube-system.
// Source: https://github.com/microsoft/Docker-Provider and https://github.com/Azure/prometheus-collector
const (
	azureNamespace  = "kube-system"
	managedMetrics  = "ama-metrics"
	managedState    = "ama-metrics-ksm"
	managedLogs     = "ama-logs-rs"
	operatorGroup   = "monitoring.coreos.com"
	ruleResource    = "prometheusrules"
	stateMetricsKey = "app.kubernetes.io/name=kube-state-metrics"
)

// Reader reads objects of a cluster; a *cluster.Live is one.
type Reader interface {
	JSON(ctx context.Context, r cluster.Read) (text []byte, there bool, err error)
}

// Evidence is what a cluster shows of how it is monitored.
type Evidence struct {
	// StateMetrics are the deployments of kube-state-metrics, as NAMESPACE/NAME, without Azure's.
	StateMetrics []string
	// Rules says whether the server has the kind PrometheusRule.
	Rules bool
	// Selections say which of these objects each Prometheus of the operator takes.
	Selections []Selection
	// Metrics and Logs say whether Azure's managed Prometheus and Container Insights run.
	Metrics, Logs bool
	// StateOff says whether managed Prometheus was set not to collect the metrics of nodes.
	StateOff bool
	// AllEvents says whether Container Insights was set to keep events of type Normal.
	AllEvents bool
	// Unseen are what could not be read, by what it would have shown.
	Unseen map[Part]error
}

// Part is a part of the evidence.
type Part string

// The parts, in the words of a sentence.
const (
	partState     Part = "kube-state-metrics"
	partRules     Part = "the kind PrometheusRule"
	partOperator  Part = "the rules that each Prometheus takes"
	partAddons    Part = "the add-ons of Azure Monitor"
	partLogs      Part = "the settings of Container Insights"
	partCollected Part = "the settings of managed Prometheus"
)

// Read reads a cluster, all parts side by side. It returns an error, the first one, if no part
// could be read, and that of the context if it ended first.
func Read(ctx context.Context, r Reader) (*Evidence, error) {
	e := &Evidence{Unseen: map[Part]error{}}
	var wg sync.WaitGroup
	var mu sync.Mutex
	parts := []struct {
		part Part
		read func(context.Context, Reader) (func(*Evidence), error)
	}{
		{partState, readState}, {partRules, readRules}, {partOperator, readSelections},
		{partAddons, readAddons}, {partLogs, readLogSettings}, {partCollected, readMetricSettings},
	}
	for _, p := range parts {
		wg.Go(func() {
			add, err := p.read(ctx, r)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				e.Unseen[p.part] = err
				return
			}
			add(e)
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading how the cluster is monitored: %w", err)
	}
	if len(e.Unseen) == len(parts) {
		return nil, e.Unseen[partRules]
	}
	if !e.Rules && e.Unseen[partRules] == nil {
		delete(e.Unseen, partOperator) // there is none
	}
	return e, nil
}

// deployments is the part of a list of Deployments that is read.
type deployments struct {
	Items []struct {
		Metadata struct{ Namespace, Name string }
		Status   struct{ ReadyReplicas int }
	}
}

// ready returns the deployments that have a pod which is ready, as NAMESPACE/NAME.
func (d deployments) ready() []string {
	var names []string
	for _, item := range d.Items {
		if item.Status.ReadyReplicas > 0 {
			names = append(names, item.Metadata.Namespace+"/"+item.Metadata.Name)
		}
	}
	return names
}

// readAs reads objects; where there are none it returns the zero value.
func readAs[T any](ctx context.Context, r Reader, what cluster.Read) (T, error) {
	var value T
	text, there, err := r.JSON(ctx, what)
	if err == nil && there {
		if err = json.Unmarshal(text, &value); err != nil {
			err = fmt.Errorf("reading %s: %w", what.Resource, err)
		}
	}
	return value, err
}

func readState(ctx context.Context, r Reader) (func(*Evidence), error) {
	list, err := readAs[deployments](ctx, r, cluster.Read{Group: "apps", Resource: "deployments", Labels: stateMetricsKey})
	names := slices.DeleteFunc(list.ready(), func(name string) bool { return name == azureNamespace+"/"+managedState })
	return func(e *Evidence) { e.StateMetrics = names }, err
}

func readAddons(ctx context.Context, r Reader) (func(*Evidence), error) {
	list, err := readAs[deployments](ctx, r, cluster.Read{Group: "apps", Resource: "deployments", Namespace: azureNamespace})
	has := func(name string) bool { return slices.Contains(list.ready(), azureNamespace+"/"+name) }
	return func(e *Evidence) { e.Metrics, e.Logs = has(managedMetrics) && has(managedState), has(managedLogs) }, err
}

func readRules(ctx context.Context, r Reader) (func(*Evidence), error) {
	kinds, err := readAs[struct{ Resources []struct{ Name string } }](ctx, r, cluster.Read{Group: operatorGroup})
	there := false
	for _, kind := range kinds.Resources {
		there = there || kind.Name == ruleResource
	}
	return func(e *Evidence) { e.Rules = there }, err
}

// config is the part of a ConfigMap that is read.
type config struct{ Data map[string]string }

// A comment, and the settings that are looked for, in the TOML that both ConfigMaps hold.
// Source: https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-data-collection-configmap
var (
	tomlComment = lazy.Pattern(`(?m)#.*$`)
	allEvents   = lazy.Pattern(`\[\s*log_collection_settings\.collect_all_kube_events\s*\][^\[]*?enabled\s*=\s*true`)
	stateOff    = lazy.Pattern(`(?m)^\s*kubestate\s*=\s*false`)
)

// has reports whether any file of the ConfigMap has a setting.
func (c config) has(setting *regexp.Regexp) bool {
	for _, text := range c.Data {
		if setting.MatchString(tomlComment().ReplaceAllString(strings.ReplaceAll(text, "\r", ""), "")) {
			return true
		}
	}
	return false
}

func readLogSettings(ctx context.Context, r Reader) (func(*Evidence), error) {
	c, err := readAs[config](ctx, r, cluster.Read{Resource: "configmaps", Namespace: azureNamespace, Name: cluster.LogSettings})
	return func(e *Evidence) { e.AllEvents = c.has(allEvents()) }, err
}

func readMetricSettings(ctx context.Context, r Reader) (func(*Evidence), error) {
	c, err := readAs[config](ctx, r, cluster.Read{Resource: "configmaps", Namespace: azureNamespace, Name: cluster.MetricSettings})
	return func(e *Evidence) { e.StateOff = c.has(stateOff()) }, err
}
