package printer

import (
	"bytes"
	"strings"
	"testing"
)

func TestGapsAreReportedWhateverIsLeftOut(t *testing.T) {
	var out bytes.Buffer
	if err := Overview(&out, gapped(), Reach{}, Style{NoHeaders: true}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "NOT SEEN: events in namespace kube-system: ") || strings.Count(got, "\n") != 1 {
		t.Errorf("without headers a diagnosis with a gap prints %q", got)
	}
	out.Reset()
	if err := Overview(&out, healthy(), Reach{}, Style{NoHeaders: true}); err != nil || out.Len() > 0 {
		t.Errorf("without headers, gaps and findings: %q, %v", out.String(), err)
	}
}
