package brief

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

func TestTextIsCutWithAMark(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		lines int
		want  string
	}{
		{"one two three", 80, 1, "> one two three"},
		{"one two three", 9, 0, "> one two|  three"},
		{"one two three four", 12, 1, "> one two..."},
		{"one, two three", 9, 1, "> one..."},
		{"abcdefghijklmnop", 12, 1, "> abcd...nop"},
		{"", 12, 1, ""},
		{"one two three", 0, 1, "> one two three"},
	} {
		if got := strings.Join(hang("> ", test.text, test.width, test.lines), "|"); got != test.want {
			t.Errorf("%q at %d columns, %d lines: %q, want %q", test.text, test.width, test.lines, got, test.want)
		}
	}
	for _, width := range []int{1, 2, 3, 4, 9, 10, 11} {
		for _, name := range []string{"aks-user-15776247-vmss00000a", "節点節点節点節点"} {
			if got := middle(name, width); clean.Width(got) > width {
				t.Errorf("%q at %d columns is %q", name, width, got)
			}
		}
	}
	if got := middle("aks-user-15776247-vmss00000a", 14); got != "aks-us...0000a" {
		t.Errorf("a name is cut to %q", got)
	}
}

// commands are of each form that the table has.
var commands = []string{
	`az vmss reimage --instance-id 4 --subscription 0b1f6471-1bf0-4dda-aec3-cb9272f09590 -g mc_shop_prod_uksouth -n aks-user-15776247-vmss`,
	`az aks nodepool delete-machines --machine-names aks-user-15776247-vmss000004 --subscription 0b1f6471-1bf0-4dda-aec3-cb9272f09590 -g shop --cluster-name prod -n user`,
	`SP_ID=$(az aks show --subscription 0b1f6471-1bf0-4dda-aec3-cb9272f09590 -g shop -n prod -o tsv) && az ad sp show --id "$SP_ID" -o json`,
	`az vmss run-command invoke --instance-id 4 -n vmss --command-id RunShellScript --scripts "nc -vz -w5 mcr.microsoft.com 443; ls -l --all /tmp"`,
	`kubectl --context=prod get events -A --field-selector 'involvedObject.kind=Node - x' -o json`,
	`kubectl drain aks-user-15776247-vmss000004 --ignore-daemonsets --delete-emptydir-data --timeout=10m`,
}

func TestACommandIsDividedSoThatHalfOfItDoesNotRun(t *testing.T) {
	divided := 0
	for _, command := range commands {
		for width := 40; width < 200; width += 7 {
			lines, ok := shell(command, 7, width)
			if !ok {
				continue
			}
			var whole []string
			for i, line := range lines {
				if clean.Width(line) > width {
					t.Errorf("%d columns at %d: %q", clean.Width(line), width, line)
				}
				text, waits := strings.CutSuffix(strings.TrimSpace(line), ` \`)
				if waits != (i < len(lines)-1) {
					t.Errorf("line %d of %d is %q", i+1, len(lines), line)
				}
				whole = append(whole, text)
			}
			if got := strings.Join(whole, " "); got != command {
				t.Errorf("at %d columns it is the command\n%s\nand not\n%s", width, got, command)
			}
			for _, narrow := range []string{"reimage", "invoke", "delete-machines"} {
				if strings.Contains(lines[0], " "+narrow) && !strings.Contains(lines[0], narrow+" --") {
					t.Errorf("at %d columns the first line acts on more than the command: %q", width, lines[0])
				}
			}
			if len(lines) > 1 {
				divided++
			}
		}
	}
	if divided < 20 {
		t.Errorf("only %d commands were divided", divided)
	}
	if _, ok := shell(`az x --query "`+strings.Repeat("a ", 40)+`"`, 7, 80); ok {
		t.Error("a command with a word that is too wide is printed")
	}
}
