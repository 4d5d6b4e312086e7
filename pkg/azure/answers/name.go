package answers

import (
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Unnamed is the name of the node of a VM that an answer does not name. It is no name that a node
// can have.
const Unnamed = "<unnamed>"

// NodeName returns the name of the node that a VM of a scale set becomes: the name of the scale set and
// six digits of the instance ID in base 36. It is empty for an ID that is no number: then only the name
// that the VM's system has says it; and for a scale set whose name none can have.
// Source: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
func NodeName(scaleSet, instance string) string {
	n, err := strconv.ParseUint(instance, 10, 31)
	if err != nil || scaleSet == "" {
		return ""
	}
	digits := strconv.FormatUint(n, 36)
	return nodeWord(scaleSet + strings.Repeat("0", max(6-len(digits), 0)) + digits)
}

// nodeOfVM returns the name of the node by the name of the VM: an instance of a scale set is called
// NAME_ID, a VM of its own as its node is.
func nodeOfVM(name string) string {
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		return NodeName(name[:i], name[i+1:])
	}
	return nodeWord(name)
}

// nodeWord returns a text as the name of a node, empty where it cannot be one.
func nodeWord(name string) string {
	name = strings.ToLower(name)
	if !nodeForm().MatchString(name) {
		return ""
	}
	return name
}

var nodeForm = lazy.Pattern(`^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$`)

// resource is what the ID of a resource names. The parts of IDs are written in any case.
type resource struct {
	group, scaleSet, vm, cluster, pool string
}

// parseID reads the ID of a resource.
func parseID(id string) resource {
	var r resource
	parts := strings.Split(strings.Trim(id, "/"), "/")
	for i := 0; i+1 < len(parts); i += 2 {
		value := parts[i+1]
		switch strings.ToLower(parts[i]) {
		case "resourcegroups":
			r.group = strings.ToLower(value)
		case "virtualmachinescalesets":
			r.scaleSet = strings.ToLower(value)
		case "virtualmachines":
			r.vm = value
		case "managedclusters":
			r.cluster = strings.ToLower(value)
		case "agentpools":
			r.pool = value
		}
	}
	return r
}

// node returns the name of the node of a VM, empty for the ID of anything else.
func (r resource) node() string {
	switch {
	case r.vm == "":
		return ""
	case r.scaleSet != "":
		return NodeName(r.scaleSet, r.vm)
	default:
		return nodeOfVM(r.vm)
	}
}

// osDiskName is the name of the OS disk of a scale set's instance, which names the VM where nothing
// else does: a VM that is deallocated reports no name of its own.
var osDiskName = lazy.Pattern(`(?i)^([a-z0-9-]+)_(?:[a-z0-9-]+_)?(\d+)_OS`)

// nodeOfDisk returns the name of the node by the name of its disk.
func nodeOfDisk(disk string) string {
	m := osDiskName().FindStringSubmatch(disk)
	if m == nil {
		return ""
	}
	return NodeName(m[1], m[2])
}
