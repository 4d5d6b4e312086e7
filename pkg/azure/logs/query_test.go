package logs_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/logs"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/kusto"
)

const (
	clusterID = "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop"
	workspace = "11111111-2222-3333-4444-555555555555"
)

// all are the queries about the logs of a cluster, and about those in a workspace.
func all() []logs.Query {
	var queries []logs.Query
	for _, s := range []logs.Scope{{Cluster: clusterID}, {Cluster: clusterID, Workspace: workspace}} {
		q := logs.New(s)
		queries = append(queries, q.Collection, q.Events, q.Inventory)
	}
	return queries
}

// columns are those that pkg/kubeevents reads, by the name of the query.
var columns = map[string]map[string]string{
	"collection": {"Source": "string", "Rows": "long", "Normal": "long", "First": "datetime", "Last": "datetime"},
	"events": {
		"TimeGenerated": "datetime", "ObjectKind": "string", "Name": "string", "Namespace": "string", "Reason": "string", "Message": "string",
		"KubeEventType": "string", "SourceComponent": "string", "Count": "real", "FirstSeen": "datetime", "LastSeen": "datetime",
	},
	"inventory": {"Node": "string", "Pool": "string", "Ready": "bool", "From": "datetime", "LastSample": "datetime", "Samples": "long", "CreationTimeStamp": "datetime"},
}

func TestTheQueriesAreValidAndHaveTheColumnsThatAreRead(t *testing.T) {
	var texts []string
	for _, q := range all() {
		texts = append(texts, q.Text)
	}
	for i, a := range kusto.Analyse(t, texts) {
		if q := all()[i]; len(a.Faults) > 0 || !maps.Equal(a.Columns, columns[q.Name]) {
			t.Errorf("%s: faults %q, columns %v, want %v\n%s", q.Name, a.Faults, a.Columns, columns[q.Name], q.Text)
		}
	}
}

// A query with one name misspelt is noticed: the check knows the tables.
func TestAMisspeltQueryIsNoticed(t *testing.T) {
	word := regexp.MustCompile(`\b(Kube(?:Events|NodeInventory|EventType)|ClusterId|ObjectKind|Reason|Message|Computer|Status|Labels|LastTransitionTimeReady|CreationTimeStamp|countif|arg_max|take_any|coalesce|split|set_has_element|summarize|Times|LastSample|Pool)\b`)
	var texts, what []string
	for _, q := range all()[3:] {
		for _, place := range word.FindAllStringIndex(q.Text, -1) {
			if strings.HasPrefix(q.Text[place[1]:], " =") && !strings.HasPrefix(q.Text[place[1]:], " ==") && !strings.HasPrefix(q.Text[place[1]:], " =~") || q.Text[place[0]-min(1, place[0])] == '"' {
				continue // where it gets its value, and in a text
			}
			texts = append(texts, q.Text[:place[1]]+"x"+q.Text[place[1]:])
			what = append(what, q.Name+": "+q.Text[place[0]:place[1]])
		}
	}
	for i, a := range kusto.Analyse(t, texts) {
		if len(a.Faults) == 0 {
			t.Errorf("nobody notices that it is misspelt: %s\n%s", what[i], texts[i])
		}
	}
	if len(texts) < 30 {
		t.Errorf("only %d words were misspelt", len(texts))
	}
}

// A cluster's logs are asked for by the address alone; in a workspace the ID is a literal.
func TestWhatIsInAQueryOfTheUser(t *testing.T) {
	for _, q := range all()[:3] {
		if strings.Contains(q.Text, "shop") || strings.Contains(q.Text, "where ClusterId") {
			t.Errorf("%s has the cluster in it:\n%s", q.Name, q.Text)
		}
	}
	for _, q := range all()[3:] {
		if strings.Count(q.Text, "| where ClusterId =~ "+logs.Literal(clusterID)) != strings.Count(q.Text, "Kube")-strings.Count(q.Text, `"Kube`)-strings.Count(q.Text, "KubeEventType") {
			t.Errorf("%s does not ask for the one cluster of each table:\n%s", q.Name, q.Text)
		}
	}
}
