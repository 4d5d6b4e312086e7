package knowledge

import (
	"regexp"
	"strings"
	"testing"
)

// change is a verb with which a text asks for a change: at the beginning of a sentence or of a
// clause, or behind a conjunction.
var change = regexp.MustCompile(`(?i)(?:^|[.;:,] |\b(?:and|or|then|only|let AKS) )(?:` + strings.Join([]string{
	"abort", "add", "allocate", "allow", "apply", "assign", "attach", "change", "configure", "cordon", "create", "delete", "detach",
	"disable", "drain", "drop", "exempt", "give", "grant", "limit", "link", "lower", "make your", "move", "open", "raise", "reboot",
	"recreate", "reconcile", "redeploy", "reimage", "remove", "replace", "reset", "resize", "restart", "restore", "rotate", "run the same",
	"scale", "send", "set", "shorten", "start", "stop", "switch", "turn off", "turn on", "unblock", "uncordon", "undo", "update",
	"upgrade", "upload", "use a", "use another", "use fewer",
}, "|") + `)\b`)

// harmless are clauses that begin with such a verb and change nothing of Azure or Kubernetes, each
// with the reason.
var harmless = []struct {
	pattern *regexp.Regexp
	reason  string
}{
	{regexp.MustCompile(`(?i)\b(?:do not|never|delete nothing|start no)\b[^.]*`), "says what not to do"},
	{regexp.MustCompile(`(?i)open (?:an Azure|a) support request(?:\. Give)?[^.;]*`), "Microsoft acts, and asks first"},
	{regexp.MustCompile(`(?i)\blook for [^.]*`), "names what to look for"},
	{regexp.MustCompile(`(?i)for an extension that AKS installs, ask Azure support`), "Microsoft acts"},
	{regexp.MustCompile(`(?i)open Diagnose and solve problems[^.]*`), "opens a page that only reads"},
	{regexp.MustCompile(`(?i)replace (?:it|the node) as below`), "the steps below have the mark"},
	{regexp.MustCompile(`(?i)before you [^.]*`), "says when, not what"},
	{regexp.MustCompile(`(?i)\b(?:if|when|once|while|until|whether|in which case|that|which) [^,.;]*`), "a condition or a description, not what to do"},
}

// asksForAChange returns the words with which a text asks for one, "" if it asks for none.
func asksForAChange(text string) string {
	for _, h := range harmless {
		text = h.pattern.ReplaceAllString(text, "…")
	}
	return change.FindString(text)
}

func TestWhatAsksForAChange(t *testing.T) {
	for text, want := range map[string]bool{
		"Restart the node.": true, "Read the log, then restart the node.": true, "If the pool is small, scale it up.": true,
		"Wait, or move the pods.": true, "Once it is fixed, let AKS reconcile.": true, "Only when nothing uses it, remove the link.": true,
		"Do not restart or delete the VM.": false, "Check who can restart the node.": false, "Read what changed.": false,
		"If it fails again, open an Azure support request.": false, "Before you delete it, read its log.": false,
		"When the nodes restart, read their log.": false,
	} {
		if found := asksForAChange(text); (found != "") != want {
			t.Errorf("%q: found %q", text, found)
		}
	}
}

func TestEveryStepThatAsksForAChangeHasTheMarkAndAWarning(t *testing.T) {
	marked := 0
	for _, e := range builtin(t).Entries() {
		if e.Kind == KindPractice {
			continue // what to set up beforehand, of which each step is a change
		}
		for _, s := range e.NextSteps {
			switch found := asksForAChange(s.Text); {
			case s.Mutates && s.Warning == "":
				t.Errorf("%s: a change without a warning: %s", e.Code, s.Text)
			case s.Mutates && s.Command == "":
				marked++
			case found != "" && !s.Mutates:
				t.Errorf("%s: %q changes something, and the step has no mark: %s", e.Code, strings.Trim(found, " ,.;:"), s.Text)
			}
		}
	}
	if marked == 0 {
		t.Error("no step changes something without a command, so that nothing was tested")
	}
}

func TestEveryReasonWhyAStepIsHarmlessIsNeeded(t *testing.T) {
	var all strings.Builder
	for _, e := range builtin(t).Entries() {
		for _, s := range e.NextSteps {
			all.WriteString(s.Text + "\n")
		}
	}
	for _, h := range harmless {
		if h.reason == "" || !h.pattern.MatchString(all.String()) {
			t.Errorf("no step has %s (%s)", h.pattern, h.reason)
		}
	}
}
