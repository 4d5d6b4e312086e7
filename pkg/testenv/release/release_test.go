package release

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const repository = "../../.."

// dist is given by `make release`.
var dist = flag.String("dist", "", "the folder of a release to check; a stand-in if not given")

func TestTheRelease(t *testing.T) {
	if *dist == "" {
		*dist = standIn(t)
	} else {
		checkPrograms(t, *dist)
	}
	if err := Check(*dist); err != nil {
		t.Error(err)
	}
}

// checkPrograms reads the programs of a real release: each is for its platform and built by the
// Go of go.mod, and the one that runs here knows its version.
func checkPrograms(t *testing.T, dist string) {
	t.Helper()
	toolchain := regexp.MustCompile(`(?m)^toolchain (go\S+)$`).FindSubmatch(read(t, filepath.Join(repository, "go.mod")))
	if toolchain == nil {
		t.Fatal("go.mod names no toolchain")
	}
	m := readManifest(t, filepath.Join(dist, manifestFile))
	for _, p := range m.Spec.Platforms {
		files, err := unpack(p.archive(), read(t, filepath.Join(dist, p.archive())))
		if err != nil {
			t.Fatal(err)
		}
		data := files[p.Bin].data
		built, err := buildinfo.Read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		settings := map[string]string{}
		for _, s := range built.Settings {
			settings[s.Key] = s.Value
		}
		target := settings["GOOS"] + "_" + settings["GOARCH"]
		if !strings.Contains(p.archive(), "_"+target+".") || built.GoVersion != string(toolchain[1]) || settings["CGO_ENABLED"] != "0" {
			t.Errorf("%s has a program for %s, built by %s with CGO_ENABLED=%s", p.archive(), target, built.GoVersion, settings["CGO_ENABLED"])
		}
		if target == runtime.GOOS+"_"+runtime.GOARCH {
			knowsItsVersion(t, data, m.Spec.Version)
		}
	}
}

func knowsItsVersion(t *testing.T, data []byte, version string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), program+".exe")
	if err := os.WriteFile(path, data, 0o700); err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(t.Context(), path, "version", "--client", "-o", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	commit, err := exec.CommandContext(t.Context(), "git", "-C", repository, "rev-parse", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ ClientVersion map[string]string }
	if err := json.Unmarshal(output, &v); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSuffix(v.ClientVersion["gitCommit"], "-dirty"); v.ClientVersion["gitVersion"] != version || got != strings.TrimSpace(string(commit)) {
		t.Errorf("the program of %s at commit %s says %s", version, commit, output)
	}
}

// TestTheManifestSaysWhatTheNextReleaseSays: the manifest of the repository is that of the last
// release, and what it says of the plugin is said by .goreleaser.yaml.
func TestTheManifestSaysWhatTheNextReleaseSays(t *testing.T) {
	var config struct {
		Krews []struct {
			Homepage         string `json:"homepage"`
			ShortDescription string `json:"short_description"`
			Description      string `json:"description"`
			Caveats          string `json:"caveats"`
		} `json:"krews"`
	}
	if err := yaml.Unmarshal(read(t, filepath.Join(repository, ".goreleaser.yaml")), &config); err != nil || len(config.Krews) != 1 {
		t.Fatal(err, config)
	}
	next, last := config.Krews[0], readManifest(t, filepath.Join(repository, manifestFile)).Spec
	if next.Homepage != last.Homepage || next.ShortDescription != last.ShortDescription || next.Description != last.Description || next.Caveats != last.Caveats {
		t.Errorf(".goreleaser.yaml says %+v, %s says %+v", next, manifestFile, last)
	}
}

func readManifest(t *testing.T, path string) manifest {
	t.Helper()
	var m manifest
	if err := yaml.Unmarshal(read(t, path), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// edit replaces a text of a file, which has to be there.
func edit(t *testing.T, path, old, text string) {
	t.Helper()
	before := string(read(t, path))
	if !strings.Contains(before, old) {
		t.Fatalf("%s has no %q", path, old)
	}
	write(t, path, []byte(strings.Replace(before, old, text, 1)))
}
