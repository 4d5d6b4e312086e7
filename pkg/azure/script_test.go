package azure_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// standIn is an az that notes its words and answers from files.
const standIn = `#!/bin/sh
for word in "$@"; do printf '%s\0' "$word" >> "$STATE/words"; done
printf '\n\0' >> "$STATE/words"
case "$1 $2 $*" in
"aks show "*|"resource show "*) echo "$ID" ;;
"monitor activity-log "*) cat "$STATE/log" ;;
*union*) cat "$STATE/collection" ;;
*KubeNodeInventory*) cat "$STATE/inventory" ;;
*) cat "$STATE/events" ;;
esac
`

// runScript runs a script with that az, in a folder that it returns, and returns the words of each call.
func runScript(t *testing.T, script string, server *arm.Server) (folder string, calls [][]string) {
	t.Helper()
	sh, folder, state := program.Find(t, "sh"), t.TempDir(), t.TempDir()
	files := map[string]string{"az": standIn, "kubectl": "#!/bin/sh\n", "log": "[" + strings.Join(server.Log, ",") + "]"}
	for name, table := range server.Tables {
		files[name] = table
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(state, name), []byte(text), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), sh, "-e", "-c", script)
	c.Dir = folder
	c.Env = append(os.Environ(), "PATH="+state+":"+os.Getenv("PATH"), "STATE="+state, "ID="+arm.Cluster)
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, output, script)
	}
	words, err := os.ReadFile(filepath.Join(state, "words"))
	if err != nil {
		t.Fatal(err)
	}
	for call := range strings.SplitSeq(strings.TrimSuffix(string(words), "\x00\n\x00"), "\x00\n\x00") {
		calls = append(calls, strings.Split(call, "\x00"))
	}
	return folder, calls
}

// The commands send what a live read sends, and what they write is read as a live read reads it.
func TestTheScriptAsksWhatIsAskedLive(t *testing.T) {
	for name, change := range map[string]func(*azure.History){
		"a cluster":                 func(h *azure.History) { h.Cluster = arm.Cluster },
		"a cluster to be filled in": func(*azure.History) {},
		"a workspace":               func(h *azure.History) { h.Cluster, h.Workspace = arm.Cluster, "11111111-2222-3333-4444-555555555555" },
	} {
		t.Run(name, func(t *testing.T) {
			server := kept(t)
			h := past(t, server)
			change(h)
			script, err := h.Script()
			if err != nil || len(server.Requests()) > 0 {
				t.Fatalf("%v, after %d requests", err, len(server.Requests()))
			}
			folder, calls := runScript(t, script, server)
			live := read(t, server, h)
			var asked, printed []string
			for _, r := range server.Requests() {
				if r.Query != "" {
					asked = append(asked, strings.ToLower(server.URL+r.Path)+"\n"+r.Timespan+"\n"+r.Query)
				}
			}
			for _, words := range calls {
				if words[0] == "rest" {
					var body struct{ Query, Timespan string }
					if err := json.Unmarshal([]byte(words[slices.Index(words, "--body")+1]), &body); err != nil {
						t.Errorf("%v in %q", err, words)
					}
					printed = append(printed, strings.ToLower(words[slices.Index(words, "--url")+1])+"\n"+body.Timespan+"\n"+body.Query)
				}
			}
			slices.Sort(asked)
			slices.Sort(printed)
			if !slices.Equal(asked, printed) || len(printed) != 3 {
				t.Errorf("printed\n%s\nasked\n%s", strings.Join(printed, "\n"), strings.Join(asked, "\n"))
			}
			var files []string
			for _, name := range []string{"collection", "events", "inventory", "log"} {
				file := "autorepair-history/" + name + ".json"
				if !strings.Contains(script, " -f "+file) {
					t.Errorf("the last command does not read %s:\n%s", file, script)
				}
				files = append(files, filepath.Join(folder, file))
			}
			e, err := dump.Dump{Filenames: files, At: now}.History(t.Context(), 30*day)
			if err != nil {
				t.Fatal(err)
			}
			if states(e) != states(live) || len(e.Gaps) > 0 || len(e.Events) != len(live.Events) || !slices.Equal(e.Inventory, live.Inventory) || !slices.Equal(e.Operations, live.Operations) {
				t.Errorf("from files %+v\nlive %+v", e, live)
			}
		})
	}
}

// A workspace has rows of several clusters: without the one, there is no query.
func TestAScriptForAWorkspaceNeedsTheCluster(t *testing.T) {
	h := past(t, arm.New(t))
	h.Workspace = "11111111-2222-3333-4444-555555555555"
	if _, err := h.Script(); err == nil || !strings.Contains(err.Error(), "--cluster-id") {
		t.Errorf("the error is %v", err)
	}
}

// The Azure CLI has no account here, and so ends each call that it understands with the advice to log in.
func TestTheAzureCLIUnderstandsTheScript(t *testing.T) {
	az := program.Find(t, "az")
	h := past(t, arm.New(t))
	h.Cluster, h.Getenv = arm.Cluster, func(string) string { return "" }
	script, err := h.Script()
	if err != nil {
		t.Fatal(err)
	}
	script, _, _ = strings.Cut(script, "\nkubectl autorepair")
	line := func(begin string) string {
		i := strings.Index(script, "\n"+begin)
		text, _, _ := strings.Cut(script[i+1:], "\n")
		return "CLUSTER_ID=" + arm.Cluster + "; " + text
	}
	for what, c := range map[string]struct {
		text   string
		logins int
	}{
		"the script":              {script, 5},
		"an option that is none":  {strings.ReplaceAll(line("az rest"), " --body ", " --bdy "), 0},
		"a group without its log": {strings.ReplaceAll(line("az monitor"), "--start-time", "--begin"), 1},
	} {
		run := exec.CommandContext(t.Context(), program.Find(t, "sh"), "-c", c.text)
		run.Dir = t.TempDir()
		if err := os.Mkdir(filepath.Join(run.Dir, "autorepair-history"), 0o700); err != nil {
			t.Fatal(err)
		}
		run.Env = append(os.Environ(), "PATH="+filepath.Dir(az)+":"+os.Getenv("PATH"), "AZURE_CONFIG_DIR="+t.TempDir(), "AZURE_CORE_COLLECT_TELEMETRY=no", "AZURE_EXTENSION_USE_DYNAMIC_INSTALL=no")
		output, err := run.CombinedOutput()
		logins, misspelt := strings.Count(string(output), "az login"), regexp.MustCompile(`misspelled|unrecognized|the following arguments are required`).Match(output)
		if err == nil || misspelt != (what != "the script") || logins != c.logins {
			t.Errorf("%s: %v, asks %d times to log in\n%s", what, err, logins, output)
		}
	}
}
