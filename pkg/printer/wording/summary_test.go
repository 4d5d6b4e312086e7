package wording

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestTheFirstSentenceSaysWhetherSomethingIsWrong(t *testing.T) {
	for _, tc := range []struct {
		name    string
		summary diagnosis.Summary
		gaps    bool
		want    string
	}{
		{"all ready", diagnosis.Summary{Total: 412, Ready: 412}, false, "All 412 nodes are Ready."},
		{"the only node", diagnosis.Summary{Total: 1, Ready: 1}, false, "The only node is Ready."},
		{"the only node listed", diagnosis.Summary{Total: 1, NotReady: 1, Listed: 1}, false, "The only node has been NotReady for more than 5m."},
		{"the only node below", diagnosis.Summary{Total: 1, NotReady: 1, Below: 1}, false, "No node has been NotReady for more than 5m. 1 has been NotReady for less."},
		{"no nodes", diagnosis.Summary{}, false, "There is no node to look at."},
		{"one below", diagnosis.Summary{Total: 3, Ready: 2, NotReady: 1, Below: 1}, false, "No node has been NotReady for more than 5m. 1 has been NotReady for less. 2 of 3 nodes are Ready."},
		{"listed", diagnosis.Summary{Total: 3, NotReady: 2, Listed: 2, Ready: 1}, false, "2 of 3 nodes have been NotReady for more than 5m. 1 of 3 nodes is Ready."},
		{"one listed, one unread", diagnosis.Summary{Total: 2, NotReady: 1, Listed: 1, Unread: 1}, false, "1 of 2 nodes has been NotReady for more than 5m. 1 is NotReady and could not be read. 0 of 2 nodes are Ready."},
		{"asked for one that is Ready", diagnosis.Summary{Total: 3, Ready: 1, NotReady: 2}, false, "No node asked for has been NotReady for more than 5m. 2 others are NotReady. 1 of 3 nodes is Ready."},
		{"asked for one that is not", diagnosis.Summary{Total: 3, Ready: 1, NotReady: 2, Listed: 1}, false, "1 node asked for has been NotReady for more than 5m. 1 other is NotReady. 1 of 3 nodes is Ready."},
		{"all ready but gaps", diagnosis.Summary{Total: 3, Ready: 3}, true, "Nothing found, but not everything could be seen. 3 of 3 nodes are Ready."},
		{"not listed", diagnosis.Summary{Total: -1}, true, "The nodes could not be listed: it is not known whether any of them is NotReady."},
		{"not listed to the end", diagnosis.Summary{Total: -1, Listed: 1}, true, "1 node has been NotReady for more than 5m. The nodes could not all be listed: there may be more."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := healthy()
			d.Summary = tc.summary
			if tc.gaps {
				d.Gaps = []diagnosis.Gap{gap()}
			}
			if got := Verdict(d); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestWhatRepairsDidIsCounted(t *testing.T) {
	many := strings.Split(strings.Repeat("n,", 12), ",")[:12]
	for _, tc := range []struct {
		summary diagnosis.Summary
		want    string
	}{
		{diagnosis.Summary{}, ""},
		{diagnosis.Summary{Removed: 1}, "1 node was removed after a repair."},
		{diagnosis.Summary{Removed: 2, Recovered: []string{"a"}}, "2 nodes were removed after a repair. 1 node is Ready again after a repair: a."},
		{diagnosis.Summary{Recovered: many}, "12 nodes are Ready again after a repair: " + strings.Join(many[:10], ", ") + " and 2 more (see -o json)."},
	} {
		if got := Repairs(tc.summary); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

func TestRetentionIsReportedOnlyWhereItMatters(t *testing.T) {
	const sentence = "AKS keeps events for about 1h"
	for _, tc := range []struct {
		name   string
		change func(*diagnosis.Diagnosis)
		want   bool
	}{
		{"the outage is younger than the events", func(*diagnosis.Diagnosis) {}, false},
		{"the outage may be older", func(d *diagnosis.Diagnosis) { d.Findings[0].AtLeast = true }, true},
		{"the outage is older", func(d *diagnosis.Diagnosis) { d.Findings[0].NotReadySince = before(2 * time.Hour) }, true},
		{"nothing can be seen", func(d *diagnosis.Diagnosis) { d.Findings[0].State = diagnosis.NotVisible }, true},
		{"the node is Ready", func(d *diagnosis.Diagnosis) { d.Findings[0].State, d.Findings[0].AtLeast = diagnosis.Healthy, true }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := broken()
			tc.change(d)
			if got := strings.Contains(Events(d), sentence); got != tc.want {
				t.Errorf("events: %s", Events(d))
			}
		})
	}
}

func TestTheEventWindowHasDatesWhenItIsNotOfToday(t *testing.T) {
	d := healthy()
	d.Events.From = before(13 * time.Hour)
	if want := "from 2026-05-18 23:58 to 2026-05-19 12:58 UTC (13h)"; !strings.Contains(Events(d), want) {
		t.Errorf("%s does not hold %s", Events(d), want)
	}
}
