package pattern

import (
	"testing"
	"time"
)

var (
	deallocated = Item{Source: "azure-vm", Type: "PowerState", Status: "deallocated"}
	running     = Item{Source: "azure-vm", Type: "PowerState", Status: "running"}
	silent      = Item{Source: SourceCondition, Type: "Ready", Status: "Unknown", Reason: "NodeStatusUnknown"}
	pleg        = Item{Source: SourceCondition, Type: "Ready", Status: "False", Message: "PLEG is not healthy: pleg was last seen active 3m"}
	scaleDown   = Item{Source: SourceEvent, Reason: "ScaleDown", Message: "node removed by cluster autoscaler"}
)

// newKnown returns what items show, where one source was read whole. Before, it was the evidence on another node.
func newKnown(whole string, items ...Item) *Known {
	var k Known
	k.Set(func(string) bool { return true }, []Item{deallocated, silent, {Source: SourceLabel, Type: "other"}, {Source: SourceEvent, Reason: "ScaleDown"}})
	k.Set(func(source string) bool { return source == whole }, items)
	return &k
}

func TestWhatAChecksAnswerIs(t *testing.T) {
	power := Check{Evidence: Evidence{Facts: []Fact{{Source: "azure-vm", Type: "PowerState", Status: "deallocated"}}}}
	message := Check{Evidence: Evidence{Conditions: []Condition{{Type: "Ready", Message: "pleg is NOT healthy"}}}}
	removed := Check{Evidence: Evidence{Events: []Event{{Reason: "ScaleDown"}, {Reason: "DeletingNode"}}}}
	kept := Check{Absent: true, Evidence: removed.Evidence}
	both := Check{All: true, Evidence: Evidence{Facts: power.Facts, Events: []Event{{Reason: "ScaleDown"}}}}
	spot := Check{Evidence: Evidence{Marks: []Mark{{Label: "kubernetes.azure.com/scalesetpriority", Value: "spot"}}}}
	notSpot := Check{Evidence: Evidence{Marks: []Mark{{Label: "kubernetes.azure.com/scalesetpriority", Value: "spot", Not: true}}}}
	label := Item{Source: SourceLabel, Type: "kubernetes.azure.com/scalesetpriority", Status: "spot"}
	for name, test := range map[string]struct {
		check Check
		items []Item
		whole string
		want  Answer
	}{
		"a fact that matches":                          {power, []Item{deallocated}, "", Holds},
		"a fact of the type with another status":       {power, []Item{running}, "", Fails},
		"no fact":                                      {power, nil, "", Unknown},
		"a condition's text in another case":           {message, []Item{pleg}, "", Holds},
		"a condition that nobody knows":                {message, []Item{silent}, "", Unknown},
		"an event":                                     {removed, []Item{scaleDown}, "", Holds},
		"no event, and not all were read":              {removed, nil, "", Unknown},
		"no event among all":                           {removed, nil, SourceEvent, Fails},
		"absence that was not seen whole":              {kept, nil, "", Unknown},
		"absence":                                      {kept, nil, SourceEvent, Holds},
		"no absence":                                   {kept, []Item{scaleDown}, SourceEvent, Fails},
		"one of all":                                   {both, []Item{deallocated}, "", Unknown},
		"all":                                          {both, []Item{deallocated, scaleDown}, "", Holds},
		"one of all is known to fail":                  {both, []Item{running, scaleDown}, "", Fails},
		"a label":                                      {spot, []Item{label}, SourceLabel, Holds},
		"no label on a node that was read":             {spot, nil, SourceLabel, Fails},
		"a label that must not be there, and is not":   {notSpot, nil, SourceLabel, Holds},
		"a label that must not be there, of no node":   {notSpot, nil, "", Unknown},
		"a label that must not be there, and is there": {notSpot, []Item{label}, SourceLabel, Fails},
	} {
		t.Run(name, func(t *testing.T) {
			answer, _ := test.check.Compile().Judge(newKnown(test.whole, test.items...))
			if answer != test.want {
				t.Errorf("the answer is %v, want %v", answer, test.want)
			}
		})
	}
}

func TestALogHasMoreThanOneOfAType(t *testing.T) {
	c := Check{Evidence: Evidence{Facts: []Fact{{Source: "azure-activity-log", Type: "Delete", Status: "Succeeded", Actor: "Person"}}}}
	other := Item{Source: "azure-activity-log", Type: "Delete", Status: "Succeeded", Actor: "ClusterIdentity"}
	if answer, _ := c.Compile().Judge(newKnown("", other)); answer != Unknown {
		t.Errorf("another entry of the log makes the answer %v", answer)
	}
}

func TestAnAnswerNamesWhatItRestsOn(t *testing.T) {
	c := Check{Evidence: Evidence{Events: []Event{{Reason: "ScaleDown"}}}}
	later := scaleDown
	later.Time = time.Unix(9, 0)
	_, items := c.Compile().Judge(newKnown("", scaleDown, silent, later))
	if len(items) != 2 || items[1].Time != later.Time {
		t.Errorf("it rests on %+v", items)
	}
}
