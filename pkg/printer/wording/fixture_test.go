package wording

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// taken is the moment that every diagnosis here is of.
var taken = time.Date(2026, 5, 19, 12, 58, 3, 0, time.UTC)

func before(d time.Duration) *metav1.Time {
	t := metav1.NewTime(taken.Add(-d))
	return &t
}

func lasting(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }

// healthy returns the diagnosis of a cluster in which all nodes are Ready.
func healthy() *diagnosis.Diagnosis {
	return &diagnosis.Diagnosis{
		TakenAt: metav1.NewTime(taken), Threshold: lasting(5 * time.Minute),
		Summary: diagnosis.Summary{Total: 412, Ready: 412},
		Events:  diagnosis.EventWindow{From: before(57 * time.Minute), To: before(3 * time.Second), Events: 132, Kept: metav1.Duration{Duration: time.Hour}},
	}
}

// gapped is healthy as far as it could be seen.
func gapped() *diagnosis.Diagnosis {
	d := healthy()
	d.Gaps = []diagnosis.Gap{gap()}
	return d
}

func gap() diagnosis.Gap {
	return diagnosis.Gap{Subjects: []string{"events"}, Reason: "events is forbidden", Action: "Ask for the permission"}
}

// broken has one node that is down, and counts more of them.
func broken() *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{Total: 412, Ready: 406, NotReady: 6, Listed: 5, Below: 1, Removed: 1}
	d.Findings = []diagnosis.Finding{{
		Node: "a", State: diagnosis.Failed, NotReadySince: before(47 * time.Minute), NotReadyFor: lasting(47 * time.Minute),
	}}
	return d
}
