package cluster

import (
	"fmt"
	"strings"
)

// missingPermission names the permission that a request needs and how an administrator grants
// it. USER stays a placeholder, because the server's text must not become part of a command.
func missingPermission(r request) string {
	role, verbs := r.role()
	if r.namespace == "" {
		return fmt.Sprintf("The missing permission: %s %s in the whole cluster; an administrator grants it with "+
			`"kubectl create clusterrole %s --verb=%s --resource=%s" and `+
			`"kubectl create clusterrolebinding %s --clusterrole=%s --user=USER".`,
			r.verb(), r.qualified(), role, verbs, r.qualified(), role, role)
	}
	return fmt.Sprintf("The missing permission: %s %s in namespace %s; an administrator grants it with "+
		`"kubectl create role %s --verb=%s --resource=%s -n %s" and `+
		`"kubectl create rolebinding %s --role=%s --user=USER -n %s".`,
		r.verb(), r.qualified(), r.namespace, role, verbs, r.qualified(), r.namespace, role, role, r.namespace)
}

// qualified returns the resource with its group, as kubectl and roles name it.
func (r request) qualified() string {
	if r.group == "" {
		return r.resource
	}
	return r.resource + "." + r.group
}

// role returns a name for a role that allows what this program reads of the resource, and its
// verbs.
func (r request) role() (name, verbs string) {
	if r.watch {
		return strings.TrimSuffix(r.resource, "s") + "-watcher", "list,watch"
	}
	switch r.resource {
	case "nodes":
		return "node-reader", "get,list"
	case "events":
		return "node-event-reader", r.verb()
	case "leases":
		return "node-lease-reader", r.verb()
	case "poddisruptionbudgets":
		return "budget-reader", r.verb()
	default:
		return strings.TrimSuffix(strings.TrimSuffix(r.resource, "es"), "s") + "-reader", r.verb()
	}
}
