package answers

import (
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxOperations is how many operations of a log are kept. A page has 200 entries, and az asks for 50.
const maxOperations = 50_000

// actions are what is done to VMs, by the last word but "action" of the operation's name.
var actions = map[string]string{
	"restart": "Restart", "reimage": "Reimage", "reimageall": "Reimage", "redeploy": "Redeploy", "deallocate": "Deallocate",
	"poweroff": "PowerOff", "start": "Start", "delete": "Delete",
}

// entry reads an entry of the activity log.
func (r *reading) entry(o object) {
	name := strings.ToLower(o.text("operationname"))
	switch {
	case o.text("category") == "ResourceHealth", strings.HasPrefix(name, "microsoft.resourcehealth/"):
		r.count++
		r.healthEntry(o)
		return
	case o.text("category") == "Policy", strings.HasPrefix(name, "microsoft.authorization/policies/"):
		r.policy(o, name)
	}
	service, rest, _ := strings.Cut(name, "/")
	id := targetOf(o)
	target := parseID(id)
	verb := strings.Split(strings.TrimSuffix(rest, "/action"), "/")
	action := actions[verb[len(verb)-1]]
	if service != "microsoft.compute" || !strings.HasPrefix(rest, "virtualmachine") || len(verb) < 2 {
		action = ""
	}
	change := ""
	if action == "" && target.vm == "" {
		change = changes[verb[len(verb)-1]]
	}
	r.operation(o, operation{action: action, change: change, name: name, id: id, target: target})
}

// targetOf returns the ID of what an entry is about: its resource, or else the scope that was asked for.
func targetOf(o object) string {
	for _, id := range []string{o.text("resourceid"), o.text("resourceuri"), o.child("authorization").text("scope"), o.child("properties").text("entity")} {
		if id != "" {
			return id
		}
	}
	return ""
}

// policy adds the text of a request that a policy refused. Audits refuse nothing.
func (r *reading) policy(o object, name string) {
	if !strings.Contains(name, "/deny/") && !strings.EqualFold(o.text("status"), "Failed") {
		return
	}
	if text := statusMessage(o); text != "" {
		r.failed(text)
		return
	}
	r.failed("RequestDisallowedByPolicy: a policy denied " + o.child("properties").text("message"))
}

// statusMessage returns the error of an entry: JSON in a string, an object, or any text.
func statusMessage(o object) string {
	properties := o.child("properties")
	if text := properties.text("statusmessage"); text != "" {
		return text
	}
	if m := properties.child("statusmessage"); m != nil {
		if e := m.child("error"); e != nil {
			return errorText(e)
		}
		return errorText(m)
	}
	return ""
}

// entryTime returns when an entry was written, or when it reached the log.
func entryTime(o object) time.Time {
	if at := o.time("eventtimestamp"); !at.IsZero() {
		return at
	}
	return o.time("submissiontimestamp")
}

// logFact makes the fact of an operation on a node.
func (op *operation) logFact(node, actor string) snapshot.Fact {
	f := snapshot.Fact{Node: node, Source: sourceLog, Type: op.action, Status: op.status, Actor: actor, CorrelationID: op.correlation, Time: op.first}
	if op.ended() {
		f.Until = op.last
	}
	if op.status == "Failed" {
		f.Message = op.message
		f.Reason = innerCode(op.message)
	}
	return f
}
