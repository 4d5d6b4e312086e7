package wording

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// DownSince is how long a node has been NotReady and since when, in a few words.
func DownSince(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	switch {
	case Ready(f):
		return "Ready"
	case f.State == diagnosis.Removed:
		return "removed"
	case d.Origin.PagesOnly && f.Condition.Status == "":
		return "whether it is Ready is not shown"
	case f.NotReadySince == nil:
		return "NotReady, since when is not known"
	}
	layout := MinuteLayout
	if otherDay(d, f.NotReadySince) {
		layout = DayLayout + " " + MinuteLayout
	}
	long := Outage(f)
	if f.AtLeast {
		long = "for " + OutageWords(f)
	}
	return "NotReady " + long + " (since " + f.NotReadySince.UTC().Format(layout) + " UTC)"
}

// MadeOf says where a node is and what it is made of.
func MadeOf(f *diagnosis.Finding) []string {
	var out []string
	for _, fact := range []struct{ label, text string }{{"pool ", f.Pool}, {"zone ", f.Zone}, {"", f.Size}, {"", f.OS}, {"", f.Kubelet}} {
		if fact.text != "" {
			out = append(out, fact.label+fact.text)
		}
	}
	return out
}
