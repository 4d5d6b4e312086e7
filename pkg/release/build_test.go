package release

import (
	"debug/buildinfo"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestOnlyTheToolchainOfTheModuleBuilds has no network: only the Go that runs is there.
func TestOnlyTheToolchainOfTheModuleBuilds(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	for _, test := range []struct{ name, toolchain, developers, failure string }{
		{"the one that runs", runtime.Version(), "go1.99.1", ""},
		{"an older one than runs", "go1.26.1", "local", "go1.26.1"},
		{"none", "", "local", "no line with a toolchain"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("GOTOOLCHAIN", test.developers)
			r := &Release{Version: testVersion, Root: t.TempDir()}
			module := "module m\n\ngo 1.26.0\n"
			if test.toolchain != "" {
				module += "\ntoolchain " + test.toolchain + "\n"
			}
			for name, text := range map[string]string{"go.mod": module, "cmd/" + program + "/main.go": "package main\n\nfunc main() {}\n"} {
				path := filepath.Join(r.Root, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			path, err := r.goBuild(t.Context(), here(), t.TempDir())
			if test.failure != "" && err != nil && strings.Contains(err.Error(), test.failure) {
				return
			}
			built, unread := buildinfo.ReadFile(path)
			if err != nil || unread != nil || built.GoVersion != test.toolchain { // it may be kept here
				t.Errorf("%v, %v, %+v", err, unread, built)
			}
		})
	}
}
