package cmd_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

var update = flag.Bool("update", false, "write the generated parts of the README")

// generated is a part of the README between its markers: the command and its output.
var generated = regexp.MustCompile("(?s)<!-- begin: kubectl autorepair ([^\n]*) -->\n```\n(.*?)```\n<!-- end -->")

// readmeWidth is the terminal that the README shows.
const readmeWidth = 110

func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := 0
	now := generated.ReplaceAllFunc(text, func(part []byte) []byte {
		parts++
		m := generated.FindSubmatch(part)
		output := onTerminal(t, strings.Fields(string(m[1])))
		if output != string(m[2]) && !*update {
			t.Errorf("%s prints now (go test ./pkg/cmd -run Readme -update writes it):\n%s", m[1], output)
		}
		return []byte("<!-- begin: kubectl autorepair " + string(m[1]) + " -->\n```\n" + output + "```\n<!-- end -->")
	})
	if parts == 0 {
		t.Error("the README shows no output")
	}
	if *update {
		if err := os.WriteFile(file, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// onTerminal is what the plugin prints on a terminal without colour.
func onTerminal(t *testing.T, args []string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	status := cmd.Main(cmd.System{
		Args:    append([]string{"kubectl-autorepair"}, args...),
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut},
		Context: t.Context(), Now: time.Now,
		Getenv:   func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] },
		Terminal: func(stream any) (int, bool) { return readmeWidth, stream == any(&out) },
	})
	if status != 0 || errOut.Len() > 0 {
		t.Fatalf("%q ends with %d: %s", args, status, errOut.String())
	}
	return out.String()
}
