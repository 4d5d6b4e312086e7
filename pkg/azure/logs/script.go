package logs

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// folder is where the commands of a script write what they are answered.
const folder = "autorepair-history"

// clusterVariable is the variable of the shell that has the ID of the cluster.
const clusterVariable = "CLUSTER_ID"

// Script is the queries as commands for a shell with the Azure CLI.
type Script struct {
	// Host is the address of Log Analytics, Audience what a token for it is for.
	Host, Audience string
	// Scope is the cluster and the workspace. Without a workspace the cluster may be left for the reader to fill in.
	Scope Scope
	// Since and Until are the window, LogSince is from when on the activity log is there.
	Since, Until, LogSince time.Time
}

// plain is a text that a shell takes as it is.
var plain = lazy.Pattern(`^[A-Za-z0-9_./:=@%+-]+$`)

// quote returns a text as one word of a shell.
func quote(text string) string {
	if plain().MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// String is the script. The queries stand in it as people read them too, where a shell passes over them: a comment with a
// pipe in it is none for a zsh that somebody types at.
func (s Script) String() string {
	var b strings.Builder
	b.WriteString("# Ask Azure with az what it keeps of the nodes of one cluster. The commands only read; the last one reads what they write.\n")
	id := "$(az aks show --resource-group GROUP --name CLUSTER --query id --output tsv)"
	if s.Scope.Cluster == "" {
		b.WriteString("# Set the names of the cluster first.\n")
	} else {
		id = quote(s.Scope.Cluster)
	}
	fmt.Fprintf(&b, "%s=%s\nmkdir -p %s\n", clusterVariable, id, folder)
	q := New(s.Scope)
	for _, one := range []Query{q.Collection, q.Events, q.Inventory} {
		fmt.Fprintf(&b, "\n: <<'KQL'\n// %s\n%s\nKQL\n%s\n", one.Subject, one.Text, s.rest(one))
	}
	fmt.Fprintf(&b, "\n"+`az monitor activity-log list --resource-group "$(az resource show --ids "${%s:?}" --query properties.nodeResourceGroup --output tsv)" --start-time %s --end-time %s --max-events 5000 --output json > %s/log.json`+"\n",
		clusterVariable, stamp(s.LogSince), stamp(s.Until), folder)
	b.WriteString("\nkubectl autorepair history")
	for _, name := range []string{q.Collection.Name, q.Events.Name, q.Inventory.Name, "log"} {
		fmt.Fprintf(&b, " -f %s/%s.json", folder, name)
	}
	b.WriteByte('\n')
	return b.String()
}

// rest is the command that sends a query. The body is one word of the shell.
func (s Script) rest(q Query) string {
	path := `/v1${` + clusterVariable + `:?}/query`
	if s.Scope.Workspace != "" {
		path = "/v1" + s.Scope.Path()
	}
	body, err := json.Marshal(map[string]string{"query": q.Text, "timespan": Timespan(s.Since, s.Until)})
	if err != nil {
		panic(err) // texts are JSON
	}
	return fmt.Sprintf(`az rest --method post --url "%s%s" --resource %s --headers Content-Type=application/json Prefer=include-permissions=true --body %s > %s/%s.json`,
		s.Host, path, quote(s.Audience), quote(string(body)), folder, q.Name)
}

// stamp is a time as az reads it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
