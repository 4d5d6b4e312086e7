package view

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func TestAScreenThatDoesNotChangeIsNotPaintedAgain(t *testing.T) {
	var out strings.Builder
	v := Screen(Terminal{
		Streams: genericiooptions.IOStreams{Out: &out, ErrOut: &out}, Shared: true,
		Style: func() (printer.Style, error) { return printer.Style{Width: 80, Height: 24}, nil },
	})
	d := &diagnosis.Diagnosis{TakenAt: metav1.Now(), Summary: diagnosis.Summary{Total: 2}}
	for range 3 {
		if err := v.Show(d, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(out.String(), drawBegin); n != 1 {
		t.Errorf("%d pictures of one state, want 1", n)
	}
}

func TestALossWithAnotherReasonIsNotReportedAgain(t *testing.T) {
	gap := func(reason string, subjects ...string) []snapshot.Gap {
		return []snapshot.Gap{{Subjects: subjects, Reason: reason}}
	}
	for _, test := range []struct {
		name          string
		before, after []snapshot.Gap
		want          string
	}{
		{"new", nil, gap("No answer.", "leases"), "warning: not seen: leases: No answer."},
		{"another reason", gap("No answer.", "leases"), gap("Forbidden.", "leases"), ""},
		{"one more", gap("No answer.", "leases"), gap("No answer.", "leases", "events"), "warning: not seen: events: No answer."},
		{"over", gap("No answer.", "leases"), nil, "note: seen again: leases"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(Notices(test.before, test.after), "\n"); got != test.want {
				t.Errorf("notices are %q, want %q", got, test.want)
			}
		})
	}
}
