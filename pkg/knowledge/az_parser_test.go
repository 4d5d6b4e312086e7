package knowledge

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// newer are the calls that the Azure CLI 2.45, which Debian packages, does not understand, by
// how they begin, with the version that does; an empty one is an extension's alone. A step
// with such a command says the same (NextStep.AzureCLI). Keep the list short: whoever has an
// older CLI cannot use what stands here.
var newer = map[string]string{
	"aks machine list":               "2.70",
	"aks nodepool delete-machines":   "2.65",
	"aks nodepool operation-abort":   "2.47",
	"aks operation show-latest":      "2.85",
	"aks operation-abort":            "2.47",
	"aks update --outbound-type":     "2.56",
	"monitor log-analytics query -w": "",
}

// needs returns the version under which a call is listed, and whether it is.
func (c azCall) needs() (version string, listed bool) {
	for begin, version := range newer {
		if strings.HasPrefix(strings.Join(c.args, " ")+" ", begin+" ") {
			return version, true
		}
	}
	return "", false
}

func TestStepsSayTheVersionOfTheAzureCLIThatHasTheirCommand(t *testing.T) {
	used := map[string]bool{}
	for _, e := range builtin(t).Entries() {
		for _, s := range e.NextSteps {
			for begin, version := range newer {
				if !strings.HasPrefix(s.Command, "az "+begin+" ") {
					continue
				}
				used[begin] = true
				if s.AzureCLI != version || version == "" && s.Extensions == nil {
					t.Errorf("%s: the step says version %q and extensions %q, want %q: %s", e.Code, s.AzureCLI, s.Extensions, version, s.Command)
				}
			}
		}
	}
	if len(used) != len(newer) {
		t.Errorf("steps use %v of the commands that need a newer Azure CLI, want all of them", used)
	}
}

// azAnswer is what the CLI makes of a call.
type azAnswer struct {
	Code   int    `json:"code"`
	Output string `json:"output"`
}

func TestTheAzureCLIUnderstandsEveryCommand(t *testing.T) {
	calls := azCalls(t)
	version, answers := azParse(t, calls)
	for i, call := range calls {
		since, listed := call.needs()
		understood := answers[i].Code == 1 && strings.Contains(answers[i].Output, "az login")
		switch old := listed && since != "" && older(version, since); {
		case old && answers[i].Code != 2:
			t.Errorf("the Azure CLI %s understands a call that is listed for %s: az %q", version, since, call.args)
		case !listed && !understood:
			t.Errorf("the Azure CLI %s does not understand az %q\n%d: %s", version, call.args, answers[i].Code, answers[i].Output)
		}
	}
}

// older reports whether a version, as 2.45.0, is older than another, as 2.70.
func older(version, than string) bool {
	number := func(v string) int {
		major, rest, _ := strings.Cut(v, ".")
		minor, _, _ := strings.Cut(rest, ".")
		a, _ := strconv.Atoi(major)
		b, _ := strconv.Atoi(minor)
		return a*1000 + b
	}
	return number(version) < number(than)
}

// azParse gives calls to the Azure CLI on PATH, which has no account and so ends each that it
// understands with the advice to log in.
func azParse(t *testing.T, calls []azCall) (version string, parsed []azAnswer) {
	t.Helper()
	az := program.Find(t, "az")
	script, err := os.ReadFile(az)
	if err != nil {
		t.Fatal(err)
	}
	python := "python3"
	if m := regexp.MustCompile(`^#!\s*(\S*python\S*)`).FindSubmatch(script); m != nil {
		python = string(m[1])
	}
	if err := exec.Command(python, "-c", "import azure.cli.core").Run(); err != nil {
		program.LeaveOut(t, "the packages of "+az, err)
	}
	var input bytes.Buffer
	for _, call := range calls {
		if err := json.NewEncoder(&input).Encode(call.args); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(python, "testdata/azparse.py")
	cmd.Env = append(os.Environ(), "AZURE_CONFIG_DIR="+t.TempDir(), "AZURE_CORE_COLLECT_TELEMETRY=no",
		"AZURE_CORE_ERROR_RECOMMENDATION=off", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no")
	var failure bytes.Buffer
	cmd.Stdin, cmd.Stderr = &input, &failure
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, failure.String())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Scan()
	if err := json.Unmarshal(lines.Bytes(), &version); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		var a azAnswer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, a)
	}
	if len(parsed) != len(calls) {
		t.Fatalf("%d answers to %d calls", len(parsed), len(calls))
	}
	return version, parsed
}
