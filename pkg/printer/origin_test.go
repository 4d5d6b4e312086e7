package printer

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestEntrySaysWhereItComesFromUnlessItIsShipped(t *testing.T) {
	for source, want := range map[string]bool{"": false, knowledge.BuiltIn: false, "team.yaml": true, "x\x1b[2J": true} {
		e := redeployEntry()
		e.Source = source
		var out strings.Builder
		if err := Entry(&out, e, nil, sayNames, piped); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(out.String(), "Source:"); got != want {
			t.Errorf("with the source %q it is shown: %t", source, got)
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Errorf("the source %q reaches the terminal raw", source)
		}
	}
}

func TestEntryNamesItsExitCodes(t *testing.T) {
	e := redeployEntry()
	e.Exits = []knowledge.ExitCode{{Number: 50, OS: knowledge.Linux, Name: "ERR_A"}, {Number: 124, OS: knowledge.Linux}}
	var out strings.Builder
	if err := Entry(&out, e, nil, sayNames, piped); err != nil {
		t.Fatal(err)
	}
	if want := "Exit codes:       50 ERR_A, 124\n"; !strings.Contains(out.String(), want) {
		t.Errorf("the page has no %q:\n%s", want, out.String())
	}
}
