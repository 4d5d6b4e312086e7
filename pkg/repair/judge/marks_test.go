package judge

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// TestOnlyMarksThatTheTableLooksAtAreEvidence has one mark of each kind that the table looks at, and one that it does not.
func TestOnlyMarksThatTheTableLooksAtAreEvidence(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c := NewChecks(table)
	for _, m := range []*marks{c.taints, c.labels, c.annotations} {
		m.looked = func() lookedAt {
			return lookedAt{
				marks: []pattern.Mark{
					{Taint: "example.com/Stop"}, {Label: "example.com/"}, {Label: "pool", Value: "a"}, {Annotation: "example.com/note", Not: true},
				},
				facts: []pattern.Fact{{Source: "Label", Type: "Rack"}, {Source: "azure-vm", Type: "other"}},
			}
		}
	}
	n := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Labels:      map[string]string{"Example.com/x": "1", "pool": "b", "example.org/x": "2", "example.com": "3", "rack": "7", "other": "8"},
			Annotations: map[string]string{"example.com/note": "4", "example.com/other": "5", "pool": "6"},
		},
		Spec: corev1.NodeSpec{ProviderID: "azure:///x", Taints: []corev1.Taint{{Key: "example.com/stop"}, {Key: "example.com/other"}}},
	}
	var got []string
	for range 2 { // the second time from what is known
		got = nil
		for _, item := range c.AddMarks(nil, n) {
			got = append(got, item.Source+" "+item.Type+item.Message)
		}
		slices.Sort(got)
	}
	want := []string{"annotation example.com/note", "label Example.com/x", "label pool", "label rack", "providerID azure:///x", "taint example.com/stop"}
	if !slices.Equal(got, want) {
		t.Errorf("the evidence is %q, want %q", got, want)
	}
}
