package answers

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// scheduledTypes are the events that checks know. A VM that is going to be terminated is removed by
// its scale set, which the log shows.
var scheduledTypes = map[string]bool{"Reboot": true, "Redeploy": true, "Freeze": true, "Preempt": true}

// scheduled adds what the metadata service says is going to happen to VMs.
// Source: https://learn.microsoft.com/azure/virtual-machines/linux/scheduled-events
func (r *reading) scheduled(o object) {
	for _, e := range o.list("events") {
		r.count++
		kind := e.text("eventtype")
		if !scheduledTypes[kind] {
			continue
		}
		f := snapshot.Fact{
			Source: sourceScheduled, Type: kind, Status: e.text("eventstatus"), Message: e.text("description"), Time: e.time("notbefore"),
		}
		if strings.EqualFold(e.text("eventsource"), "Platform") {
			f.Actor = actorPlatform
		}
		for _, vm := range e.texts("resources") {
			if f.Node = nodeOfVM(vm); f.Node == "" {
				f.Node = Unnamed
			}
			r.fact(f)
		}
	}
}
