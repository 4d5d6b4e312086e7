package logs

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// MaxEvents is how many events a query returns at most, the newest ones. A row has a few hundred bytes.
	MaxEvents = 30_000
	// MaxSpans is how many spans a query returns at most.
	MaxSpans = 50_000
)

// Shorter is what to do where an answer has no room for everything, or no time.
const Shorter = "Ask for a shorter time with --since."

// Query is one question. The time that it is about is not in it: it goes with the request.
type Query struct {
	// Name is what the answer is called, Subject what is missing without it.
	Name, Subject string
	// Table is the one that it reads, empty for both.
	Table history.SourceName
	Text  string
}

// Queries are all questions about a cluster.
type Queries struct {
	// Collection is how much each table has.
	Collection Query
	// Events are those of nodes, Inventory the times in which they were Ready or not.
	Events, Inventory Query
}

// reasons are those of the events that a history is made of.
func reasons() string {
	var all []string
	for _, reason := range append(snapshot.RepairReasons(), "NodeNotReady", "NodeReady", "RemovingNode", "DeletingNode") {
		all = append(all, Literal(reason))
	}
	return strings.Join(all, ", ")
}

// New returns the questions about a scope. In a workspace there can be rows of other clusters.
func New(s Scope) Queries {
	own := ""
	if s.Workspace != "" {
		own = "\n| where ClusterId =~ " + Literal(s.Cluster)
	}
	events, inventory := string(history.KubeEvents)+own, string(history.NodeInventory)+own
	return Queries{
		Collection: Query{Name: "collection", Subject: "what Container Insights collects", Text: collection(events, inventory)},
		Events:     Query{Name: "events", Subject: "the events of nodes in KubeEvents", Table: history.KubeEvents, Text: events + repairs()},
		Inventory:  Query{Name: "inventory", Subject: "the outages in KubeNodeInventory", Table: history.NodeInventory, Text: inventory + outages()},
	}
}

// collection counts the rows of the tables. A table that is not there has no row in the result.
func collection(events, inventory string) string {
	return fmt.Sprintf(`union isfuzzy=true
(%s
| summarize Rows = count(), Normal = countif(KubeEventType == %s), First = min(TimeGenerated), Last = max(TimeGenerated)
| extend Source = %s),
(%s
| summarize Rows = count(), First = min(TimeGenerated), Last = max(TimeGenerated)
| extend Source = %s)
| project Source, Rows, Normal, First, Last`, events, Literal(corev1.EventTypeNormal), Literal(string(history.KubeEvents)), inventory, Literal(string(history.NodeInventory)))
}

// repairs continues a query of KubeEvents: one row for each event of a node. An event that repeats has several rows of one
// TimeGenerated; those of auto-repair have no count.
func repairs() string {
	return fmt.Sprintf(`
| where ObjectKind == "Node" and Reason in (%s)
| extend Times = coalesce(Count, 1.0)
| summarize arg_max(Times, KubeEventType, SourceComponent, FirstSeen, LastSeen) by TimeGenerated, ObjectKind, Name, Namespace, Reason, Message
| project TimeGenerated, ObjectKind, Name, Namespace, Reason, Message, KubeEventType, SourceComponent, Count = Times, FirstSeen, LastSeen
| top %d by TimeGenerated desc`, reasons(), MaxEvents)
}

// outages continues a query of KubeNodeInventory, which has a row for each node and minute: one row for each time in which a
// node was Ready or not. Status lists the conditions that are True. A node that registers again has another time of creation.
func outages() string {
	return fmt.Sprintf(`
| extend Ready = set_has_element(split(replace_string(Status, " ", ""), ","), "Ready")
| summarize LastSample = max(TimeGenerated), Samples = count(), take_any(Labels) by Computer, CreationTimeStamp, LastTransitionTimeReady, Ready
| extend Label = parse_json(Labels)[0]
| extend Pool = coalesce(tostring(Label["kubernetes.azure.com/agentpool"]), tostring(Label["agentpool"]))
| project Node = Computer, Pool, Ready, From = LastTransitionTimeReady, LastSample, Samples, CreationTimeStamp
| top %d by LastSample desc`, MaxSpans)
}

// Timespan is the time of a request, as the service reads it: from the one time to the other.
func Timespan(since, until time.Time) string {
	return since.UTC().Format(time.RFC3339) + "/" + until.UTC().Format(time.RFC3339)
}
