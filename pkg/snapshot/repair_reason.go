package snapshot

import (
	"slices"
	"strings"
)

// RepairReason reads the reason of an event of node auto-repair: Node, an action (Reboot, Reimage,
// Redeploy) and a phase (Start, End, Error). It is not ok for other events.
// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
func RepairReason(reason string) (action, phase string, ok bool) {
	rest, ok := strings.CutPrefix(reason, "Node")
	if !ok {
		return "", "", false
	}
	for _, action := range repairActions {
		if phase, ok := strings.CutPrefix(rest, action); ok && slices.Contains(repairPhases[:], phase) {
			return action, phase, true
		}
	}
	return "", "", false
}

var (
	repairActions = [...]string{"Reboot", "Reimage", "Redeploy"}
	repairPhases  = [...]string{"Start", "End", "Error"}
)

// RepairReasons returns the reasons of all events of node auto-repair.
func RepairReasons() []string {
	var all []string
	for _, action := range repairActions {
		for _, phase := range repairPhases {
			all = append(all, "Node"+action+phase)
		}
	}
	return all
}
