package wording

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestThePastOfANodeIsSaid(t *testing.T) {
	taken := metav1.NewTime(time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC))
	ago := func(d time.Duration) metav1.Time { return metav1.NewTime(taken.Add(-d)) }
	hour, days := ago(time.Hour), ago(29*24*time.Hour)
	d := diagnosis.Diagnosis{TakenAt: taken, Repeated: []diagnosis.Repeated{{
		Node: "a", From: days, To: hour, Repairs: 7, Ready: 6, AtLeast: true,
		Steps: []diagnosis.StepCount{{Action: diagnosis.Reboot, Count: 7}, {Action: diagnosis.Reimage, Count: 3, Failed: 3}},
		Codes: []diagnosis.ErrorCount{{Code: knowledge.NoCode, Count: 2}, {Code: "NotFound", Count: 1}},
	}}}
	const repairs = "repaired at least 7 times in 28d, from 2026-04-20 22:00 to 2026-05-19 21:00 UTC: 7 reboots, 3 reimages (3 failed); errors: NotFound once; reported Ready again after 6."
	for _, c := range []struct {
		finding diagnosis.Finding
		want    string
	}{
		{diagnosis.Finding{Node: "b"}, ""},
		{diagnosis.Finding{Node: "a"}, "All repairs: " + repairs},
		{diagnosis.Finding{Node: "b", Removal: &diagnosis.Removal{At: hour}}, ""},
		{diagnosis.Finding{Node: "b", Removal: &diagnosis.Removal{Since: &hour, At: ago(28 * time.Minute)}}, "Removed: It had been NotReady for 32m when it was removed: from 21:00:00 to 21:32:00 UTC."},
		{
			diagnosis.Finding{Node: "b", Removal: &diagnosis.Removal{Since: &days, At: hour, AtLeast: true}},
			"Removed: It had been NotReady for at least 28d: since 2026-04-20 22:00:00, and the last event about it is of 2026-05-19 21:00:00 UTC.",
		},
		{
			diagnosis.Finding{Node: "b", SetAside: &diagnosis.SetAside{Events: 3, Created: hour}},
			"Set aside: 3 events are older than this Node object, created 2026-05-19 21:00:00 UTC: they are of an earlier node of that name, or of this one before it was registered again.",
		},
	} {
		var got []string
		for _, fact := range Past(&d, &c.finding) {
			got = append(got, fact.Label+" "+fact.Text)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%+v: got\n%s\nwant\n%s", c.finding, strings.Join(got, "\n"), c.want)
		}
	}
	for len(d.Repeated) < repeatedShown+3 {
		d.Repeated = append(d.Repeated, diagnosis.Repeated{Node: "b", From: days, To: hour, Repairs: 2})
	}
	d.Repeated[6].Node, d.Repeated[6].Repairs = "often", 9
	lines := Repeated(&d)
	if len(lines) != repeatedShown+1 || !strings.HasPrefix(lines[0], "often was repaired 9 times") || lines[1] != "a was "+repairs ||
		lines[repeatedShown] != "3 more nodes have been repaired more than once; see repeatedRepairs of -o json." {
		t.Errorf("got %q", lines)
	}
}
