package cmd_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// threeClusters returns a kubeconfig of a cluster with a node that is down, one where all is
// well, and one that refuses connections.
func threeClusters(t *testing.T) string {
	t.Helper()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	return kubeconfig(t, map[string]string{
		"broken": nodesServer(t, node("n1", false), node("n2", true)),
		"well":   nodesServer(t, node("w1", true)),
		"gone":   gone.URL,
	})
}

func listOf(t *testing.T, args ...string) (int, *diagnosis.List, string) {
	t.Helper()
	status, stdout, stderr := run(t, append([]string{"diagnose", "-o", "json"}, args...)...)
	l := &diagnosis.List{}
	if err := json.Unmarshal([]byte(stdout), l); err != nil {
		t.Fatalf("%v\n%s\n%s", err, stdout, stderr)
	}
	return status, l, stderr
}

func contextsIn(l *diagnosis.List) (read, failed []string) {
	for _, d := range l.Items {
		read = append(read, d.Context)
	}
	for _, e := range l.Errors {
		failed = append(failed, e.Context)
	}
	return read, failed
}

func TestAFailedClusterIsNamedAndHidesNoOther(t *testing.T) {
	config := threeClusters(t)
	for name, tc := range map[string]struct {
		args         []string
		status       int
		read, failed []string
	}{
		"all, one of each server":   {[]string{"--all-contexts"}, 1, []string{"broken", "well"}, []string{"gone"}},
		"in the order asked for":    {[]string{"--contexts", "well,broken"}, 0, []string{"well", "broken"}, nil},
		"given twice, read once":    {[]string{"--contexts", "well", "--contexts", "well,"}, 0, []string{"well"}, nil},
		"an unknown context":        {[]string{"--contexts", "typo,well"}, 1, []string{"well"}, []string{"typo"}},
		"findings with --exit-code": {[]string{"--contexts", "well,broken", "--exit-code"}, 2, []string{"well", "broken"}, nil},
		"none with --exit-code":     {[]string{"--contexts", "well", "--exit-code"}, 0, []string{"well"}, nil},
		"an error is the worst":     {[]string{"--contexts", "broken,gone", "--exit-code"}, 1, []string{"broken"}, []string{"gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, l, stderr := listOf(t, append(tc.args, "--kubeconfig", config)...)
			read, failed := contextsIn(l)
			if status != tc.status || !slices.Equal(read, tc.read) || !slices.Equal(failed, tc.failed) {
				t.Errorf("status %d, read %v, failed %v; want %d, %v, %v", status, read, failed, tc.status, tc.read, tc.failed)
			}
			for _, name := range tc.failed {
				if !strings.Contains(stderr, "not seen: context "+name+": ") {
					t.Errorf("standard error does not name %s:\n%s", name, stderr)
				}
			}
		})
	}
}

func TestContextsOfOneClusterAndUserAreReadOnce(t *testing.T) {
	_, l, stderr := listOf(t, "--all-contexts", "--kubeconfig", threeClusters(t))
	if read, _ := contextsIn(l); slices.Contains(read, "broken-again") || !strings.Contains(stderr, "context broken is read for broken-again too") {
		t.Errorf("read %v\n%s", read, stderr)
	}
}

func TestContextsOfOneServerAreReportedToBeCountedTwice(t *testing.T) {
	status, l, stderr := listOf(t, "--contexts", "broken-again,well,broken", "--kubeconfig", threeClusters(t))
	if status != 0 || len(l.Items) != 3 || !strings.HasPrefix(stderr, "note: contexts broken-again, broken lead to one API server, http://127.0.0.1:") {
		t.Errorf("status %d, %d items, %s", status, len(l.Items), stderr)
	}
}

func TestANodeIsLookedForInEveryCluster(t *testing.T) {
	config := threeClusters(t)
	status, l, _ := listOf(t, "n1", "--contexts", "broken,well", "--kubeconfig", config)
	if status != 0 || len(l.Items) != 2 || len(l.Items[0].Findings) != 1 || len(l.Items[1].Gaps) != 0 {
		t.Errorf("status %d, %+v", status, l)
	}
	if status, l, _ = listOf(t, "n9", "--contexts", "broken,well", "--kubeconfig", config); status != 1 || len(l.Items[0].NotFound) != 1 || len(l.Items[1].NotFound) != 1 {
		t.Errorf("a node that is nowhere: status %d, %+v", status, l)
	}
	status, _, stderr := listOf(t, "n9", "--contexts", "well,gone", "--kubeconfig", config)
	if want := `no node "n9" in the clusters that could be read,`; status != 1 || !strings.Contains(stderr, want) {
		t.Errorf("a node that may be in a cluster that was not read: status %d, %s", status, stderr)
	}
}

// unreadable returns a server with a node "n1" that is down and whose single read fails.
func unreadable(t *testing.T) string {
	t.Helper()
	upstream, err := url.Parse(nodesServer(t, node("n1", false), node("n2", true)))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(upstream))
	mux.HandleFunc("GET /api/v1/nodes/n1", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(dated(mux))
	t.Cleanup(server.Close)
	return server.URL
}

func TestANodeThatCouldNotBeReadIsReported(t *testing.T) {
	config := kubeconfig(t, map[string]string{"half": unreadable(t), "whole": nodesServer(t, node("n1", false))})
	for _, contexts := range []string{"half", "half,whole"} {
		status, l, stderr := listOf(t, "n1", "--contexts", contexts, "--kubeconfig", config)
		if status != 1 || len(l.Items[0].Gaps) != 1 || !strings.Contains(stderr, "not seen: context half: node n1: ") {
			t.Errorf("%s: status %d, gaps %v\n%s", contexts, status, l.Items[0].Gaps, stderr)
		}
	}
}

func TestContextsExcludeWhatNamesOneSource(t *testing.T) {
	for flag, args := range map[string][]string{
		"demo": {"--demo"}, "filename": {"-f", "x"}, "context": {"--context", "a"}, "server": {"-s", "http://x"}, "cluster": {"--cluster", "c"},
	} {
		for _, chosen := range [][]string{{"--contexts", "a,b"}, {"--all-contexts"}} {
			status, stdout, stderr := run(t, slices.Concat([]string{"diagnose"}, chosen, args)...)
			want := "error: " + chosen[0] + " and --" + flag + " exclude each other: give one of them\n"
			if status != 1 || stdout != "" || stderr != want {
				t.Errorf("%v %v: status %d, %q %q", chosen, args, status, stdout, stderr)
			}
		}
	}
	status, _, stderr := run(t, "diagnose", "--contexts", "a", "--all-contexts")
	if status != 1 || !strings.Contains(stderr, "--all-contexts and --contexts exclude each other") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestNoContextToReadIsAnError(t *testing.T) {
	empty := kubeconfig(t, nil) // its only context points nowhere
	status, _, stderr := run(t, "diagnose", "--contexts", ",", "--kubeconfig", empty)
	if status != 1 || !strings.Contains(stderr, "--contexts names no context") {
		t.Errorf("status %d, %s", status, stderr)
	}
	status, _, stderr = run(t, "diagnose", "--all-contexts", "--kubeconfig", empty+"-missing")
	if status != 1 || !strings.Contains(stderr, "does not exist") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestClustersAreReadSideBySide(t *testing.T) {
	const clusters = 4
	var arrived sync.WaitGroup
	arrived.Add(clusters)
	servers := map[string]string{}
	for _, name := range []string{"broken", "b", "c", "d"} {
		var once sync.Once
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			once.Do(arrived.Done) // no cluster is answered before all were asked
			arrived.Wait()
			w.WriteHeader(http.StatusForbidden)
		}))
		t.Cleanup(server.Close)
		servers[name] = server.URL
	}
	status, l, _ := listOf(t, "--contexts", "broken,b,c,d", "--request-timeout", time.Minute.String(), "--kubeconfig", kubeconfig(t, servers))
	if status != 1 || len(l.Errors) != clusters {
		t.Errorf("status %d, %+v", status, l.Errors)
	}
}

func TestOutputOfSeveralClustersNamesThem(t *testing.T) {
	config := threeClusters(t)
	for format, want := range map[string]string{
		"name":                         "--context=broken node/n1\n",
		"jsonpath={.items[*].context}": "broken well",
		"go-template={{range .errors}}{{.context}}{{end}}": "gone",
		"table": "1 of 3 clusters has nodes that need a look: 1 NotReady for more than 5m. 1 of 3 clusters could not be read.\n",
	} {
		status, stdout, _ := run(t, "diagnose", "--all-contexts", "--kubeconfig", config, "-o", format)
		if status != 1 || !strings.HasPrefix(stdout, want) {
			t.Errorf("-o %s: status %d, %q, want %q", format, status, stdout, want)
		}
	}
	if status, _, stderr := run(t, "diagnose", "--contexts", "well", "--kubeconfig", config, "-o", "tabel"); status != 1 || !strings.Contains(stderr, `-o is "tabel"`) {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestContextsAreCompletedInsideTheList(t *testing.T) {
	_, stdout, _ := run(t, "__complete", "diagnose", "--kubeconfig", threeClusters(t), "--contexts", "well,")
	if want := "well,broken\nwell,broken-again\nwell,gone\n:6\n"; stdout != want {
		t.Errorf("got %q, want %q", stdout, want)
	}
}

func TestAContextThatDoesNotExistOffersTheNearest(t *testing.T) {
	config := threeClusters(t)
	for args, want := range map[string]string{
		"--context brokn":     `there is no context "brokn" in ` + config + "; the nearest: broken",
		"--contexts WELL":     `there is no context "WELL" in ` + config + "; the nearest: well",
		"--context brokn -w":  "; the nearest: broken",
		"--contexts elephant": `; "kubectl config get-contexts" lists those that are there`,
	} {
		status, stdout, stderr := run(t, append([]string{"diagnose", "--kubeconfig", config}, strings.Fields(args)...)...)
		if status != 1 || !strings.Contains(stdout+stderr, want) {
			t.Errorf("%s: status %d, %s%s; want %q", args, status, stdout, stderr, want)
		}
	}
}
