package console_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/console"
)

// shown returns what a serial log shows, in a line for each fact.
func shown(text string) (all []string) {
	for _, f := range console.Facts("a", text) {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s=%s x%d %s", f.Type, f.Status, f.Count, f.Message)))
	}
	return all
}

// Lines that show a fault are kept, the newest of each kind; those from before the last start are apart.
func TestWhatASerialLogShows(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":   {"", []string{"SerialLog=Read x0 0 of 0 lines show a fault"}},
		"healthy": {"[    0.000000] Linux version 5.15.0-1064-azure\n[  OK  ] Started Kubelet.\n", []string{"SerialLog=Read x0 0 of 2 lines show a fault"}},
		"out of memory": {
			"[  1.0] Memory cgroup out of memory: Killed process 7 (java)\n[  2.0] Out of memory: Killed process 8 (a)\n[  3.0] Out of memory: Killed process 9 (b)\n",
			[]string{"SerialLog=Read x0 3 of 3 lines show a fault", "OutOfMemoryInPod=Seen x0 [  1.0] Memory cgroup out of memory: Killed process 7 (java)", "OutOfMemory=Seen x2 [  3.0] Out of memory: Killed process 9 (b)"},
		},
		"before it started again": {
			"[  9.0] Kernel panic - not syncing: x\n[    0.000000] Linux version 5.15\n[  5.0] EXT4-fs error (device sda1): y\n",
			[]string{"SerialLog=Read x0 2 of 3 lines show a fault", "BeforeRestart=KernelPanic x0 [  9.0] Kernel panic - not syncing: x", "FileSystemError=Seen x0 [  5.0] EXT4-fs error (device sda1): y"},
		},
		"somebody went on": {
			"You are in emergency mode. After logging in, type ...\n[  OK  ] Reached target Multi-User System.\naks-user-1 login:\n",
			[]string{"SerialLog=Read x0 1 of 3 lines show a fault", "BeforeRestart=EmergencyMode x0 You are in emergency mode. After logging in, type ..."},
		},
		"a quiet kernel": {
			"Kernel panic - not syncing: x\nBuffer I/O error on dev sda\nWelcome to Ubuntu 22.04.5 LTS!\n",
			[]string{"SerialLog=Read x0 2 of 3 lines show a fault", "BeforeRestart=KernelPanic x0 Kernel panic - not syncing: x", "DiskError=Seen x0 Buffer I/O error on dev sda"},
		},
		"it ends so, after a start": {
			"Welcome to Ubuntu 22.04.5 LTS!\nKernel panic - not syncing: x\n",
			[]string{"SerialLog=Read x0 1 of 2 lines show a fault", "KernelPanic=Seen x0 Kernel panic - not syncing: x"},
		},
		"a pod's own limit": {
			"java invoked oom-killer: gfp_mask=0xcc0\nMemory cgroup out of memory: Killed process 7 (java)\n",
			[]string{"SerialLog=Read x0 1 of 2 lines show a fault", "OutOfMemoryInPod=Seen x0 Memory cgroup out of memory: Killed process 7 (java)"},
		},
		"a name where it is cut": {
			"Kernel panic - not syncing: " + strings.Repeat("x", 262) + " zebra@contoso.example\n",
			[]string{"SerialLog=Read x0 1 of 1 lines show a fault", "KernelPanic=Seen x0 Kernel panic - not syncing: " + strings.Repeat("x", 262) + " <caller>"},
		},
		"disks and units": {
			"EXT4-fs (sda1): Remounting filesystem read-only\nblk_update_request: I/O error, dev sda, sector 1\n\x1b[0;1;31m[FAILED]\x1b[0m Failed to start \x1b[0;1;39mkubelet.service\x1b[0m - Kubelet.\nINFO: task kubelet:7 blocked for more than 120 seconds.\n",
			[]string{"SerialLog=Read x0 4 of 4 lines show a fault", "HungTask=Seen x0 INFO: task kubelet:7 blocked for more than 120 seconds.", "ReadOnlyFileSystem=Seen x0 EXT4-fs (sda1): Remounting filesystem read-only",
				"DiskError=Seen x0 blk_update_request: I/O error, dev sda, sector 1", "FailedUnit=Seen x0 [FAILED] Failed to start kubelet.service - Kubelet."},
		},
		"hostile": {
			"\x1b]0;title\x07kernel panic - not syncing\x00\x07 of zebra@contoso.example at 203.0.113.9 \xff\u202e" + strings.Repeat("x", 1000) + "\n",
			[]string{"SerialLog=Read x0 1 of 1 lines show a fault", "KernelPanic=Seen x0 kernel panic - not syncing of <caller> at <address> \u202e" + strings.Repeat("x", 300-len("kernel panic - not syncing of <caller> at <address> \u202e")) + "..."},
		},
	} {
		if got := shown(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Any bytes are read, and what is kept has no control characters and is bounded.
func FuzzASerialLog(f *testing.F) {
	f.Add("Kernel panic - not syncing\x1b[31m\r\nLinux version")
	f.Fuzz(func(t *testing.T, text string) {
		for _, fact := range console.Facts("a", text) {
			if strings.ContainsFunc(fact.Message, func(r rune) bool { return r < ' ' || r >= 0x7f && r <= 0x9f }) || len(fact.Message) > 1000 {
				t.Errorf("%+v", fact)
			}
		}
	})
}
