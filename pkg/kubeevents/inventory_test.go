package kubeevents

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestRowsOfAnInventoryBecomeSpans(t *testing.T) {
	at := func(minute, second int) time.Time { return time.Date(2026, 5, 19, 21, minute, second, 0, time.UTC) }
	const sample = `"TimeGenerated":"2026-05-19T21:44:43Z","Computer":"n1","LastTransitionTimeReady":"2026-05-19T21:24:51Z"`
	for name, test := range map[string]struct {
		row  string
		want history.Span
	}{
		"not ready": {
			`{` + sample + `,"Status":"","Labels":"[{\"kubernetes.azure.com/agentpool\":\"user\"}]","CreationTimeStamp":"2026-05-19T21:01:00Z"}`,
			history.Span{Node: "n1", Pool: "user", From: at(24, 51), LastSample: at(44, 43), Samples: 1, NodeCreated: at(1, 0)},
		},
		"ready":                     {`{` + sample + `,"Status":"VMEventScheduled,Ready"}`, history.Span{Node: "n1", Ready: true, From: at(24, 51), LastSample: at(44, 43), Samples: 1}},
		"a condition named alike":   {`{` + sample + `,"Status":"NotReadyYet,readyToGo"}`, history.Span{Node: "n1", From: at(24, 51), LastSample: at(44, 43), Samples: 1}},
		"the older label":           {`{` + sample + `,"Status":"","Labels":"[{\"agentpool\":\"p\"}]"}`, history.Span{Node: "n1", Pool: "p", From: at(24, 51), LastSample: at(44, 43), Samples: 1}},
		"a change after the sample": {`{"TimeGenerated":"2026-05-19T21:20:00Z","Computer":"n1","LastTransitionTimeReady":"2026-05-19T21:24:51Z","Status":""}`, history.Span{Node: "n1", From: at(20, 0), LastSample: at(20, 0), Samples: 1}},
		"a summary": {
			`{"Node":"n1","Pool":"user","From":"2026-05-19T21:24:51Z","LastSample":"2026-05-19T21:44:43Z","Samples":21,"Ready":true}`,
			history.Span{Node: "n1", Pool: "user", Ready: true, From: at(24, 51), LastSample: at(44, 43), Samples: 21},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowOf(t, test.row).NodeSpan()
			if err != nil || got == nil {
				t.Fatalf("the span is %v, the error %v", got, err)
			}
			snapshottest.Equal(t, "span", *got, test.want)
		})
	}
}

func TestRowsThatAreNoSpan(t *testing.T) {
	const at = `"TimeGenerated":"2026-05-19T21:44:43Z"`
	for name, test := range map[string]struct{ row, fault string }{
		"another table":                     {`{` + at + `,"Computer":"n1","ObjectKind":"Node"}`, ""},
		"without a status":                  {`{` + at + `,"Computer":"n1","LastTransitionTimeReady":"2026-05-19T21:24:51Z"}`, errInventory.Error()},
		"without a change":                  {`{` + at + `,"Computer":"n1","Status":"Ready","KubeletVersion":"v1.33.7"}`, errInventory.Error()},
		"without a node":                    {`{` + at + `,"Status":"Ready","LastTransitionTimeReady":"2026-05-19T21:24:51Z"}`, errInventory.Error()},
		"a time that is none":               {`{` + at + `,"Computer":"n1","Status":"","LastTransitionTimeReady":"soon"}`, `"soon" is no time`},
		"a summary without its last sample": {`{"Node":"n1","From":"2026-05-19T21:24:51Z","LastSample":""}`, "a sample of n1 has no time"},
	} {
		got, err := rowOf(t, test.row).NodeSpan()
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		snapshottest.Equal(t, name, fault, test.fault)
		snapshottest.Equal(t, name+", span", got, nil)
	}
}
