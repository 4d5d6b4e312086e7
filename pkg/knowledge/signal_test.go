package knowledge

import (
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// signalTable has conditions and events of every degree of detail.
func signalTable() *Table {
	return newTable([]*Entry{
		{Code: "Any", Conditions: []pattern.Condition{{Type: "Ready", Status: "False"}}, Severity: SeverityError},
		{Code: "Reason", Conditions: []pattern.Condition{{Type: "Ready", Status: "False", Reason: "KubeletNotReady"}}},
		{Code: "Short", Conditions: []pattern.Condition{{Type: "Ready", Status: "False", Message: "is down"}}},
		{Code: "Long", Conditions: []pattern.Condition{{Type: "Ready", Status: "False", Message: "runtime is DOWN"}}},
		{Code: "AnyType", Conditions: []pattern.Condition{{Status: "Unknown", Reason: "NodeStatusUnknown"}}},
		{Code: "Event", Events: []pattern.Event{{Reason: "TaskHung"}}, Severity: SeverityWarning},
		{Code: "EventText", Events: []pattern.Event{{Reason: "TaskHung", Message: "dockerd"}}},
		{Code: "Fine", Events: []pattern.Event{{Reason: "NodeReady"}}, Severity: SeverityInfo},
	}, nil)
}

func TestConditionIsThatOfTheMostSpecificPattern(t *testing.T) {
	table := signalTable()
	for _, test := range []struct{ kind, status, reason, message, want string }{
		{"Ready", "False", "Other", "x", "Any"},
		{"ready", "false", "Other", "x", "Any"},
		{"Ready", "False", "KubeletNotReady", "x", "Reason"},
		{"Ready", "False", "Other", "container runtime is down, x", "Long"},
		{"Ready", "False", "Other", "x is down", "Short"},
		{"MemoryPressure", "Unknown", "NodeStatusUnknown", "", "AnyType"},
		{"Ready", "True", "KubeletReady", "nothing is down", ""},
		{"Other", "False", "KubeletNotReady", "x", ""},
	} {
		got := ""
		if e := table.Condition(test.kind, test.status, test.reason, test.message); e != nil {
			got = e.Code
		}
		if got != test.want {
			t.Errorf("Condition(%q, %q, %q, %q) is %q, want %q", test.kind, test.status, test.reason, test.message, got, test.want)
		}
	}
}

func TestEventIsThatOfTheMostSpecificPattern(t *testing.T) {
	table := signalTable()
	for text, want := range map[string]string{"task java": "Event", "task DOCKERD": "EventText"} {
		if e := table.Event("TaskHung", text); e == nil || e.Code != want {
			t.Errorf("Event(TaskHung, %q) is %v, want %s", text, e, want)
		}
	}
	if e := table.Event("Other", "dockerd"); e != nil {
		t.Errorf("an unknown event leads to %s", e.Code)
	}
}

func TestFitsOSLeavesOutExitCodesOfTheOtherSystem(t *testing.T) {
	linux := &Entry{Exits: []ExitCode{{Number: 5, OS: Linux}}}
	for _, test := range []struct {
		entry *Entry
		os    Platform
		want  bool
	}{{linux, Linux, true}, {linux, Windows, false}, {linux, "", true}, {&Entry{}, Windows, true}} {
		if got := test.entry.FitsOS(test.os); got != test.want {
			t.Errorf("FitsOS(%q) of %v is %t", test.os, test.entry.Exits, got)
		}
	}
}

const describedNode = `Conditions:
  Type                       Status  LastHeartbeatTime                LastTransitionTime               Reason                       Message
  FrequentKubeletRestart     False   Mon, 01 Jun 2026 10:00:00 +0000  Mon, 01 Jun 2026 09:00:00 +0000  NoFrequentKubeletRestart     kubelet is functioning properly
  FilesystemCorruptionProblem True   Mon, 01 Jun 2026 10:00:00 +0000  Mon, 01 Jun 2026 09:00:00 +0000  FilesystemCorruptionDetected found
  DiskPressure               False   Mon, 01 Jun 2026 10:00:00 +0000  Mon, 01 Jun 2026 09:00:00 +0000  KubeletHasNoDiskPressure     kubelet has no disk pressure
  Ready                      False   Mon, 01 Jun 2026 10:00:00 +0000  Mon, 01 Jun 2026 09:00:00 +0000  KubeletNotReady              container runtime is down
Events:
  Type     Reason      Age  From     Message
  Normal   Starting    3m   kubelet  Starting kubelet.
  Warning  OOMKilling  2m   kernel   Out of memory
  Normal   NodeReady   1m   kubelet  Node is Ready
`

func TestLookupReadsAPastedDescription(t *testing.T) {
	const want = "FilesystemCorruptionProblem,ContainerRuntimeDown,SystemOOM"
	if got := codesOf(builtin(t).Lookup(describedNode)); got != want {
		t.Errorf("the description leads to %s, want %s", got, want)
	}
}

func TestLookupReadsConditionsAndEventsAsPasted(t *testing.T) {
	table := builtin(t)
	for text, want := range map[string]string{
		"Normal NodeReady 1m kubelet": "NodeReady",
		`{"type":"Ready","status":"False","reason":"KubeletNotReady","message":"PLEG is not healthy: x"}`: "KubeletNotReady,PLEGNotHealthy",
		`"reason":"NoFrequentKubeletRestart","status":"False","type":"FrequentKubeletRestart"`:            "",
		"KernelDeadlock True DockerHung task":                                                             "KernelDeadlock",
		"XIDErrors\n  True\n  GpuXid\n  bad":                                                              "XIDErrors",
		"the node was Rebooted and is Starting":                                                           "",
		"Ready True KubeletReady":                                                                         "",
		"MemoryPressure True":                                                                             "MemoryPressure",
		"MemoryPressure=True":                                                                             "MemoryPressure",
		"MemoryPressure False":                                                                            "",
		"MemoryPressure=False":                                                                            "",
		"Ready False":                                                                                     "KubeletNotReady",
	} {
		if got := codesOf(table.Lookup(text)); got != want {
			t.Errorf("Lookup(%q) is %q, want %q", text, got, want)
		}
	}
}
