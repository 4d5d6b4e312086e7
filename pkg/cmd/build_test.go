package cmd

import (
	"runtime/debug"
	"testing"
)

func TestWhatTheLinkerSetIsNotReplaced(t *testing.T) {
	info := &debug.BuildInfo{
		Main:     debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}},
	}
	for _, test := range []struct {
		name        string
		build, want build
	}{
		{"nothing was set", build{}, build{GitVersion: "v1.2.3", GitCommit: "0123456789abcdef0123"}},
		{"all was set", build{GitVersion: "v9.0.0", GitCommit: "fedcba"}, build{GitVersion: "v9.0.0", GitCommit: "fedcba"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.build
			if got.fill(info); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
	var unknown build
	if unknown.fill(&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}); unknown.GitVersion != "" {
		t.Errorf("a build in the work tree has the version %q", unknown.GitVersion)
	}
}

func TestTheLineForPeopleHasAShortCommit(t *testing.T) {
	b := build{GitVersion: "v1.2.3", GitCommit: "0123456789abcdef0123", GoVersion: "go1.26.8", Platform: "linux/arm64"}
	if got, want := b.String(), "v1.2.3 (commit 0123456789ab, go1.26.8, linux/arm64)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	b.GitCommit = ""
	if got, want := b.String(), "v1.2.3 (go1.26.8, linux/arm64)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
