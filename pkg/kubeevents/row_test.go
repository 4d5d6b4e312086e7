package kubeevents

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// rowOf decodes a row that must be valid.
func rowOf(t *testing.T, text string) Row {
	t.Helper()
	r, err := ParseRow([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// eventOf returns the event of a row that must have one.
func eventOf(t *testing.T, text string) *corev1.Event {
	t.Helper()
	e, err := rowOf(t, text).NodeEvent()
	if err != nil || e == nil {
		t.Fatalf("the event is %v, the error %v", e, err)
	}
	return e
}

// legacy is a row of the legacy recorder with all columns, with a count and the time last seen
// to be put in.
const legacy = `{"ClusterId":"/c/1","Computer":"aks-0","Count":%s,"FirstSeen":"2026-05-19T21:00:00Z","KubeEventType":"Normal","LastSeen":"%s","Message":"down","Name":"n1","Namespace":"kube-system","ObjectKind":"Node","Reason":"NodeNotReady","SourceComponent":"node-controller","TimeGenerated":"2026-05-19T21:00:00Z"}`

func TestEveryColumnOfARowIsInItsEvent(t *testing.T) {
	e := eventOf(t, fmt.Sprintf(legacy, "3.0", "2026-05-19T21:40:00Z"))
	snapshottest.Equal(t, "object", e.InvolvedObject, corev1.ObjectReference{Kind: "Node", Name: "n1"})
	snapshottest.Equal(t, "source", e.Source, corev1.EventSource{Component: "node-controller", Host: "aks-0"})
	snapshottest.Equal(t, "texts", strings.Join([]string{e.Namespace, e.Reason, e.Message, e.Type}, " "), "kube-system NodeNotReady down Normal")
	snapshottest.Equal(t, "count", snapshot.Count(e), 3)
	snapshottest.Equal(t, "first seen", snapshot.FirstSeen(e), time.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC))
	snapshottest.Equal(t, "last seen", snapshot.LastSeen(e), time.Date(2026, 5, 19, 21, 40, 0, 0, time.UTC))
}

func TestARowOfAutoRepairHasNeitherTimesNorAComponent(t *testing.T) {
	e := eventOf(t, `{"Count":"1.0","FirstSeen":"","LastSeen":null,"Message":"failed","Name":"n1","Namespace":"","ObjectKind":"node","Reason":"NodeRebootError","SourceComponent":"","TimeGenerated":"2026-05-19T21:36:05.123Z"}`)
	snapshottest.Equal(t, "namespace", e.Namespace, "default")
	snapshottest.Equal(t, "component", snapshot.Component(e), "")
	snapshottest.Equal(t, "last seen", snapshot.LastSeen(e), time.Date(2026, 5, 19, 21, 36, 5, 123e6, time.UTC))
}

func TestTimesAreReadInEveryLayout(t *testing.T) {
	want := time.Date(2026, 5, 19, 21, 36, 5, 123e6, time.UTC)
	for _, text := range []string{"2026-05-19T21:36:05.123Z", "2026-05-19T23:36:05.123+02:00", "5/19/2026, 9:36:05.123 PM", "2026-05-19 21:36:05.123", " 2026-05-19T21:36:05.123 "} {
		e := eventOf(t, fmt.Sprintf(`{"TimeGenerated [UTC]":%q,"ObjectKind":"Node","Name":"n","Reason":"R"}`, text))
		snapshottest.Equal(t, text, snapshot.LastSeen(e), want)
	}
}

func TestCountsThatAreNoneAreNotTaken(t *testing.T) {
	for count, want := range map[string]int32{`"5"`: 5, `7`: 7, `0`: 0, `-1`: 0, `"1e12"`: 0, `"many"`: 0, `null`: 0} {
		snapshottest.Equal(t, count, eventOf(t, fmt.Sprintf(legacy, count, "")).Count, want)
	}
}

func TestRowsOfOneEventHaveOneName(t *testing.T) {
	first, later := fmt.Sprintf(legacy, "1", "2026-05-19T21:10:00Z"), fmt.Sprintf(legacy, "2", "2026-05-19T21:40:00Z")
	name := eventOf(t, first).Name
	snapshottest.Equal(t, "name of the later row", eventOf(t, later).Name, name)
	for _, part := range []string{"/c/1", "down", "NodeNotReady", "node-controller", `"n1"`, `"TimeGenerated":"2026-05-19T21:00`, `"FirstSeen":"2026-05-19T21:00`} {
		other := strings.Replace(part, "1", "2", 1)
		if other == part {
			other = part + "x"
		}
		if changed := strings.Replace(first, part, other, 1); eventOf(t, changed).Name == name {
			t.Errorf("%s instead of %s gives the same name", other, part)
		}
	}
}

func TestRowsWithoutAnEventOfANode(t *testing.T) {
	const at = `"TimeGenerated":"2026-05-19T21:00:00Z"`
	for name, test := range map[string]struct{ text, fault string }{
		"another kind":            {`{` + at + `,"ObjectKind":"Pod","Name":"p","Reason":"Failed"}`, ""},
		"an empty name":           {`{` + at + `,"ObjectKind":"Node","Name":"","Reason":"R"}`, ""},
		"a row of another table":  {`{` + at + `,"Computer":"n","Status":"Ready"}`, ""},
		"no column ObjectKind":    {`{` + at + `,"Name":"n","Reason":"R"}`, errColumns.Error()},
		"no column Name":          {`{` + at + `,"ObjectKind":"Node","Reason":"R"}`, errColumns.Error()},
		"no column Reason":        {`{` + at + `,"ObjectKind":"Node","Name":"n"}`, errColumns.Error()},
		"no time":                 {`{"ObjectKind":"Node","Name":"n","Reason":"R"}`, "it has no time"},
		"a time in year 1":        {`{"TimeGenerated":"0001-01-01T00:00:00Z","ObjectKind":"Node","Name":"n","Reason":"R"}`, "it has no time"},
		"a time that is not one":  {`{"TimeGenerated":"soon","ObjectKind":"Node","Name":"n","Reason":"R"}`, `"soon" is no time`},
		"a time last seen so too": {`{` + at + `,"LastSeen":"soon","ObjectKind":"Node","Name":"n","Reason":"R"}`, `"soon" is no time`},
	} {
		e, err := rowOf(t, test.text).NodeEvent()
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		snapshottest.Equal(t, name, fault, test.fault)
		snapshottest.Equal(t, name+", event", e, nil)
	}
}

func TestRowsThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		`{"TimeGenerated [Local Time]":"5/19/2026, 9:36:05.123 PM"}`: errLocalTime.Error(),
		`[]`: "the row cannot be read: ",
	} {
		_, err := ParseRow([]byte(text))
		if err == nil {
			t.Errorf("no error for %s", text)
			continue
		}
		snapshottest.Contains(t, err.Error(), want)
	}
}

func TestRowsAreRecognisedByTheirTime(t *testing.T) {
	for text, want := range map[string]bool{
		`{"TimeGenerated":"x"}`:              true,
		`{"timegenerated [UTC]":1}`:          true,
		`{"TimeGenerated [Local Time]":"x"}`: true,
		`{"Time":"x"}`:                       false,
		`{"kind":"Node"}`:                    false,
		`1`:                                  false,
	} {
		snapshottest.Equal(t, text, IsRow([]byte(text)), want)
	}
}
