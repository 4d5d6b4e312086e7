package snapshot

import (
	"iter"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// instanceName is the name of a Linux node of a scale set: the scale set's name, which
// ends in -vmss, and six base-36 digits of the instance ID.
// Source: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
var instanceName = lazy.Pattern(`^(aks-[a-z0-9]+-[0-9]+-vmss)([0-9a-zA-Z]{6})$`)

// ScaleSetOf returns the scale set that a node's name shows, and the instance ID in base 36; both
// are empty for other names.
func ScaleSetOf(node string) (scaleSet, instance string) {
	if !strings.HasPrefix(node, "aks-") {
		return "", ""
	}
	if m := instanceName().FindStringSubmatch(node); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// Siblings returns of each scale set that names show the first of them, in the order of names. What is
// true of a scale set, such as its pool, can be read from that node.
func Siblings(names iter.Seq[string]) map[string]string {
	first := map[string]string{}
	for name := range names {
		if scaleSet, _ := ScaleSetOf(name); scaleSet != "" && (first[scaleSet] == "" || name < first[scaleSet]) {
			first[scaleSet] = name
		}
	}
	return first
}

// PoolOf returns the node pool that a node's name shows, empty for other names.
func PoolOf(node string) string {
	scaleSet, _ := ScaleSetOf(node)
	if scaleSet == "" {
		return ""
	}
	return strings.Split(scaleSet, "-")[1]
}
