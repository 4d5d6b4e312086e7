package knowledge

import (
	"regexp"
	"strings"
	"testing"
)

// supportPolicy is what stands before every change of a VM or scale set that AKS manages.
const supportPolicy = "Microsoft supports direct changes to the VMs of AKS only when its support asks for them."

// direct are the commands that change a VM or a scale set past AKS.
var direct = regexp.MustCompile(`^az (?:vm|vmss) |^az rest .*Microsoft\.Compute`)

func TestChangesPastAKSStateTheSupportPolicyAndComeAfterTheWayThroughAKS(t *testing.T) {
	seen := 0
	for _, e := range builtin(t).Entries() {
		offered := false
		for _, s := range e.NextSteps {
			offered = offered || strings.HasPrefix(s.Command, "az aks nodepool delete-machines ")
			if !s.Mutates || !direct.MatchString(s.Command) {
				continue
			}
			seen++
			if !strings.HasPrefix(s.Warning, supportPolicy) {
				t.Errorf("%s: the warning does not begin with the support policy: %q", e.Code, s.Warning)
			}
			if !offered {
				t.Errorf("%s: no step before offers delete-machines: %s", e.Code, s.Command)
			}
		}
	}
	if seen == 0 {
		t.Error("no command changes a VM directly, so that nothing was tested")
	}
}

// narrowing are options without which a command acts on more than one VM or pool, or does
// more than is meant. They stand directly behind the verb, so that a command that is
// pasted in part never acts on more than the whole would.
var narrowing = regexp.MustCompile(` (?:--instance-ids?|--machine-names|--node-image-only|--enable-managed-identity|--outbound-type) `)

func TestOptionsThatNarrowACommandStandBehindItsVerb(t *testing.T) {
	verb := regexp.MustCompile(`^(?:az|kubectl)(?: [a-z][a-z-]*)+$`)
	seen := 0
	for command := range commands(builtin(t)) {
		at := narrowing.FindStringIndex(command)
		if at == nil {
			continue
		}
		seen++
		if !verb.MatchString(command[:at[0]]) {
			t.Errorf("%q does not stand behind the verb of %s", narrowing.FindString(command), command)
		}
	}
	if seen < 10 {
		t.Errorf("%d commands have an option that narrows them", seen)
	}
}

// prose is a command in the middle of a text, where it has no mark and no guard.
var prose = regexp.MustCompile(`\b(?:az(?: [a-z-]+)* [a-z-]*(?:abort|create|delete|update|start|stop|restart|reimage|redeploy|scale|upgrade)[a-z-]*` +
	`|kubectl (?:delete|drain|cordon|uncordon|taint|apply|patch|annotate|scale|rollout))\b|\b[Dd]elete the VolumeAttachment`)

func TestNoTextHidesACommandThatChangesSomething(t *testing.T) {
	for text, want := range map[string]bool{
		"One that hangs can be ended with az aks operation-abort.": true, "Then run kubectl delete node.": true,
		"Run az aks nodepool list first.": false, "When it stays, delete the VolumeAttachment of the node.": true,
	} {
		if prose.MatchString(text) != want {
			t.Errorf("a command in %q: %t, want %t", text, !want, want)
		}
	}
	for _, e := range builtin(t).Entries() {
		for _, s := range e.NextSteps {
			if found := prose.FindString(s.Text + " " + s.Warning); found != "" {
				t.Errorf("%s: %q belongs into a step of its own, with its mark and warning", e.Code, found)
			}
		}
	}
}

func TestOnlyStepsOfTheAzureCLISayWhatTheyNeedOfIt(t *testing.T) {
	for _, e := range builtin(t).Entries() {
		for _, s := range e.NextSteps {
			if (s.AzureCLI != "" || s.Extensions != nil) && !strings.HasPrefix(s.Command, "az ") {
				t.Errorf("%s: a step without az needs a version of it: %s", e.Code, s.Command)
			}
		}
	}
}
