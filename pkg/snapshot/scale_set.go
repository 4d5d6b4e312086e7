package snapshot

import (
	"iter"
	"strings"
)

const (
	digits      = "0123456789"
	lowerDigits = digits + "abcdefghijklmnopqrstuvwxyz"
	bothDigits  = lowerDigits + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	// instanceDigits is how many digits of the instance ID a name has, in base 36.
	instanceDigits = 6
)

// ScaleSetOf returns the scale set that the name of a Linux node shows, and the instance ID in base 36; both are empty for
// other names. The name of the scale set is aks-POOL-NUMBER-vmss. It is called for each node of a cluster: a regular
// expression would take more time than all else that is done for a node that is well.
// Source: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
func ScaleSetOf(node string) (scaleSet, instance string) {
	end := max(len(node)-instanceDigits, 0)
	rest, aks := strings.CutPrefix(node[:end], "aks-")
	pool, rest, divided := strings.Cut(rest, "-")
	number, vmss := strings.CutSuffix(rest, "-vmss")
	if !aks || !divided || !vmss || !madeOf(pool, lowerDigits) || !madeOf(number, digits) || !madeOf(node[end:], bothDigits) {
		return "", ""
	}
	return node[:end], node[end:]
}

// madeOf says whether a text has some characters, and these alone.
func madeOf(text, characters string) bool {
	return text != "" && strings.Trim(text, characters) == ""
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
