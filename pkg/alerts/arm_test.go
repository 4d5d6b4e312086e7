package alerts_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// templateFile writes the ARM template into a folder of the test.
func templateFile(t *testing.T) string {
	t.Helper()
	var text bytes.Buffer
	if err := alerts.ARM(&text, alerts.Rules()); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write(t, folder, "alerts.json", text.Bytes())
	return filepath.Join(folder, "alerts.json")
}

func TestTheModelsOfAzureLoseNothingOfTheTemplate(t *testing.T) {
	run := func(args ...string) ([]byte, error) {
		c := exec.CommandContext(t.Context(), "go", args...)
		c.Dir = "../testenv/azure"
		c.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "TEMPLATE="+templateFile(t))
		return c.CombinedOutput()
	}
	if output, err := run("mod", "download"); err != nil {
		program.LeaveOut(t, "Azure's SDK", fmt.Errorf("%w: %s", err, output))
	}
	if output, err := run("test", "-count=1", "."); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// armResource is a resource of a template, as far as it is compared with the table.
type armResource struct {
	Type, Name, Condition string
	Properties            struct {
		DisplayName, Description string
		Severity                 int
		Rules                    []struct {
			Alert, Expression, For string
			Annotations            map[string]string
		}
		Criteria struct{ AllOf []struct{ Query string } }
	}
}

// The template says what the table says: no rule of it is missing, and none is another.
func TestTheTemplateHasTheRulesOfTheTable(t *testing.T) {
	text, err := os.ReadFile(templateFile(t))
	if err != nil {
		t.Fatal(err)
	}
	var template struct{ Resources []armResource }
	if err := json.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	exprs, queries := map[string]string{}, map[string]string{}
	names := map[string]bool{}
	for _, r := range template.Resources {
		if names[r.Name] {
			t.Errorf("two resources are named %s", r.Name)
		}
		names[r.Name] = true
		if r.Properties.DisplayName != "" {
			queries[r.Properties.DisplayName] = r.Properties.Criteria.AllOf[0].Query
		}
		if r.Properties.Description == "" || r.Properties.DisplayName != "" && !strings.Contains(r.Properties.Description, "kubectl autorepair diagnose") {
			t.Errorf("%s names no next command: %q", r.Name, r.Properties.Description)
		}
		for _, rule := range r.Properties.Rules {
			exprs[rule.Alert] = rule.Expression
			if strings.Contains(rule.Annotations["summary"]+rule.Annotations["description"], "{node}") {
				t.Errorf("%s has a placeholder: %q", rule.Alert, rule.Annotations)
			}
		}
	}
	wantExprs, wantQueries := map[string]string{}, map[string]string{}
	for _, r := range alerts.Rules() {
		if r.Expr != "" {
			wantExprs[r.Name] = r.Expr
		}
		if r.Query != "" {
			wantQueries[r.Name] = r.Query
		}
	}
	if !reflect.DeepEqual(exprs, wantExprs) || !reflect.DeepEqual(queries, wantQueries) {
		t.Errorf("the template has %d expressions and %d queries, the table %d and %d, or others", len(exprs), len(queries), len(wantExprs), len(wantQueries))
	}
}

// Each parameter that an expression names is declared and is used, and so is each in the command.
func TestTheParametersOfTheTemplateAreThoseThatAreUsed(t *testing.T) {
	text, err := os.ReadFile(templateFile(t))
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Parameters map[string]struct {
			DefaultValue any
			Metadata     struct{ Description string }
		}
	}
	if err := json.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`parameters\('(\w+)'\)`).FindAllStringSubmatch(string(text), -1) {
		used[m[1]] = true
		if _, declared := template.Parameters[m[1]]; !declared {
			t.Errorf("the parameter %s is not declared", m[1])
		}
	}
	for name, p := range template.Parameters {
		if !used[name] || p.Metadata.Description == "" {
			t.Errorf("the parameter %s is used: %v, described as %q", name, used[name], p.Metadata.Description)
		}
		given := slices.ContainsFunc(strings.Fields(alerts.Deploy), func(word string) bool { return strings.HasPrefix(word, name+"=") })
		if p.DefaultValue == nil && !given {
			t.Errorf("the command does not give the parameter %s:\n%s", name, alerts.Deploy)
		}
	}
}

// The Azure CLI has no account here, and so ends each call that it understands with the advice
// to log in.
func TestTheAzureCLIUnderstandsTheCommand(t *testing.T) {
	az := program.Find(t, "az")
	line := strings.ReplaceAll(alerts.Deploy, "alerts.json", templateFile(t))
	for what, change := range map[string][2]string{
		"the command":              {"", ""},
		"an option that is none":   {" -f ", " --fil "},
		"a command inside of none": {"az aks show", "az aks shwo"},
	} {
		c := exec.CommandContext(t.Context(), program.Find(t, "sh"), "-c", strings.ReplaceAll(line, change[0], change[1]))
		if change[0] == "" {
			c.Args[2] = line
		}
		c.Env = append(os.Environ(), "PATH="+filepath.Dir(az)+":"+os.Getenv("PATH"), "AZURE_CONFIG_DIR="+t.TempDir(),
			"AZURE_CORE_COLLECT_TELEMETRY=no", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no")
		output, err := c.CombinedOutput()
		logins, misspelt := strings.Count(string(output), "az login"), regexp.MustCompile(`misspelled|unrecognized|the following arguments are required`).Match(output)
		if err == nil || misspelt != (change[0] != "") || !misspelt && logins != 3 {
			t.Errorf("%s: %v, asks %d times to log in\n%s", what, err, logins, output)
		}
	}
}
