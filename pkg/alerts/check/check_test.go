package check_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts/check"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// answers are what a cluster answers to each read, by group, resource, namespace and name. What
// is not in it is not there; "forbidden" is refused.
type answers map[string]string

// errRefused is what a server says to a read that is not allowed.
var errRefused = errors.New("403 Forbidden")

// JSON answers a read.
func (a answers) JSON(_ context.Context, r cluster.Read) ([]byte, bool, error) {
	text, there := a[strings.Join([]string{r.Group, r.Resource, r.Namespace, r.Name}, " ")]
	if text == "forbidden" {
		return nil, false, errRefused
	}
	return []byte(text), there, nil
}

// The reads of the check.
const (
	state     = "apps deployments  "
	addons    = "apps deployments kube-system "
	group     = "monitoring.coreos.com   "
	operator  = "monitoring.coreos.com prometheuses  "
	logs      = " configmaps kube-system container-azm-ms-agentconfig"
	collected = " configmaps kube-system ama-metrics-settings-configmap"
)

// Answers of a cluster that has everything.
const (
	stateRuns  = `{"items": [{"metadata": {"namespace": "monitoring", "name": "ksm"}, "status": {"readyReplicas": 1}}]}`
	addonsRun  = `{"items": [{"metadata": {"namespace": "kube-system", "name": "ama-metrics"}, "status": {"readyReplicas": 2}}, {"metadata": {"namespace": "kube-system", "name": "ama-metrics-ksm"}, "status": {"readyReplicas": 1}}, {"metadata": {"namespace": "kube-system", "name": "ama-logs-rs"}, "status": {"readyReplicas": 1}}]}`
	kinds      = `{"resources": [{"name": "podmonitors"}, {"name": "prometheusrules"}]}`
	selects    = `{"items": [{"metadata": {"namespace": "monitoring", "name": "k8s"}, "spec": {"ruleNamespaceSelector": {}, "ruleSelector": {"matchLabels": {"release": "prom"}}}}]}`
	collectAll = `{"data": {"log-data-collection-settings": "[log_collection_settings]\n  [log_collection_settings.stdout]\n    enabled = false\n  [log_collection_settings.collect_all_kube_events]\n    # all of them\n    enabled = true\n"}}`
	stateOn    = `{"data": {"default-scrape-settings-enabled": "kubestate = true\nkubelet = false"}}`
)

// whole is such a cluster, with changes.
func whole(changes answers) answers {
	all := answers{state: stateRuns, addons: addonsRun, group: kinds, operator: selects, logs: collectAll, collected: stateOn}
	for read, answer := range changes {
		if answer == "" {
			delete(all, read)
		} else {
			all[read] = answer
		}
	}
	return all
}

// prometheus is the answer with one Prometheus.
func prometheus(spec string) string {
	return `{"items": [{"metadata": {"namespace": "monitoring", "name": "k8s"}, "spec": ` + spec + `}]}`
}

// verdicts are those of a cluster with everything.
var verdicts = map[string]check.Verdict{
	"prometheus": check.Works, "prometheusrule": check.Works, "arm, rules of managed Prometheus": check.Works,
	"arm, log alerts": check.Works, "arm, metric and activity log": check.Works,
}

func TestTheCheckSaysWhatIsThereAndWhatIsMissing(t *testing.T) {
	const (
		own, rule, managed, log = "prometheus", "prometheusrule", "arm, rules of managed Prometheus", "arm, log alerts"
	)
	for what, test := range map[string]struct {
		cluster answers
		differs map[string]check.Verdict
		says    string
		not     string
	}{
		"everything":                   {whole(nil), nil, "kubectl autorepair alerts -o prometheusrule -n monitoring --label release=prom | kubectl --context=x apply -f -", "Normal are dropped"},
		"no kube-state-metrics":        {whole(answers{state: ""}), map[string]check.Verdict{own: check.Missing, rule: check.Missing}, "takes its rules from Azure", "apply -f -"},
		"nothing at all":               {answers{}, map[string]check.Verdict{own: check.Missing, rule: check.Missing, managed: check.Missing, log: check.Missing}, "install kube-state-metrics", "Not seen"},
		"only Azure's":                 {whole(answers{state: `{"items": [{"metadata": {"namespace": "kube-system", "name": "ama-metrics-ksm"}, "status": {"readyReplicas": 1}}]}`}), map[string]check.Verdict{own: check.Missing, rule: check.Missing}, "takes its rules from Azure", ""},
		"one that is not ready":        {whole(answers{state: strings.Replace(stateRuns, "1", "0", 1)}), map[string]check.Verdict{own: check.Missing, rule: check.Missing}, "", ""},
		"no operator":                  {whole(answers{group: "", operator: ""}), map[string]check.Verdict{rule: check.Missing}, "no kind PrometheusRule", ""},
		"no operator, nor a right":     {whole(answers{group: "", operator: "forbidden"}), map[string]check.Verdict{rule: check.Missing}, "no kind PrometheusRule", "Not seen"},
		"an operator without a server": {whole(answers{operator: `{"items": []}`}), map[string]check.Verdict{rule: check.Missing}, "runs no Prometheus", ""},
		"no selector":                  {whole(answers{operator: prometheus(`{}`)}), map[string]check.Verdict{rule: check.Missing}, "ruleSelector is not set", "apply -f -"},
		"a selector of everything":     {whole(answers{operator: prometheus(`{"ruleSelector": {}}`)}), nil, "-o prometheusrule -n monitoring | kubectl", ""},
		"expressions": {whole(answers{operator: prometheus(`{"ruleSelector": {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "c"]}, {"key": "d", "operator": "Exists"}, {"key": "e", "operator": "DoesNotExist"}]}}`)}),
			nil, "-n monitoring --label a=b --label d=true | kubectl", ""},
		"certain namespaces":     {whole(answers{operator: prometheus(`{"ruleSelector": {}, "ruleNamespaceSelector": {"matchLabels": {"a": "b"}}}`)}), nil, "ruleNamespaceSelector", ""},
		"a hostile selector":     {whole(answers{operator: prometheus(`{"ruleSelector": {"matchLabels": {"a": "$(rm -r .)"}}}`)}), map[string]check.Verdict{rule: check.Missing}, "selectors are not valid", "rm -r"},
		"selectors not seen":     {whole(answers{operator: "forbidden"}), map[string]check.Verdict{rule: check.Open}, "kubectl get prometheus -A", ""},
		"add-ons not seen":       {whole(answers{addons: "forbidden"}), map[string]check.Verdict{managed: check.Open, log: check.Open}, "the add-ons of Azure Monitor: 403", ""},
		"no metrics of nodes":    {whole(answers{collected: strings.Replace(stateOn, "true", "false", 1)}), map[string]check.Verdict{managed: check.Missing}, "kubestate = false", ""},
		"no settings":            {whole(answers{collected: "", logs: ""}), nil, "Normal are dropped", ""},
		"Normal events dropped":  {whole(answers{logs: strings.Replace(collectAll, "enabled = true", "enabled = false # = true", 1)}), nil, "Normal are dropped", ""},
		"log settings not seen":  {whole(answers{logs: "forbidden"}), map[string]check.Verdict{log: check.Open}, "the settings of Container Insights: 403", "Normal are dropped"},
		"an answer of something": {whole(answers{state: "<html>"}), map[string]check.Verdict{own: check.Open, rule: check.Open}, "kube-state-metrics: reading deployments", ""},
	} {
		t.Run(what, func(t *testing.T) {
			evidence, err := check.Read(t.Context(), test.cluster)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range check.Forms(evidence) {
				name, _, _ := strings.Cut(f.Name, " for ")
				want, differs := test.differs[name]
				if !differs {
					want = verdicts[name]
				}
				if f.Verdict != want {
					t.Errorf("%s: %s, want %s: %q", f.Name, f.Verdict, want, f.Says)
				}
			}
			var text bytes.Buffer
			err = check.Run(t.Context(), test.cluster, &text, "kubectl --context=x", layout.Style{})
			if unseen := strings.Contains(text.String(), "Not seen"); unseen != errors.Is(err, check.ErrUnseen) || unseen != (err != nil) {
				t.Errorf("something is not seen: %v, and the check ends with %v", unseen, err)
			}
			if !strings.Contains(text.String(), test.says) || test.not != "" && strings.Contains(text.String(), test.not) {
				t.Errorf("it has to say %q and not %q:\n%s", test.says, test.not, text.String())
			}
		})
	}
}

func TestTheCheckEndsWithAnErrorWhereNothingCanBeRead(t *testing.T) {
	none := answers{state: "forbidden", addons: "forbidden", group: "forbidden", operator: "forbidden", logs: "forbidden", collected: "forbidden"}
	if err := check.Run(t.Context(), none, &bytes.Buffer{}, "kubectl", layout.Style{}); !errors.Is(err, errRefused) {
		t.Errorf("the check ends with %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := check.Run(ctx, whole(nil), &bytes.Buffer{}, "kubectl", layout.Style{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after an interrupt the check ends with %v", err)
	}
}
