package snapshot

import "strings"

// RepairReason reads the reason of an event of node auto-repair: Node, an action (Reboot, Reimage,
// Redeploy) and a phase (Start, End, Error). It is not ok for other events.
// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
func RepairReason(reason string) (action, phase string, ok bool) {
	rest, ok := strings.CutPrefix(reason, "Node")
	if !ok {
		return "", "", false
	}
	for _, action := range []string{"Reboot", "Reimage", "Redeploy"} {
		if phase, ok := strings.CutPrefix(rest, action); ok && (phase == "Start" || phase == "End" || phase == "Error") {
			return action, phase, true
		}
	}
	return "", "", false
}
