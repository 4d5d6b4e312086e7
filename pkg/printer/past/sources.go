package past

import (
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// names are how places are called.
var names = map[string]string{
	string(history.KubeEvents): "KubeEvents", string(history.NodeInventory): "KubeNodeInventory", string(history.ActivityLog): "Activity log",
	string(history.Events): "Other events",
}

// fromFiles says whether a history was read from files: then nothing is known of what the cluster collects.
func fromFiles(h *diagnosis.History) bool { return len(h.Origin.Files) > 0 || h.Origin.Demo }

// find returns a place; nil where it is not listed.
func find(h *diagnosis.History, name history.SourceName) *diagnosis.PastSource {
	for i := range h.Sources {
		if h.Sources[i].Name == string(name) {
			return &h.Sources[i]
		}
	}
	return nil
}

// has says whether a place has rows of the window.
func has(h *diagnosis.History, name history.SourceName) bool {
	s := find(h, name)
	return s != nil && s.State == string(history.Collected)
}

// kept says what each place has.
func kept(h *diagnosis.History) []Place {
	all := make([]Place, 0, len(h.Sources))
	for i := range h.Sources {
		s := &h.Sources[i]
		p := Place{Name: names[s.Name], Lacks: true}
		if p.Name == "" {
			p.Name = s.Name
		}
		switch history.SourceState(s.State) {
		case history.Collected:
			p.Text, p.Lacks = collected(s), s.NormalDropped
		case history.Empty:
			p.Text = "there, with nothing in this time" + elsewhere(h, s)
		case history.Refused:
			p.Text = "could not be read"
		case history.Missing:
			p.Text = "not collected"
			if fromFiles(h) {
				p.Text = "not in the files"
			}
		default:
			p.Text = s.State
		}
		all = append(all, p)
	}
	return all
}

// elsewhere says which other time a place has than the one that was asked for.
func elsewhere(h *diagnosis.History, s *diagnosis.PastSource) string {
	if s.From == nil || s.To == nil || !s.From.After(h.Until.Time) && !s.To.Time.Before(h.Since.Time) {
		return ""
	}
	return "; it has " + span(s)
}

// span are the first and the last day of a place.
func span(s *diagnosis.PastSource) string {
	if first, last := wording.Day(s.From.Time), wording.Day(s.To.Time); first != last {
		return first + " to " + last
	}
	return wording.Day(s.From.Time)
}

// collected says what a place has.
func collected(s *diagnosis.PastSource) string {
	thing := "row"
	switch history.SourceName(s.Name) {
	case history.ActivityLog:
		thing = "operation"
	case history.NodeInventory:
		thing = "sample"
	case history.Events:
		thing = "event"
	}
	text := wording.Count(s.Rows, thing)
	if s.From != nil && s.To != nil {
		text += ", " + span(s)
	}
	if s.NormalDropped {
		text += "; none of type Normal"
	}
	return text
}

// follows says what the places show and what they cannot show.
func follows(h *diagnosis.History) []string {
	var all []string
	v := &h.Visible
	if v.Repairs == diagnosis.SeesSome && v.FailedRepairs == diagnosis.SeesAll {
		all = append(all, "Events of type Normal are dropped: repairs without an error, and when a node was Ready again, are not in KubeEvents.")
	}
	switch v.Outages {
	case diagnosis.SeesNone:
		all = append(all, "Nothing here shows whether a node was NotReady: that none is listed means nothing.")
	case diagnosis.SeesSome:
		all = append(all, "Only outages with a repair that is kept are listed: there can have been others.")
	}
	switch {
	case v.Repairs == diagnosis.SeesNone:
		all = append(all, "Repairs cannot be seen: that none is listed means nothing.")
	case v.Repairs == diagnosis.SeesSome && v.FailedRepairs == diagnosis.SeesSome:
		all = append(all, "Repairs are known from the activity log alone, which may not have all of them.")
	}
	if first := firstKept(h); !first.IsZero() && first.Sub(h.Since.Time) > 24*time.Hour {
		all = append(all, "Of the time before "+wording.Day(first)+" nothing is known.")
	}
	if v.Changes == diagnosis.SeesNone {
		all = append(all, "What changed in Azure before an outage cannot be seen without the activity log.")
	}
	return all
}

// firstKept returns the first time that a place shows; zero is not known.
func firstKept(h *diagnosis.History) time.Time {
	var first time.Time
	for i := range h.Sources {
		if from := h.Sources[i].From; from != nil && (first.IsZero() || from.Time.Before(first)) {
			first = from.Time
		}
	}
	return first
}

// switches says how to keep more, or to show it.
func switches(h *diagnosis.History) []Switch {
	var all []Switch
	if s := find(h, history.KubeEvents); s != nil && s.NormalDropped {
		all = append(all, Switch{Text: "To keep Normal events: [log_collection_settings.collect_all_kube_events] enabled = true, in the ConfigMap kube-system/container-azm-ms-agentconfig."})
	}
	if fromFiles(h) {
		if !has(h, history.ActivityLog) {
			all = append(all, Switch{"The activity log is always on, for 90 days. This prints the commands of az that write it to a file for -f:", "kubectl autorepair history --print-query"})
		}
		return all
	}
	if !has(h, history.KubeEvents) && !has(h, history.NodeInventory) {
		all = append(all, Switch{Text: "To keep events and the state of nodes: switch on Container Insights, with KubeEvents and KubeNodeInventory (preset Standard) and 90 days of retention."})
	} else if !has(h, history.NodeInventory) {
		all = append(all, Switch{Text: "To keep each outage: collect KubeNodeInventory too (the preset Logs and Events leaves it out)."})
	}
	return all
}
