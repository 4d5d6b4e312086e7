package integration

import (
	"path"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// kindOf says what a request asks for.
func kindOf(line string) string {
	address, query, _ := strings.Cut(line, "?")
	switch {
	case strings.Contains(query, "labelSelector=kubernetes.io/hostname in "):
		return "nodes by name"
	case strings.Contains(query, "labelSelector="):
		return "shared label"
	case strings.HasSuffix(address, "/nodes"):
		return "scan"
	case strings.Contains(address, "/nodes/"):
		return "node"
	case strings.Contains(address, "/leases/"):
		return "lease"
	default:
		return path.Base(address)
	}
}

// single reports whether a request asks for one object.
func single(line string) bool { return kindOf(line) == "node" || kindOf(line) == "lease" }

// otherWay reports whether the program can learn by other requests what the one should have
// returned: a user who may not get nodes may still list them, and where a Table is too much a list in pages may not be.
func otherWay(tr trial) bool {
	tooMuch := func(f faults.Fault) bool { return f.Name == tr.fault.Name && !f.Wide }
	return hasty(tr.line) || strings.Contains(tr.line, "nodes?includeObject=None") && slices.ContainsFunc(faults.Unbounded(), tooMuch) || kindOf(tr.line) == "node" && strings.HasPrefix(tr.fault.Name, "403") && !strings.Contains(tr.line, "leases")
}

// hasty reports whether the program asks otherwise as soon as a request fails: for what the
// server has in its cache, of whatever version, or for each node.
func hasty(line string) bool { return strings.Contains(line, "resourceVersionMatch=") }

// subjectOf is how a gap names what a request asks for.
func subjectOf(line string) string {
	address, query, _ := strings.Cut(line, "?")
	switch kindOf(line) {
	case "shared label":
		_, label, _ := strings.Cut(query, "labelSelector=")
		label, _, _ = strings.Cut(label, "&")
		return "which nodes have the label " + label
	case "scan":
		return "nodes"
	case "nodes by name":
		return "node "
	case "node":
		return "node " + path.Base(address)
	case "lease":
		return "lease"
	case "events":
		return "events in namespace " + path.Base(path.Dir(address))
	case "pods":
		return "pods on "
	default:
		return "pod disruption budgets"
	}
}
