package answers

import (
	"cmp"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// view adds what an instance view says of a VM.
func (r *reading) view(o object, node string) {
	r.viewed = true
	for _, s := range o.list("statuses") {
		f := snapshot.Fact{Node: node, Source: sourceVM, Message: s.text("message"), Time: s.time("time")}
		kind, rest, _ := strings.Cut(s.text("code"), "/")
		f.Status, f.Reason, _ = strings.Cut(rest, "/")
		f.Status = strings.ToLower(f.Status)
		switch {
		case f.Status == "":
		case strings.EqualFold(kind, "PowerState"):
			f.Type, f.Reason = "PowerState", ""
			r.fact(f)
		case strings.EqualFold(kind, "ProvisioningState"):
			f.Type = "ProvisioningState"
			if f.Status == statusFailed {
				f.Reason = codeOr(f.Reason, f.Message)
			}
			r.fact(f)
		}
	}
	r.agent(o.child("vmagent"), node)
	for _, e := range o.list("extensions") {
		r.extension(e, node, o)
	}
	r.disks(o, node)
	r.maintenance(o.child("maintenanceredeploystatus"), node)
}

// statusFailed is the status of what failed, as instance views write it.
const statusFailed = "failed"

// codeOr returns a code, or that of the error in a text where it is no name: Azure writes a number
// there too.
func codeOr(code, text string) string {
	if code != "" && (code[0] < '0' || code[0] > '9') {
		return code
	}
	return innerCode(text)
}

// agent adds whether the VM agent reports. A VM that does not run has no agent in its view.
func (r *reading) agent(o object, node string) {
	all := o.list("statuses")
	if len(all) == 0 {
		return
	}
	s, status := all[0], "NotReady"
	if strings.EqualFold(s.text("displaystatus"), "Ready") {
		status = "Ready"
	}
	r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "Agent", Status: status, Message: s.text("message"), Time: s.time("time")})
}

// disks adds the disks that failed, or that none did.
func (r *reading) disks(o object, node string) {
	seen := false
	for _, d := range o.list("disks") {
		for _, s := range d.list("statuses") {
			seen = true
			_, status, _ := strings.Cut(strings.ToLower(s.text("code")), "/")
			if strings.HasPrefix(status, statusFailed) {
				r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "Disk", Status: statusFailed, Reason: codeOr("", s.text("message")), Message: s.text("message"), Time: s.time("time")})
				return
			}
		}
	}
	if seen && !r.partial {
		r.fact(snapshot.Fact{Node: node, Source: sourceVM, Type: "Disk", Status: "succeeded"})
	}
}

// maintenance adds that Azure is going to redeploy the VM for planned maintenance.
func (r *reading) maintenance(o object, node string) {
	begin := o.time("maintenancewindowstarttime")
	if begin.IsZero() {
		return
	}
	r.fact(snapshot.Fact{
		Node: node, Source: sourceScheduled, Type: "Redeploy", Status: "Scheduled", Actor: actorPlatform,
		Message: o.text("lastoperationmessage"), Time: begin, Until: o.time("maintenancewindowendtime"),
	})
}

// viewNode returns the name of the node of an instance view: the one that the VM itself reports, that
// of its disk, or the one that the command asked for.
func (r *reading) viewNode(o object) string {
	name := nodeWord(o.text("computername"))
	for _, d := range o.list("disks") {
		name = cmp.Or(name, nodeOfDisk(d.text("name")))
	}
	return cmp.Or(name, r.command.node(), Unnamed)
}
