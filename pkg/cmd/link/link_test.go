package link

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// linkSystems are the two kinds of link.
var linkSystems = []string{"linux", "windows"}

// pluginIn returns a folder with a plugin in it.
func pluginIn(t *testing.T, l Link) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, l.plugin), []byte("a program"), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheLinkIsMadeOnceAndRemovedOnce(t *testing.T) {
	for _, system := range linkSystems {
		t.Run(system, func(t *testing.T) {
			l := New(system)
			folder := pluginIn(t, l)
			for _, step := range []struct {
				name string
				do   func(string) (bool, error)
				want bool
			}{
				{"install", l.Install, true}, {"install again", l.Install, false},
				{"uninstall", l.Uninstall, true}, {"uninstall again", l.Uninstall, false},
				{"install once more", l.Install, true},
			} {
				if done, err := step.do(folder); err != nil || done != step.want {
					t.Fatalf("%s: %t, %v, want %t", step.name, done, err, step.want)
				}
			}
			if text, err := os.ReadFile(filepath.Join(folder, l.plugin)); err != nil || string(text) != "a program" {
				t.Errorf("the plugin was changed: %q, %v", text, err)
			}
		})
	}
}

func TestTheLinkFollowsThePluginToAnotherFolder(t *testing.T) {
	l := New("linux")
	folder := pluginIn(t, l)
	if _, err := l.Install(folder); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(folder, moved); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(moved, l.Name)); err != nil || string(text) != "a program" {
		t.Errorf("the link leads to %q, %v", text, err)
	}
}

func TestWhatIsSomethingElseIsLeftAlone(t *testing.T) {
	for _, system := range linkSystems {
		t.Run(system, func(t *testing.T) {
			l := New(system)
			folder := pluginIn(t, l)
			foreign := filepath.Join(folder, l.Name)
			if err := os.WriteFile(foreign, []byte("theirs"), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, do := range []func(string) (bool, error){l.Install, l.Uninstall} {
				if done, err := do(folder); done || err == nil || !strings.Contains(err.Error(), foreign+" is there already") {
					t.Errorf("%t, %v, want an error that names the file", done, err)
				}
			}
			if text, err := os.ReadFile(foreign); err != nil || string(text) != "theirs" {
				t.Errorf("the file is now %q, %v", text, err)
			}
		})
	}
	l := New("linux")
	folder := pluginIn(t, l)
	if err := os.Symlink("kubectl-other", filepath.Join(folder, l.Name)); err != nil {
		t.Fatal(err)
	}
	if done, err := l.Install(folder); done || err == nil {
		t.Errorf("a link to another program is replaced: %t, %v", done, err)
	}
}

func TestALinkOfOursThatLeadsNowhereIsReplaced(t *testing.T) {
	l := New("linux")
	folder := pluginIn(t, l)
	if err := os.Symlink(filepath.Join(t.TempDir(), l.plugin), filepath.Join(folder, l.Name)); err != nil {
		t.Fatal(err)
	}
	if done, err := l.Install(folder); !done || err != nil {
		t.Errorf("%t, %v, want it made", done, err)
	}
	if target, err := os.Readlink(filepath.Join(folder, l.Name)); err != nil || target != l.plugin {
		t.Errorf("it leads to %q, %v", target, err)
	}

	l = New("windows")
	folder = pluginIn(t, l)
	path := filepath.Join(folder, l.Name)
	if err := os.WriteFile(path, []byte(scriptMark+"@old\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if done, err := l.Install(folder); !done || err != nil {
		t.Errorf("%t, %v, want it made", done, err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != l.script {
		t.Errorf("the script is %q, %v", text, err)
	}
}

func TestTheWindowsScriptPassesAllArguments(t *testing.T) {
	lines := strings.Split(New("windows").script, "\r\n")
	if len(lines) != 3 || lines[2] != "" || !strings.HasPrefix(lines[0], "@rem ") {
		t.Fatalf("the script is %q", lines)
	}
	// %~dp0 is the script's own folder, with its backslash; %* are all arguments, quoted as they came.
	if lines[1] != `@"%~dp0kubectl-autorepair.exe" __complete %*` {
		t.Errorf("the command is %s", lines[1])
	}
}

func TestTheMarkerForWindowsIsMadeAndRemovedWithTheScript(t *testing.T) {
	l := New("windows")
	folder := pluginIn(t, l)
	marker := filepath.Join(folder, "kubectl-autorepair")
	for range 2 { // the second time it is missing, as in a folder that an older version set up
		if done, err := l.Install(folder); err != nil || !done {
			t.Fatalf("%t, %v", done, err)
		}
		if info, err := os.Stat(marker); err != nil || info.Size() != 0 {
			t.Fatalf("the marker is %v, %v", info, err)
		}
		if err := os.Remove(marker); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(marker, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if done, err := l.Install(folder); err != nil || done {
		t.Errorf("with a program of that name: %t, %v", done, err)
	}
	if done, err := l.Uninstall(folder); err != nil || !done {
		t.Errorf("removing: %t, %v", done, err)
	}
	if text, err := os.ReadFile(marker); err != nil || string(text) != "theirs" {
		t.Errorf("somebody's program is %q, %v", text, err)
	}
	if err := os.Remove(marker); err != nil {
		t.Fatal(err)
	}
	for _, do := range []func(string) (bool, error){l.Install, l.Uninstall} {
		if done, err := do(folder); err != nil || !done {
			t.Errorf("%t, %v", done, err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("what is left is %v, %v, want the plugin", left, err)
	}
}

func TestAFolderThatCannotBeWrittenToIsAnError(t *testing.T) {
	for _, system := range linkSystems {
		l := New(system)
		if done, err := l.Install(filepath.Join(t.TempDir(), "missing")); done || err == nil || !strings.Contains(err.Error(), "--dir") {
			t.Errorf("%s: %t, %v", system, done, err)
		}
	}
}

func TestTheFolderIsTheOneWhereKubectlFindsThePlugin(t *testing.T) {
	l := New("linux")
	first, second, empty := pluginIn(t, l), pluginIn(t, l), t.TempDir()
	list := func(folders ...string) string { return strings.Join(folders, string(filepath.ListSeparator)) }
	for _, test := range []struct{ name, path, asked, want, fault string }{
		{"the first that has it", list(empty, first, second), "", first, ""},
		{"the one asked for", list(first), second, second, ""},
		{"relative folders are not searched", list(".", second), "", second, ""},
		{"nowhere", list(empty), "", "", "no folder of PATH has kubectl-autorepair"},
		{"asked for, but not there", list(first), empty, "", "has no kubectl-autorepair"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := l.PluginFolder(test.path, test.asked)
			if got != test.want || (err != nil) != (test.fault != "") || err != nil && !strings.Contains(err.Error(), test.fault) {
				t.Errorf("got %q, %v, want %q and %q", got, err, test.want, test.fault)
			}
		})
	}
	if OnPath(list(first), second) || !OnPath(list(second, first), filepath.Join(second, ".")) {
		t.Error("folders on PATH are not distinguished from others")
	}
}
