package answers

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// operation is what the entries of one operation say together: it is started, accepted, and then it
// succeeds or fails. They share an ID, and only one of them may have what the others leave out.
type operation struct {
	// action is what is done to VMs, change what is done to a resource above them; one is set, or none.
	action, change, status, message string
	// name is the operation's, in lower case, id that of the resource.
	name, id string
	// correlation is what its entries share, for support.
	correlation string
	target      resource
	caller      caller
	instances   []string
	first, last time.Time
}

// correlationForm is what such an ID looks like: mostly a GUID.
var correlationForm = lazy.Pattern(`^[\w-]{1,64}$`)

// ranks order the statuses of an operation.
var ranks = map[string]int{"started": 1, "accepted": 2, "succeeded": 3, "failed": 3, "canceled": 3}

// ended says whether the operation has an end.
func (op *operation) ended() bool { return ranks[strings.ToLower(op.status)] == 3 }

// operation adds an entry to the operation that it is of, which is new where none is known.
func (r *reading) operation(o object, of operation) {
	id := o.text("correlationid")
	if id == "" {
		id = o.text("operationid")
	}
	if id == "" {
		id = o.text("eventdataid") + o.text("eventtimestamp")
	}
	key := strings.Join([]string{id, of.name, of.target.scaleSet, strings.ToLower(of.target.vm)}, "\x00")
	if of.change != "" {
		key += "\x00" + strings.ToLower(of.id)
	}
	op := r.byKey[key]
	if op == nil {
		r.count++
		if len(r.operations) == maxOperations {
			r.dropped++
			return
		}
		op = &of
		if form := o.text("correlationid"); correlationForm().MatchString(form) {
			op.correlation = form
		}
		if r.byKey == nil {
			r.byKey = map[string]*operation{}
		}
		r.byKey[key] = op
		r.operations = append(r.operations, op)
	}
	op.add(o)
}

// add adds what an entry says.
func (op *operation) add(o object) {
	at, status := entryTime(o), o.text("status")
	if op.first.IsZero() || !at.IsZero() && at.Before(op.first) {
		op.first = at
	}
	if rank, known := ranks[strings.ToLower(status)], ranks[strings.ToLower(op.status)]; rank > known || rank == known && at.After(op.last) {
		op.status, op.last = status, at
		if text := statusMessage(o); text != "" && strings.EqualFold(status, "Failed") {
			op.message = scrub.Text(text)
		}
	}
	if c := callerOf(o); !op.caller.known() {
		op.caller = c
	}
	for _, id := range requestInstances(o.child("properties")) {
		if !slices.Contains(op.instances, id) {
			op.instances = append(op.instances, id)
		}
	}
}

// requestInstances returns the instances that the body of a request names: it is JSON in a string.
func requestInstances(properties object) []string {
	body := properties.child("requestbody")
	if text := properties.text("requestbody"); text != "" {
		var read struct{ InstanceIDs []any }
		if json.Unmarshal([]byte(text), &read) != nil {
			return nil
		}
		body = object{"instanceids": read.InstanceIDs}
	}
	return body.texts("instanceids")
}

// finishLog makes facts of the operations, the oldest first. An operation on a whole scale set is one
// on the instances that it names, or else on all of them.
func (r *reading) finishLog(known identities) {
	slices.SortStableFunc(r.operations, func(a, b *operation) int { return a.first.Compare(b.first) })
	for _, op := range r.operations {
		actor := known.actor(op.caller)
		node := op.target.node()
		whole := op.target.scaleSet != "" && op.target.vm == ""
		switch {
		case op.action == "":
			r.change(op, actor)
			r.failed(op.message)
		case node != "":
			r.fact(op.logFact(node, actor))
		case whole && len(op.instances) > 0 && !slices.Contains(op.instances, "*"):
			for _, id := range op.instances {
				r.fact(op.logFact(NodeName(op.target.scaleSet, id), actor))
			}
		case whole:
			r.above = append(r.above, Above{Fact: op.logFact("", actor), ScaleSet: op.target.scaleSet})
		default:
			r.fact(op.logFact(Unnamed, actor))
		}
	}
}
