package cmd_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/version"
	"sigs.k8s.io/yaml"
)

// versions is what version -o json promises, in the names of kubectl.
type versions struct {
	ClientVersion *version.Info `json:"clientVersion"`
	ServerVersion *version.Info `json:"serverVersion"`
	ServerError   string        `json:"serverError"`
}

// versionServer answers /version as an API server does, unless the handler is given.
func versionServer(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	if handler == nil {
		handler = func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/version" {
				t.Errorf("version asks for %s", r.URL.Path)
			}
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(version.Info{GitVersion: "v1.34.1\x1b[2J", Platform: "linux/amd64"}); err != nil {
				t.Error(err)
			}
		}
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestVersionShowsTheServersToo(t *testing.T) {
	status, stdout, stderr := run(t, "version", "--server", versionServer(t, nil))
	lines := strings.Split(stdout, "\n")
	if status != 0 || stderr != "" || len(lines) != 3 {
		t.Fatalf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
	platform := runtime.GOOS + "/" + runtime.GOARCH
	if !strings.HasPrefix(lines[0], "Client Version: ") || !strings.Contains(lines[0], platform) {
		t.Errorf("the first line is %q, want the plugin's version and %s", lines[0], platform)
	}
	if !strings.HasPrefix(lines[1], "Server Version: v1.34.1") || !strings.Contains(lines[1], "http://127.0.0.1") {
		t.Errorf("the second line is %q, want the server's version and address", lines[1])
	}
	if strings.Contains(stdout, "\x1b") {
		t.Errorf("the server's control characters are printed: %q", stdout)
	}
}

func TestVersionForMachinesHasTheFieldsOfKubectl(t *testing.T) {
	for _, format := range []string{"json", "yaml"} {
		status, stdout, stderr := run(t, "version", "-o", format, "--server", versionServer(t, nil))
		var v versions
		if err := yaml.Unmarshal([]byte(stdout), &v); err != nil {
			t.Fatalf("-o %s: %v\n%s", format, err, stdout)
		}
		if status != 0 || stderr != "" || v.ServerVersion == nil || v.ServerVersion.Platform != "linux/amd64" || v.ServerError != "" {
			t.Errorf("-o %s: status %d, stderr %q, %+v", format, status, stderr, v)
		}
		if v.ClientVersion == nil || v.ClientVersion.GoVersion != runtime.Version() || v.ClientVersion.GitVersion == "" {
			t.Errorf("-o %s: the client is %+v", format, v.ClientVersion)
		}
	}
}

func TestNothingOfTheServersVersionIsPrintedRaw(t *testing.T) {
	server := versionServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "{\"gitVersion\":\"v1\u009b2J\",\"platform\":\"\u202e\"}")
	})
	for _, format := range []string{"", "json", "yaml"} {
		status, stdout, stderr := run(t, "version", "--server", server, "-o", format)
		if status != 0 || stderr != "" || strings.ContainsAny(stdout, "\u009b\u202e") || !strings.Contains(stdout, `v1\`) {
			t.Errorf("-o %q: the status is %d: %q %s", format, status, stdout, stderr)
		}
	}
}

func TestNothingOfTheServersRefusalIsPrintedRaw(t *testing.T) {
	server := versionServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":500,\"message\":\"no\u202e\u009b2J\u007f way\"}")
	})
	for _, format := range []string{"json", "yaml"} {
		status, stdout, stderr := run(t, "version", "--server", server, "-o", format)
		var v versions
		if err := yaml.Unmarshal([]byte(stdout), &v); err != nil || !strings.Contains(v.ServerError, `no\u202e\u009b2J\x7f way`) {
			t.Errorf("-o %s: %v\n%s", format, err, stdout)
		}
		if status != 0 || strings.ContainsAny(stdout+stderr, "\u202e\u009b\u007f") || !strings.Contains(stderr, `no\u202e`) {
			t.Errorf("-o %s: the status is %d: %q %q", format, status, stdout, stderr)
		}
	}
}

func TestVersionSaysWhyTheServersIsNotKnown(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	refusing := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }
	empty := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }
	page := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<!DOCTYPE html><html>") }
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"nobody there", []string{"--server", "http://127.0.0.1:1"}, "refuses connections"},
		{"no answer", []string{"--server", versionServer(t, silent), "--request-timeout", "100ms"}, "within 100ms"},
		{"refused", []string{"--server", versionServer(t, refusing)}, "403 Forbidden"},
		{"another answer", []string{"--server", versionServer(t, empty)}, "is no version, not what"},
		{"a page", []string{"--server", versionServer(t, page)}, "a web page"},
		{"no such file", []string{"--kubeconfig", "missing"}, "missing does not exist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, stdout, stderr := run(t, append([]string{"version", "-o", "json"}, test.args...)...)
			var v versions
			if err := json.Unmarshal([]byte(stdout), &v); err != nil {
				t.Fatal(err)
			}
			if status != 0 || v.ServerVersion != nil || !strings.Contains(v.ServerError, test.want) || v.ClientVersion == nil {
				t.Errorf("status %d, %+v, want an error with %q", status, v, test.want)
			}
			if !strings.HasPrefix(stderr, "warning: ") || !strings.Contains(stderr, test.want) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("stderr is %q, want one warning with %q", stderr, test.want)
			}
		})
	}
}

func TestVersionOfTheClientAsksNobody(t *testing.T) {
	server := versionServer(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
	status, stdout, stderr := run(t, "version", "--client", "--server", server)
	if status != 0 || stderr != "" || strings.Contains(stdout, "Server") {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
}

func TestVersionTakesNoOtherFormat(t *testing.T) {
	status, stdout, stderr := run(t, "version", "-o", "table")
	if status != 1 || stdout != "" || !strings.Contains(stderr, `-o is "table": write json or yaml`) {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
}
