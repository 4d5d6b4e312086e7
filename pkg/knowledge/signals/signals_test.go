package signals

import "testing"

func TestTheMostSpecificPatternWins(t *testing.T) {
	x := New(Type, []Signal[string]{
		{Fields: Fields{Status: "True"}, Text: "disk", Leads: "any type"},
		{Fields: Fields{Type: "Ready"}, Leads: "type"},
		{Fields: Fields{Type: "Ready", Reason: "KubeletNotReady"}, Leads: "type and reason"},
		{Fields: Fields{Type: "Ready", Reason: "KubeletNotReady"}, Text: "pleg", Leads: "type, reason and text"},
	})
	for _, test := range []struct {
		have          Fields
		message, want string
	}{
		{Fields{Type: "READY", Reason: "kubeletnotready"}, "PLEG is not healthy", "type, reason and text"},
		{Fields{Type: "Ready", Reason: "KubeletNotReady"}, "", "type and reason"},
		{Fields{Type: "Ready", Status: "True", Reason: "Other"}, "the disk is full", "any type"},
		{Fields{Type: "Ready", Status: "False", Reason: "Other"}, "the disk is full", "type"},
		{Fields{Type: "Unheard", Status: "True"}, "The Disk is full", "any type"},
		{Fields{Type: "Unheard", Status: "True"}, "", ""},
	} {
		if got, found := x.Find(test.have, test.message); got != test.want || found != (test.want != "") {
			t.Errorf("%v %q leads to %q (%t), want %q", test.have, test.message, got, found, test.want)
		}
	}
	if !x.Knows("ready", Reason, "KubeletNotReady") || x.Knows("Ready", Reason, "Other") || x.Knows("Unheard", Reason, "") {
		t.Error("what the patterns name is not known, or more than that")
	}
}
