//go:build unix

package pager_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/pager"
)

// page shows a text through a pager and returns what reaches the terminal.
func page(t *testing.T, command, text string, environment ...string) (string, error) {
	t.Helper()
	var out, errOut bytes.Buffer
	p := pager.Pager{Command: command, Environment: append(environment, "PATH="+os.Getenv("PATH")), Out: &out, ErrOut: &errOut}
	err := p.Write(func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if errOut.Len() > 0 {
		t.Errorf("%q writes %q to standard error", command, errOut.String())
	}
	return out.String(), err
}

func TestThePagerShowsTheText(t *testing.T) {
	for command, want := range map[string]string{
		"tr a-z A-Z":             "SOME TEXT\n",
		"cat":                    "some text\n",
		"no-such-pager --flags":  "some text\n",
		"sed 's/some/a quoted/'": "a quoted text\n",
	} {
		got, err := page(t, command, "some text\n")
		if err != nil || got != want {
			t.Errorf("%q shows %q, %v", command, got, err)
		}
	}
}

func TestAPagerThatIsLeftEarlyIsNoError(t *testing.T) {
	long := strings.Repeat("a line that nobody reads\n", 1<<16)
	for _, command := range []string{"head -n 1", "true", "exit 3 # ${PAGER}"} {
		if _, err := page(t, command, long); err != nil {
			t.Errorf("%q: %v", command, err)
		}
	}
}

func TestTheErrorOfTheTextStays(t *testing.T) {
	broken := errors.New("broken")
	p := pager.Pager{Command: "true", Environment: os.Environ(), Out: io.Discard, ErrOut: io.Discard}
	if err := p.Write(func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestLessIsSetUpUnlessTheUserDid(t *testing.T) {
	file := filepath.Join(t.TempDir(), "less")
	for _, test := range []struct{ set, want string }{{"", "FRX"}, {"LESS=S", "S"}} {
		var environment []string
		if test.set != "" {
			environment = []string{test.set}
		}
		if _, err := page(t, "printf %s \"$LESS\" > '"+file+"'", "text", environment...); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != test.want {
			t.Errorf("with %q less gets %q, %v", test.set, got, err)
		}
	}
}
