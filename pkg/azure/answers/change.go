package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// changes are what is done to resources, by the last word of the operation's name.
var changes = map[string]string{"write": "Write", "delete": "Delete"}

// change adds the fact of a change above VMs. Where no ID names the resource, the name of the operation
// has at least its type.
func (r *reading) change(op *operation, actor string) {
	if op.change == "" {
		return
	}
	kind, name := typeAndName(op.id)
	if kind == "" {
		kind = op.name[:strings.LastIndexByte(op.name, '/')]
	}
	f := snapshot.Fact{Source: sourceLog, Type: op.change, Status: op.status, Actor: actor, Reason: scrub.Text(kind), Message: scrub.Text(name), CorrelationID: op.correlation, Time: op.first}
	if op.ended() {
		f.Until = op.last
	}
	r.changes = append(r.changes, f)
}

// OfCluster says whether a change can concern a cluster also where its group has other things, by the type of what was
// changed.
func OfCluster(kind string) bool {
	return snapshot.TypeBegins(kind, "microsoft.network/", "microsoft.authorization/", "microsoft.managedidentity/", "microsoft.containerservice/")
}

// changed returns the changes of what nodes depend on.
func (a *Answer) changed() []snapshot.Fact {
	var facts []snapshot.Fact
	for _, f := range a.Changes {
		if OfCluster(f.Reason) || snapshot.TypeBegins(f.Reason, "microsoft.compute/virtualmachinescalesets") {
			f.Source = snapshot.ChangeSource
			facts = append(facts, f)
		}
	}
	return facts
}

// typeAndName returns the type of a resource, as its ID writes it, and its name with those above it
// in the group: "Microsoft.Network/networkSecurityGroups/securityRules", "nsg/deny-all". The ID of
// what extends another resource, as a lock does, has several providers: the last one counts.
func typeAndName(id string) (kind, name string) {
	at := strings.LastIndex(strings.ToLower(id), "/providers/")
	if at < 0 {
		return "", ""
	}
	parts := strings.Split(strings.Trim(id[at+len("/providers/"):], "/"), "/")
	kinds, names := parts[:1], []string{}
	for i := 1; i < len(parts); i++ {
		if i%2 == 1 {
			kinds = append(kinds, parts[i])
		} else {
			names = append(names, parts[i])
		}
	}
	return strings.Join(kinds, "/"), strings.Join(names, "/")
}
