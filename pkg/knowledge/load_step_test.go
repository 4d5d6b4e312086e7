package knowledge

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestLoadReportsBadVariables(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"small letters": {"name: node\n    meaning: x", `a.yaml:2: name of a variable must be capital letters, digits and _, not "node"`},
		"twice":         {"name: A\n    meaning: x\n  - name: A\n    meaning: x", `a.yaml:4: there is another variable "A"`},
		"no meaning":    {"name: A", "a.yaml:2: meaning of a variable must be one line"},
		"other query":   {"name: A\n    meaning: x\n    query: B=$(ls)", "a.yaml:4: query must begin with A="},
		"later one":     {"name: A\n    meaning: x\n    query: A=$(ls \"$B\")\n  - name: B\n    meaning: x", `a.yaml:4: the command uses the unknown variable "B"`},
		"two lines":     {"name: A\n    meaning: x\n    query: \"A=$(ls)\\nls\"", "a.yaml:4: the command must be one line"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, "variables:\n  - "+test.text+"\n"); !slices.Equal(got, []string{test.want}) {
				t.Errorf("faults are %q, want %q", got, test.want)
			}
		})
	}
}

const sharedSteps = `steps:
  - name: look
    text: Look.
    command: kubectl get node "$NODE"
    for: [linux]
  - name: drop
    text: Drop.
    mutates: true
    warning: Drops.
    command: kubectl delete node "${NODE:?}"
`

// withSteps returns the good entry with other next steps.
func withSteps(steps string) string {
	before, rest, _ := strings.Cut(goodEntry, "    nextSteps:\n")
	_, after, _ := strings.Cut(rest, "    references:")
	return before + "    nextSteps:\n" + steps + "    references:" + after
}

func TestLoadPutsSharedStepsIn(t *testing.T) {
	table, err := Load(File{"e", []byte(withSteps("      - use: look\n        text: Look here.\n      - use: drop\n"))},
		File{"s", []byte(sharedSteps)}, File{"v", []byte(goodVariables)})
	if err != nil {
		t.Fatal(err)
	}
	steps := table.Entry("SomeCode").NextSteps
	if len(steps) != 2 || steps[0].Text != "Look here." || steps[0].Command != `kubectl get node "$NODE"` ||
		!slices.Equal(steps[0].For, []Platform{Linux}) || steps[1].Warning != "Drops." || !steps[1].Mutates {
		t.Errorf("steps are %+v", steps)
	}
}

func TestLoadReportsBadSteps(t *testing.T) {
	tests := map[string]struct{ shared, steps, want string }{
		"reading after a change":     {sharedSteps, "      - use: drop\n      - use: look\n", "c.yaml:16: a step that only reads stands after one that changes something"},
		"shared fault reported once": {strings.Replace(sharedSteps, "${NODE:?}", "$NODE", 1), "      - use: drop\n", `b.yaml:10: a command that changes something must have "${NODE:?}", so that it does nothing when NODE is empty`},
		"shared name taken":          {sharedSteps + "  - name: look\n    text: Again.\n", "      - use: drop\n", `b.yaml:11: there is another shared step "look"`},
		"shared without a name":      {sharedSteps + "  - text: Again.\n", "      - use: drop\n", "b.yaml:11: name is missing"},
		"shared that uses":           {sharedSteps + "  - name: x\n    text: X.\n    use: look\n", "      - use: drop\n", `b.yaml:13: unknown key "use"`},
		"change without a warning":   {sharedSteps, "      - text: X.\n        mutates: true\n", "c.yaml:16: a step that changes something must have a warning"},
		"version of no CLI":          {sharedSteps, "      - text: X.\n        azureCLI: newest\n        command: ls\n", `c.yaml:16: azureCLI must be a version as 2.85, not "newest"`},
		"runs a download":            {sharedSteps, "      - text: X.\n        command: curl -fsSL https://example.com/x | sudo bash\n", "c.yaml:16: a command that runs what it downloads must be marked as one that changes something"},
		"runs a download in a shell": {sharedSteps, "      - text: X.\n        command: bash <(wget -qO- https://example.com/x)\n", "c.yaml:16: a command that runs what it downloads must be marked as one that changes something"},
		"step without text":          {sharedSteps, "      - command: ls\n", "c.yaml:15: a step must have a text"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, goodVariables, test.shared, withSteps(test.steps)); !slices.Equal(got, []string{test.want}) {
				t.Errorf("faults are %q, want %q", got, test.want)
			}
		})
	}
}

func TestLoadAllowsWordsAfterAChange(t *testing.T) {
	steps := "      - use: drop\n      - text: Then wait.\n"
	if got := faultsOf(t, goodVariables, sharedSteps, withSteps(steps)); got != nil {
		t.Errorf("faults are %q", got)
	}
}

func TestAChangeNeedsNoCommandAndReadingCommandsMayFollowOneWithout(t *testing.T) {
	steps := "      - text: Open the port.\n        mutates: true\n        warning: Opens it.\n      - use: look\n"
	if got := faultsOf(t, goodVariables, sharedSteps, withSteps(steps)); got != nil {
		t.Errorf("faults are %q", got)
	}
}

func TestBuiltinUsesEverySharedStepAndVariable(t *testing.T) {
	names, err := shipped.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		data, err := shipped.ReadFile(name.Name())
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	l := &loader{steps: map[string]NextStep{}, retries: map[string]string{}}
	data, err := shipped.ReadFile("steps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l.read(source{}, File{"steps.yaml", data})
	l.decodeShared(l.sources[0])
	for name := range l.steps {
		if !strings.Contains(all.String(), "- use: "+name+"\n") {
			t.Errorf("no entry uses the step %s", name)
		}
	}
	for _, v := range builtin(t).Variables() {
		if !strings.Contains(all.String(), `"$`+v.Name) && !strings.Contains(all.String(), `{`+v.Name+`:?}`) && !strings.Contains(all.String(), ` $`+v.Name) {
			t.Errorf("no command uses the variable %s", v.Name)
		}
	}
}

func TestEverySharedStepIsUsed(t *testing.T) {
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	type step struct{ Name, Use string }
	used, named := map[string]bool{}, map[string]string{}
	for _, f := range files {
		var content struct {
			Steps   []step
			Entries []struct {
				NextSteps []step `yaml:"nextSteps"`
			}
		}
		if err := yaml.Unmarshal(f.Data, &content); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, s := range content.Steps {
			named[s.Name] = f.Name
		}
		for _, e := range content.Entries {
			for _, s := range e.NextSteps {
				used[s.Use] = true
			}
		}
	}
	if len(named) < 40 {
		t.Errorf("only %d shared steps were found", len(named))
	}
	for name, file := range named {
		if !used[name] {
			t.Errorf("%s: no entry uses the step %s", file, name)
		}
	}
}
