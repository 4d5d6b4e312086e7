package kubeevents_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
)

func aboutNode(at string) kubeevents.Row {
	return kubeevents.Row{"timegenerated": at, "objectkind": "Node", "name": "a", "reason": "NodeRebootStart"}
}

func TestTheOrderOfDatesIsThatOfAllRows(t *testing.T) {
	noon := time.Date(2026, 11, 28, 11, 30, 0, 0, time.UTC)
	fifth := time.Date(2026, 11, 5, 11, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		rows []string
		want []time.Time
		err  string
	}{
		"German":                    {[]string{"28.11.2026, 11:30:00,000", "05.11.2026, 11:30:00,000"}, []time.Time{noon, fifth}, ""},
		"of the United Kingdom":     {[]string{"05/11/2026, 11:30:00.000", "28/11/2026, 11:30:00.000"}, []time.Time{fifth, noon}, ""},
		"French":                    {[]string{"28/11/2026 11:30:00", "05/11/2026 11:30:00"}, []time.Time{noon, fifth}, ""},
		"Australian":                {[]string{"28/11/2026, 11:30:00.000 am"}, []time.Time{noon}, ""},
		"Excel of the States":       {[]string{"11/28/2026 11:30", "11/05/2026 11:30"}, []time.Time{noon, fifth}, ""},
		"Excel, in the afternoon":   {[]string{"11/28/2026 11:30 PM"}, []time.Time{noon.Add(12 * time.Hour)}, ""},
		"the year first":            {[]string{"2026/11/28 11:30:00"}, []time.Time{noon}, ""},
		"no row decides":            {[]string{"05/06/2026, 11:30:00.000"}, nil, "Regional format"},
		"two rows contradict":       {[]string{"28/11/2026, 11:30:00.000", "11/28/2026, 11:30:00.000"}, nil, "Regional format"},
		"the order does not matter": {[]string{"11/11/2026 11:30"}, []time.Time{noon.AddDate(0, 0, -17)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var d kubeevents.Dates
			for _, row := range c.rows {
				if !d.Wait(aboutNode(row)) {
					t.Errorf("%q does not wait", row)
				}
			}
			rows, excess, err := d.Settle()
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil || excess != 0 || len(rows) != len(c.want) {
				t.Fatalf("%d rows, %d too many, %v", len(rows), excess, err)
			}
			for i, r := range rows {
				e, err := r.NodeEvent()
				if err != nil || !e.CreationTimestamp.Time.Equal(c.want[i]) {
					t.Errorf("%q is %v, %v", c.rows[i], e, err)
				}
			}
		})
	}
}

func TestPlainDatesAndOtherObjectsDoNotWait(t *testing.T) {
	var d kubeevents.Dates
	pod := aboutNode("28/11/2026 11:30")
	pod["objectkind"] = "Pod"
	for _, r := range []kubeevents.Row{aboutNode("2026-11-28T11:30:00Z"), aboutNode("5/6/2026, 9:30:00.000 PM"), aboutNode(""), aboutNode("yesterday"), pod} {
		if d.Wait(r) {
			t.Errorf("%v waits", r)
		}
	}
	if !d.Wait(aboutNode("05/06/2026 11:30")) {
		t.Error("does not wait")
	}
	rows, _, err := d.Settle()
	if err != nil || len(rows) != 1 || !strings.HasPrefix(rows[0]["timegenerated"], "2026-06-05") {
		t.Errorf("%v, %v: the row about a pod shows the order too", rows, err)
	}
}
