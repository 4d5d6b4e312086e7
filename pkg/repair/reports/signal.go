// Package reports reads what other APIs report of a node. A report that something failed leads to the
// entry of its code, as the message of an event does (signal.go). What the activity log shows of AKS's
// own repairs stands beside the events of them, or in their place where they have expired (events.go), and belongs
// to the attempts that they show (operation.go).
package reports

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Signals returns the reports that have an entry, and those of a source and type that the table does not
// know. A report that it knows and has no entry for is healthy, or it is evidence on a cause alone.
func Signals(facts []*snapshot.Fact, t *knowledge.Table) []diagnosis.Signal {
	var all []diagnosis.Signal
	for _, f := range facts {
		entry, role := Entry(f, t)
		if f.OfSource() || entry == nil && t.KnowsFact(f.Source, f.Type) {
			continue
		}
		all = add(all, signal(f, entry, role))
	}
	return innermost(all)
}

// All returns all reports on a node without a Node object: of those that lead to no entry, that is what is
// known. What AKS tried in this outage is an attempt.
func All(facts []*snapshot.Fact, t *knowledge.Table) []diagnosis.Signal {
	attempts := latest(slices.DeleteFunc(slices.Clone(facts), func(f *snapshot.Fact) bool { return !repairs(f) }))
	all := make([]diagnosis.Signal, 0, len(facts))
	for _, f := range facts {
		if f.OfSource() || slices.Contains(attempts, f) {
			continue
		}
		entry, role := Entry(f, t)
		all = append(all, signal(f, entry, role))
	}
	return innermost(all)
}

// innermost makes a symptom of the failed provisioning of a VM where one of its extensions failed, which
// says what the former wraps.
func innermost(all []diagnosis.Signal) []diagnosis.Signal {
	extension := slices.ContainsFunc(all, func(s diagnosis.Signal) bool {
		return s.Entry != "" && (s.Name == "BootstrapExtension=failed" || s.Name == "Extension=failed")
	})
	for i := range all {
		if extension && all[i].Name == "ProvisioningState=failed" && all[i].Source == vmSource {
			all[i].Role = knowledge.RoleSymptom
		}
	}
	return all
}

// OfNone returns what is reported of no node in particular, with the entries of what failed.
func OfNone(facts []snapshot.Fact, t *knowledge.Table) []diagnosis.Signal {
	var all []diagnosis.Signal
	for i := range facts {
		f := &facts[i]
		if f.Node != "" || f.OfSource() {
			continue
		}
		entry, role := Entry(f, t)
		if entry == nil {
			entry = ByCode(f, t)
		}
		all = append(all, signal(f, entry, role))
	}
	return all
}

// Entry returns the entry that a report on a node leads to, and whether it explains others: nil when there
// is none. Patterns come first, then the code of what failed. That a pool or a set failed, or is locked, is
// evidence on causes; only that it was stopped explains the outage of a node.
func Entry(f *snapshot.Fact, t *knowledge.Table) (entry *knowledge.Entry, role knowledge.Role) {
	if e := t.Fact(f.Source, f.Type, f.Status, f.Reason, f.Message); e != nil {
		return e, e.Role
	}
	if e := t.Event(f.Type+"Scheduled", f.Message); f.Source == "azure-scheduled-event" && e != nil {
		return e, e.Role
	}
	if f.Source != vmSource && f.Source != logSource && f.Type != "PowerState" {
		return nil, ""
	}
	role = knowledge.RoleCause
	if f.Type == "Agent" {
		role = knowledge.RoleSymptom
	}
	return ByCode(f, t), role
}

// ByCode returns the entry of the code of what a report says has failed, nil when there is none.
func ByCode(f *snapshot.Fact, t *knowledge.Table) *knowledge.Entry {
	if !failed(f) {
		return nil
	}
	m := t.Match(Text(f))
	if len(m.Refinements) > 0 {
		return m.Refinements[0]
	}
	return m.Entry
}

// Notable says whether a report is more than that all is well: where only reports show that there is a
// node, those are worth a look.
func Notable(f *snapshot.Fact, t *knowledge.Table) bool {
	switch {
	case f.OfSource():
		return false
	case f.Source == logSource, f.Source == "azure-scheduled-event", !t.KnowsFact(f.Source, f.Type):
		return true
	}
	e, _ := Entry(f, t)
	return e != nil || failed(f)
}

const (
	logSource = "azure-activity-log"
	vmSource  = "azure-vm"
)

// failed says whether a report is of something that failed or does not run. A repair that failed is an
// attempt, and no reason for the outage.
func failed(f *snapshot.Fact) bool {
	if f.Source == logSource {
		return stops[f.Type] != "" && f.Status == "Succeeded"
	}
	switch strings.ToLower(f.Status) {
	case "failed", "deallocated", "deallocating", "stopped", "stopping":
		return true
	default:
		return f.Type == "Agent" && f.Status == "NotReady" || f.Source == "azure-lock" && f.Status == "ReadOnly"
	}
}

// stops are the operations that stop a VM, by the state that they leave it in.
var stops = map[string]string{"Deallocate": "deallocated", "PowerOff": "stopped"}

// Text is a report as Azure writes it: "PowerState/deallocated", "ProvisioningState/failed/CODE: message".
func Text(f *snapshot.Fact) string {
	text := f.Type + "/" + f.Status
	switch {
	case f.Source == "azure-lock":
		return "ScopeLocked: " + f.Status
	case f.Source == logSource && stops[f.Type] != "":
		return "PowerState/" + stops[f.Type]
	case f.Type == "Agent" && f.Status == "NotReady":
		text = "ProvisioningState/Unavailable"
	case f.Type == "Extension" && f.Reason != "":
		text = "extension '" + f.Reason + "': " + text
	case f.Reason != "":
		text += "/" + f.Reason
	}
	if f.Message != "" {
		text += ": " + f.Message
	}
	return text
}

// add adds a signal, but of those of one source that lead to one entry only the newest, with how
// often all of them were seen.
func add(all []diagnosis.Signal, s diagnosis.Signal) []diagnosis.Signal {
	same := slices.IndexFunc(all, func(o diagnosis.Signal) bool { return s.Entry != "" && o.Source == s.Source && o.Entry == s.Entry })
	if same < 0 {
		return append(all, s)
	}
	count := max(all[same].Count, 1) + max(s.Count, 1)
	if unixTime(s) >= unixTime(all[same]) {
		all[same] = s
	}
	all[same].Count = count
	return all
}

func unixTime(s diagnosis.Signal) int64 {
	if s.Time == nil {
		return 0
	}
	return s.Time.Unix()
}

func signal(f *snapshot.Fact, entry *knowledge.Entry, role knowledge.Role) diagnosis.Signal {
	s := diagnosis.Signal{Source: f.Source, Name: f.Type, Reason: f.Reason, Message: f.Message, Count: f.Count}
	if f.Status != "" {
		s.Name += "=" + f.Status
	}
	if !f.Time.IsZero() {
		s.Time = &metav1.Time{Time: f.Time}
	}
	if entry != nil {
		s.Entry, s.Role = entry.Code, role
	}
	return s
}
