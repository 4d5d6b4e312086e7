// Package console reads the serial log of a VM: of all that a kernel and a system write at it, the lines that show why a node is
// down. It opens no connection. The text is not trusted: whoever has a pod that is privileged can write to it.
package console

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Source is the source of the facts.
const Source = "azure-console"

// The statuses of a line, and the type of one from before the VM last started.
const (
	seen    = "Seen"
	earlier = "BeforeRestart"
)

// maxLine is how many bytes of a line are kept.
const maxLine = 300

// kinds are what lines show, by literals of the Linux kernel and of systemd in lower case; the first that fits decides.
// Sources: https://www.kernel.org/doc/html/latest/admin-guide/index.html and https://systemd.io
var kinds = []struct {
	name     string
	literals []string
}{
	{"KernelPanic", []string{"kernel panic - not syncing", "end kernel panic"}},
	{"EmergencyMode", []string{"you are in emergency mode", "entering emergency mode", "dropping to a shell", "entering emergency shell"}},
	{"KernelBug", []string{"kernel bug at", "bug: unable to handle", "general protection fault", "oops:"}},
	{"Lockup", []string{"soft lockup", "hard lockup", "rcu_sched detected stalls", "rcu_sched self-detected stall", "rcu_preempt detected stalls", "rcu_preempt self-detected stall"}},
	{"HungTask", []string{"blocked for more than"}},
	{"OutOfMemoryInPod", []string{"memory cgroup out of memory"}},
	{"OutOfMemory", []string{"out of memory: kill"}},
	{"ReadOnlyFileSystem", []string{"remounting filesystem read-only", "shutting down filesystem"}},
	{"FileSystemError", []string{"ext4-fs error", "xfs: corruption", "metadata corruption detected", "structure needs cleaning", "unexpected inconsistency", "unable to mount root fs"}},
	{"DiskError", []string{"i/o error, dev", "buffer i/o error", "critical target error", "critical medium error"}},
	{"HardwareError", []string{"[hardware error]", "mce: "}},
	{"FailedUnit", []string{"failed to start ", "dependency failed for "}},
}

// begins is what a kernel writes first when a VM starts, unless it is set to be quiet.
const begins = "linux version "

// running is what a system writes that is up, or is coming up, in lower case.
var running = []string{" login:", "reached target multi-user", "reached target graphical", "welcome to ", "started kubelet"}

// ended are the kinds of lines after which a system writes nothing more.
var ended = []string{"KernelPanic", "EmergencyMode"}

// escapes are the control sequences of a terminal.
var escapes = lazy.Pattern(`\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])?`)

// key is a kind of lines with its status; of lines from before the VM last started it is the other way round.
type key struct{ kind, status string }

// lines are lines of one key: how many there are, and the newest.
type lines struct {
	count  int
	newest string
}

// started notes that what was read of some kinds is from before the VM last started.
func started(found map[key]lines, concerns func(kind string) bool) {
	for _, kind := range kinds {
		was, now := key{kind.name, seen}, key{earlier, kind.name}
		if l := found[was]; l.count > 0 && concerns(kind.name) {
			found[now] = lines{found[now].count + l.count, l.newest}
			delete(found, was)
		}
	}
}

// Facts returns what the serial log of a node's VM shows: the newest line of each kind with how many there are, those from before
// the VM last started apart, and how much of the log that is.
func Facts(node, text string) []snapshot.Fact {
	found := map[key]lines{}
	total, shown := 0, 0
	for line := range strings.Lines(text) {
		line = clean(line)
		if line == "" {
			continue
		}
		total++
		folded := strings.ToLower(line)
		is := func(sign string) bool { return strings.Contains(folded, sign) }
		switch kind := kindOf(folded); {
		case kind != "":
			shown++
			k := key{kind, seen}
			found[k] = lines{found[k].count + 1, line}
		case is(begins):
			started(found, func(string) bool { return true })
		case slices.ContainsFunc(running, is):
			started(found, func(kind string) bool { return slices.Contains(ended, kind) })
		}
	}
	facts := []snapshot.Fact{{Node: node, Source: Source, Type: "SerialLog", Status: "Read", Message: fmt.Sprintf("%d of %d lines show a fault", shown, total)}}
	for _, kind := range kinds {
		for _, k := range []key{{kind.name, seen}, {earlier, kind.name}} {
			l := found[k]
			if l.count == 0 {
				continue
			}
			f := snapshot.Fact{Node: node, Source: Source, Type: k.kind, Status: k.status, Message: cut(scrub.Text(l.newest))}
			if l.count > 1 {
				f.Count = l.count
			}
			facts = append(facts, f)
		}
	}
	return facts
}

// clean returns a line without what a terminal would not show as text.
func clean(line string) string {
	line = escapes().ReplaceAllString(strings.ToValidUTF8(line, ""), "")
	line = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r <= 0x9f:
			return -1
		default:
			return r
		}
	}, line)
	return strings.TrimSpace(line)
}

// cut bounds a line.
func cut(line string) string {
	if len(line) > maxLine {
		return strings.ToValidUTF8(line[:maxLine], "") + "..."
	}
	return line
}

// kindOf returns what a line in lower case shows, empty for one that shows no fault.
func kindOf(line string) string {
	for _, kind := range kinds {
		for _, literal := range kind.literals {
			if strings.Contains(line, literal) {
				return kind.name
			}
		}
	}
	return ""
}
