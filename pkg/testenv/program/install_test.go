package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// aptWords are what apt-get says, as Debian 12 and Ubuntu word it.
var aptWords = map[string]string{
	"held lists":    "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)\nE: Unable to lock directory /var/lib/apt/lists/",
	"held packages": "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
	"held archives": "E: Could not get lock /var/cache/apt/archives/lock. It is held by process 7 (apt-get)\nE: Unable to lock the download directory",
	"no network":    "E: Failed to fetch http://mirror/pool/f/fish.deb  Temporary failure resolving 'mirror'",
	"old lists":     "W: Failed to fetch http://mirror/dists/InRelease  Temporary failure resolving 'mirror'\nW: Some index files failed to download. They have been ignored, or old ones used instead.",
	"no package":    "E: Unable to locate package fish",
	"no candidate":  "Package fish is not available, but is referred to by another package.\n\nE: Package 'fish' has no installation candidate",
	"broken":        "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
}

// machine returns a folder of programs that stand for those of a system: an apt-get that
// gives one answer after the other, each a name of aptWords, or "ok" for what goes well,
// and an id.
func machine(t *testing.T, user string, answers ...string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for i, answer := range answers {
		text := "install -m 755 /dev/null " + filepath.Join(folder, "fish4")
		if words := aptWords[answer]; words != "" {
			text = "cat <<'END'\n" + words + "\nEND\n"
			if answer != "old lists" { // of which apt-get only warns
				text += "exit 100"
			}
		} else if answer != "ok" {
			text = answer
		}
		script(t, folder, "answer"+string(rune('a'+i)), text)
	}
	script(t, folder, "apt-get", `set -- `+folder+`/answer?; cp "$1" `+folder+`/now; [ $# = 1 ] || rm "$1"; exec sh `+folder+`/now`)
	script(t, folder, "id", "echo "+user)
	script(t, folder, "sleep", "exit 0")
	return folder
}

// script writes a program.
func script(t *testing.T, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// install runs the script with the programs of a folder before those of this system, and
// waits for a lock so many seconds.
func install(t *testing.T, folder, wait, what string) (printed string, failed bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "./install.sh", what)
	c.Env = []string{"PATH=" + folder + ":/usr/bin:/bin", "LOCK_WAIT=" + wait, "HOME=" + folder}
	output, err := c.CombinedOutput()
	return string(output), err != nil
}

func TestInstallSaysWhyAProgramCannotBeHad(t *testing.T) {
	const root, other = "0", "1000"
	for what, test := range map[string]struct {
		folder string
		says   string // all that it prints; nothing where the program is installed
	}{
		"it goes well":          {machine(t, root, "true", "ok"), ""},
		"the user is not root":  {machine(t, other), "not installed: fish4: only root may: apt-get install fish\n"},
		"no network":            {machine(t, root, "old lists", "no network"), "not installed: fish4: no network: " + aptWords["no network"] + "\n"},
		"no package":            {machine(t, root, "true", "no package"), "not installed: fish4: no package fish\n"},
		"a package of the past": {machine(t, root, "true", "no candidate"), "not installed: fish4: no package fish\n"},
		"no package, as far as it is known": {machine(t, root, "old lists", "no package"),
			"not installed: fish4: no network for all lists of packages (W: Failed to fetch http://mirror/dists/InRelease  Temporary failure resolving 'mirror'), and no package fish in the others\n"},
		"something else":               {machine(t, root, "true", "broken"), "not installed: fish4: apt-get install fish: " + aptWords["broken"] + "\n"},
		"the package has another name": {machine(t, root, "true", "true"), "not installed: fish4: the package fish has no such program here\n"},
	} {
		t.Run(what, func(t *testing.T) {
			printed, failed := install(t, test.folder, "600", "fish4=fish")
			if printed != test.says || failed != (test.says != "") {
				t.Errorf("fails: %v, and says\n%s", failed, printed)
			}
		})
	}
}

func TestInstallWaitsForALock(t *testing.T) {
	for what, answers := range map[string][]string{
		"of the lists":    {"held lists", "held lists", "true", "ok"},
		"of the packages": {"true", "held packages", "held packages", "ok"},
		"of the archives": {"true", "held archives", "ok"},
	} {
		t.Run(what, func(t *testing.T) {
			folder := machine(t, "0", answers...)
			printed, failed := install(t, folder, "600", "fish4=fish")
			if failed || strings.Count(printed, "\n") != 1 || !strings.HasPrefix(printed, "waiting at most 600 s: E: Could not get lock") || !strings.Contains(printed, "process 7") {
				t.Errorf("fails: %v, and says\n%s", failed, printed)
			}
		})
	}
	folder := machine(t, "0", "true", "held packages")
	printed, failed := install(t, folder, "1", "fish4=fish")
	lines := strings.Split(strings.TrimSpace(printed), "\n") // that it waits is said where a second was left
	if end := lines[len(lines)-1]; !failed || !strings.HasPrefix(end, "not installed: fish4: another process held the package lock for 1 s: E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7") {
		t.Errorf("fails: %v, and says\n%s", failed, printed)
	}
}

func TestInstallTakesPackagesOfNpm(t *testing.T) {
	const keeps = `mkdir -p "$3/node_modules/@a/b" && echo '{"version": "1.2.3"}' >"$3/node_modules/@a/b/package.json"`
	for what, test := range map[string]struct{ npm, says string }{
		"it goes well": {keeps, ""},
		"no package":   {"echo npm error code E404; exit 1", "not installed: @a/b@1.2.3: no such package or version at npm\n"},
		"no network":   {"echo npm error code EAI_AGAIN; exit 1", "not installed: @a/b@1.2.3: no network: npm error code EAI_AGAIN\n"},
		"another":      {"echo npm error code EACCES; exit 1", "not installed: @a/b@1.2.3: npm install: npm error code EACCES\n"},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			script(t, folder, "npm", test.npm)
			printed, failed := install(t, folder, "600", "npm:@a/b@1.2.3")
			if printed != test.says || failed != (test.says != "") {
				t.Errorf("fails: %v, and says\n%s", failed, printed)
			}
			if test.says != "" {
				return
			}
			script(t, folder, "npm", "exit 1")
			if printed, failed = install(t, folder, "600", "npm:@a/b@1.2.3"); printed != "" || failed {
				t.Errorf("what is there is installed again: %s", printed)
			}
		})
	}
}
