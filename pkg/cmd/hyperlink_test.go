package cmd

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// onTerminal returns a system whose standard output is a terminal with an environment.
func onTerminal(out *bytes.Buffer, environment string) System {
	return System{
		Streams:  genericiooptions.IOStreams{Out: out, ErrOut: out},
		Now:      time.Now,
		Terminal: func(any) (int, bool) { return 120, true },
		Getenv: func(name string) string {
			for setting := range strings.FieldsSeq(environment) {
				if key, value, _ := strings.Cut(setting, "="); key == name {
					return value
				}
			}
			return ""
		},
	}
}

func TestLinksAreForTerminalsThatTakeThem(t *testing.T) {
	for environment, want := range map[string]bool{
		"":                                      false,
		"TERM=xterm-256color":                   false,
		"VTE_VERSION=4999":                      false,
		"VTE_VERSION=5000":                      true,
		"VTE_VERSION=new":                       false,
		"VTE_VERSION=7600 TERM=dumb":            false,
		"VTE_VERSION=7600 TERM=screen-256color": false,
		"VTE_VERSION=7600 TERM=tmux-256color":   false,
		"WT_SESSION=1":                          true,
		"KONSOLE_VERSION=1":                     true,
		"DOMTERM=1":                             true,
		"TERM_PROGRAM=iTerm.app":                true,
		"TERM_PROGRAM=WezTerm":                  true,
		"TERM_PROGRAM=vscode":                   true,
		"TERM_PROGRAM=ghostty":                  true,
		"TERM_PROGRAM=Hyper":                    true,
		"TERM_PROGRAM=Apple_Terminal":           false,
		"TERM=xterm-kitty":                      true,
		"TERM=foot":                             true,
		"TERM=alacritty":                        true,
		"FORCE_HYPERLINK=1":                     true,
		"FORCE_HYPERLINK=1 TERM=tmux-256color":  true,
		"FORCE_HYPERLINK=1 TERM=dumb":           false,
		"FORCE_HYPERLINK=0 VTE_VERSION=7600":    false,
	} {
		sys := onTerminal(nil, environment)
		equal(t, environment, sys.takesLinks("auto"), want)
		equal(t, environment+", --color never", sys.takesLinks("never"), false)
		sys.Terminal = func(any) (int, bool) { return 0, false }
		equal(t, environment+", a pipe", sys.takesLinks("always"), false)
	}
}

func TestACodeLeadsToItsPageWhereTheTerminalTakesLinks(t *testing.T) {
	const link = "\x1b]8;;https://learn.microsoft.com/"
	for _, test := range []struct {
		args  string
		links bool
	}{
		{"diagnose --demo", true}, {"explain OutboundConnectivityNotEnabledOnVMSS", true},
		{"diagnose --demo aks-user-15776247-vmss000004 --details --no-pager", true},
		{"explain OutboundConnectivityNotEnabledOnVMSS --details --no-pager", true},
		{"explain OutboundConnectivityNotEnabledOnVMSS --details", false},
		{"diagnose --demo --details", false}, {"diagnose --demo -o markdown", false}, {"diagnose --demo -o json", false},
		{"diagnose --demo --color never", false},
	} {
		var out bytes.Buffer
		sys := onTerminal(&out, "VTE_VERSION=7600")
		sys.Context, sys.Args = t.Context(), append([]string{"kubectl-autorepair"}, strings.Fields(test.args)...)
		if status := Main(sys); status != 0 {
			t.Fatalf("%s: status %d: %s", test.args, status, out.String())
		}
		equal(t, test.args, strings.Contains(out.String(), link), test.links)
		equal(t, test.args+": has the name of the code", strings.Contains(out.String(), "OutboundConnectivityNotEnabledOnVMSS"), true)
	}
}
