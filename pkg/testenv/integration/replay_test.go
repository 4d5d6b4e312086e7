package integration

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// wayBack are the arguments that lead back to a source.
var wayBack = regexp.MustCompile(` (?:--context=|--at=|-f /)[^ \n<]+`)

// withoutWayBack returns a text without what differs between a cluster and a file: the way back
// to it, and where commands go to. Empty lines are where a sentence is left out.
func withoutWayBack(text string) string {
	lines := strings.Split(wayBack.ReplaceAllString(text, ""), "\n")
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool {
		return strings.TrimSpace(line) == "" || strings.Contains(line, "see that kubectl and az point to the cluster it came from") ||
			strings.Contains(line, "Read from a file: point kubectl and az at its cluster first.")
	}), "\n")
}

func TestSavedEvidenceIsPrintedLikeTheClusterInEveryFormat(t *testing.T) {
	c := shared.Cluster(t)
	begin := time.Now().Truncate(time.Second)
	disaster(t, c, begin)
	c.Lease(t, "silent", begin.Add(9*time.Minute+123456*time.Microsecond))
	runPod(t, c, "web", "silent")
	protect(t, c, "web", 1, 1)
	at := begin.Add(time.Hour + 123456789).Format(time.RFC3339Nano)
	folder, admin := plugin(t), c.Kubeconfig(t)
	blind := c.ServiceAccount(t, "half-blind", testenv.Grant{Verb: "list", Resource: "nodes"}, testenv.Grant{Verb: "list", Resource: "events", Namespace: "default"})
	for name, row := range map[string]struct {
		kubeconfig string
		args       []string
		status     int
	}{
		"everything":                {admin, nil, 0},
		"what pods are there":       {admin, []string{"--impact"}, 0},
		"one node":                  {admin, []string{"silent", "--impact"}, 0},
		"a Ready node":              {admin, []string{"healthy"}, 0},
		"two nodes and one is gone": {admin, []string{"silent", "removed"}, 0},
		"no node":                   {admin, []string{"nobody"}, 1},
		"by label":                  {admin, []string{"-l", "kubernetes.azure.com/agentpool=pool1"}, 0},
		"some events":               {admin, []string{"--since", "37m", "--not-ready-for", "1m", "--exit-code"}, 2},
		"not all may be seen":       {blind, []string{"--impact"}, 1},
		"redacted with a gap":       {blind, []string{"--redact"}, 1},
		"nothing listed at all":     {admin, []string{"--not-ready-for", "24h", "-l", "no=body"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			k, file := newKubectl(t, row.kubeconfig, folder), filepath.Join(t.TempDir(), "evidence.tgz")
			for _, format := range []string{"json", "yaml", "kyaml", "name", "jsonpath={.findings[*].state}", "go-template={{.summary}}", "table", "table --details", "wide", "brief", "markdown", "html"} {
				words := append([]string{"autorepair", "diagnose", "-o"}, strings.Fields(format)...)
				live := k.run(t, slices.Concat(words, []string{"--at", at, "--save", file, "--force"}, row.args)...)
				saved := file
				if _, err := os.Stat(file); err != nil {
					saved = dump.IncompleteName(file)
				}
				again := append(slices.Clone(words), "-f", saved)
				if row.status == 2 {
					again = append(again, "--exit-code")
				}
				replayed := k.run(t, again...)
				if live.status != row.status || replayed.status != row.status {
					t.Errorf("-o %s: the status is %d and of the file %d, want %d: %s%s", format, live.status, replayed.status, row.status, live.stderr, replayed.stderr)
				}
				got, want := replayed.stdout, live.stdout
				if slices.Contains([]string{"table", "table --details", "wide", "brief", "markdown", "html"}, format) {
					got, want = withoutWayBack(got), withoutWayBack(want)
				}
				if got != want {
					t.Errorf("-o %s: the file gives\n%s\nthe cluster\n%s", format, got, want)
				}
			}
		})
	}
}
