package knowledge

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const sharedRetries = "retries:\n  - name: until-fixed\n    text: AKS retries until the cause is fixed.\n"

func withRetry(retry string) string {
	return strings.Replace(goodEntry, "retry: A sentence.", "retry: "+retry, 1)
}

func TestLoadPutsSharedRetriesIn(t *testing.T) {
	table, err := Load(File{"e", []byte(withRetry("until-fixed"))}, File{"r", []byte(sharedRetries)}, File{"v", []byte(goodVariables)})
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Entry("SomeCode").Retry; got != "AKS retries until the cause is fixed." {
		t.Errorf("retry is %q", got)
	}
}

func TestLoadReportsBadRetries(t *testing.T) {
	tests := map[string]struct{ entry, retries, want string }{
		"no such name": {"until-better", sharedRetries, `a.yaml:10: there is no shared retry "until-better"`},
		"name taken": {"until-fixed", sharedRetries + "  - name: until-fixed\n    text: Again.\n",
			"c.yaml:4: a shared retry must have a text, and a name that no other has"},
		"no name":     {"A sentence.", "retries:\n  - text: X.\n", "c.yaml:2: a shared retry must have a text, and a name that no other has"},
		"no text":     {"A sentence.", "retries:\n  - name: x\n", "c.yaml:2: a shared retry must have a text, and a name that no other has"},
		"unknown key": {"A sentence.", "retries:\n  - name: x\n    text: X.\n    owner: me\n", `c.yaml:4: unknown key "owner"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, withRetry(test.entry), goodVariables, test.retries); !slices.Equal(got, []string{test.want}) {
				t.Errorf("faults are %q, want %q", got, test.want)
			}
		})
	}
}

func TestEachSentenceAboutARetryIsWrittenOnce(t *testing.T) {
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	where, used, names := map[string]string{}, map[string]bool{}, []string{}
	for _, f := range files {
		var content struct {
			Retries []sharedText
			Entries []struct{ Code, Retry string }
		}
		if err := yaml.Unmarshal(f.Data, &content); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, r := range content.Retries {
			names = append(names, r.Name)
			content.Entries = append(content.Entries, struct{ Code, Retry string }{r.Name, r.Text})
		}
		for _, e := range content.Entries {
			used[e.Retry] = true
			if strings.Contains(e.Retry, " ") && where[e.Retry] != "" {
				t.Errorf("%s and %s have the same sentence, which belongs into retries.yaml: %s", where[e.Retry], e.Code, e.Retry)
			}
			where[e.Retry] = e.Code
		}
	}
	if len(names) == 0 {
		t.Error("no shared retry was found")
	}
	for _, name := range names {
		if !used[name] {
			t.Errorf("no entry has the retry %s", name)
		}
	}
}
