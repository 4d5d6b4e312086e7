package knowledge

import (
	"regexp"
	"slices"
	"testing"
)

// lookUp is how a doFirst begins that asks for evidence and gives no answer.
var lookUp = regexp.MustCompile(`^(?:Ask|Check|Compare|Confirm|Count|Explain|Find|Identify|Inspect|List|Look|Read|Review|Search|See|Show|Test|Verify|View|Watch)\b`)

// pointerEntries are those whose only cause is that another text has it: the look-up is the answer.
var pointerEntries = []string{
	"DeploymentFailed", "EventsExpired", "NodeNotReady", "ReconcileVMSSAgentPoolFailed", "UnknownCode",
	"EvictionThresholdMet", "ScaleDownFailed", "windowsCSE:1",
}

// onlyLooks reports whether an entry has one cause, and sends the reader to look for it nevertheless.
func onlyLooks(e *Entry) bool { return lookUp.MatchString(e.DoFirst) && len(e.Causes) < 2 }

func TestWhereTheCauseIsKnownTheFirstThingToDoIsTheAnswer(t *testing.T) {
	looking := 0
	for _, e := range builtin(t).Entries() {
		if lookUp.MatchString(e.DoFirst) {
			looking++
		}
		if onlyLooks(e) != slices.Contains(pointerEntries, e.Code) {
			t.Errorf("%s has %d causes and begins with %q", e.Code, len(e.Causes), e.DoFirst)
		}
	}
	if looking == 0 {
		t.Error("no entry begins with a look-up, so that nothing was tested")
	}
	one, two := []Cause{{Text: "x"}}, []Cause{{Text: "x"}, {Text: "y"}}
	for want, e := range map[bool]*Entry{true: {DoFirst: "Read the log", Causes: one}, false: {DoFirst: "Read the log", Causes: two}} {
		if onlyLooks(e) != want {
			t.Errorf("%q with %d causes: %t", e.DoFirst, len(e.Causes), !want)
		}
	}
	if onlyLooks(&Entry{DoFirst: "Start the VM", Causes: one}) {
		t.Error("an answer is taken for a look-up")
	}
}
