package redact

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// aksNodeName matches the names that AKS gives to Linux nodes, scale sets and VMs: aks, the
// pool, eight digits, and the kind with its number.
// Source:
// https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
var aksNodeName = lazy.Pattern(`^aks-([a-z0-9]+)-([0-9]+)-(vmss(?:[0-9a-zA-Z]{6})?|vms[0-9]+)$`)

// computeName replaces the name of a node, a VM or a scale set. The token for a name made by
// AKS keeps its form and its number.
func (r *Redactor) computeName(sort, name string) string {
	of := sort + "\x00" + name
	if token := r.tokenOf[of]; token != "" {
		return token
	}
	if m := aksNodeName().FindStringSubmatch(name); m != nil {
		r.issue(of, "aks-"+r.poolName(m[1])+"-"+r.digitsToken(m[2])+"-"+m[3])
		return r.tokenOf[of]
	}
	return r.token(sort, name)
}

// nodeName replaces the name of a node, which can be that of its VM.
func (r *Redactor) nodeName(name string) string { return r.computeName("node", name) }

// poolName replaces the name of a node pool, which has only letters and digits.
func (r *Redactor) poolName(name string) string {
	return strings.ReplaceAll(r.token("pool", name), "-", "")
}

// groupName replaces the name of a resource group. Commands read the group and the cluster from
// the name of a node resource group, MC_GROUP_CLUSTER_REGION.
func (r *Redactor) groupName(name string) string {
	parts := strings.Split(name, "_")
	if len(parts) != 4 || !strings.EqualFold(parts[0], "MC") {
		return r.token("rg", name)
	}
	return parts[0] + "_" + r.token("rg", parts[1]) + "_" + r.token("cluster", parts[2]) + "_" + r.Text(parts[3])
}

// learnGroup learns the names that the name of a resource group is made of.
func (r *Redactor) learnGroup(name string) {
	r.learn(name, r.groupName)
	if parts := strings.Split(name, "_"); len(parts) == 4 && strings.EqualFold(parts[0], "MC") {
		r.learn(parts[1], r.tokenFor("rg"))
		r.learn(parts[2], r.tokenFor("cluster"))
	}
}

// learnNode learns the name of a node and of the pool in it.
func (r *Redactor) learnNode(name string) {
	r.learn(name, r.nodeName)
	if m := aksNodeName().FindStringSubmatch(name); m != nil {
		r.learn(m[1], r.poolName)
		r.learn("aks-"+m[1]+"-"+m[2]+"-vmss", func(string) string { return "aks-" + r.poolName(m[1]) + "-" + r.digitsToken(m[2]) + "-vmss" })
	}
}

// redactProviderID replaces the names in a provider ID. The part before a name says what it
// names.
func (r *Redactor) redactProviderID(id string) string {
	scheme, path, ok := strings.Cut(id, "://")
	if !ok {
		return r.token("id", id)
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		before := ""
		if i > 0 {
			before = strings.ToLower(parts[i-1])
		}
		if isAzureWord(parts[i]) && before != "resourcegroups" {
			continue
		}
		parts[i] = r.providerPartToken(before, parts[i])
	}
	return r.Text(scheme) + "://" + strings.Join(parts, "/")
}

// isAzureWord says whether a part of a resource ID is a fixed word of Azure.
func isAzureWord(part string) bool {
	switch strings.ToLower(part) {
	case "", "subscriptions", "resourcegroups", "providers", "microsoft.compute", "virtualmachinescalesets", "virtualmachines":
		return true
	default:
		return false
	}
}

// instanceNumber matches the number of an instance in a scale set.
var instanceNumber = lazy.Pattern(`^[0-9]{1,8}$`)

func (r *Redactor) providerPartToken(before, part string) string {
	switch {
	case before == "subscriptions":
		return r.idToken(part)
	case before == "resourcegroups":
		return r.groupName(part)
	case before == "virtualmachinescalesets":
		return r.computeName("vmss", part)
	case before == "virtualmachines" && instanceNumber().MatchString(part):
		return part
	default:
		return r.nodeName(part)
	}
}

// learnProvider learns the names in a provider ID.
func (r *Redactor) learnProvider(id string) {
	parts := strings.Split(id, "/")
	for i := 1; i < len(parts); i++ {
		switch before := strings.ToLower(parts[i-1]); {
		case isAzureWord(parts[i]) && before != "resourcegroups":
		case before == "resourcegroups":
			r.learnGroup(parts[i])
		case before == "virtualmachinescalesets" || before == "virtualmachines" && !instanceNumber().MatchString(parts[i]):
			r.learn(parts[i], func(part string) string { return r.providerPartToken(before, part) })
		}
	}
}

// redactResourceID replaces the names in a resource ID in a text; the types stay.
func (r *Redactor) redactResourceID(id string) string {
	parts := strings.Split(strings.TrimRight(id, ".:"), "/")
	rest := id[len(strings.Join(parts, "/")):]
	isName := false
	for i, part := range parts {
		switch before := strings.ToLower(parts[max(0, i-1)]); {
		case part == "":
		case !isName:
			isName = true
			parts[i] = r.redactWords(part, nil)
		default:
			isName = false
			switch {
			case before == "providers":
				parts[i] = r.redactWords(part, nil)
			case before == "virtualmachines" && instanceNumber().MatchString(part):
			default:
				parts[i] = r.resourceName(before, part)
			}
		}
	}
	return strings.Join(parts, "/") + rest
}

// resourceName returns the token for a name in a resource ID; before is its type.
func (r *Redactor) resourceName(before, part string) string {
	if token, ok := r.names.lookUp(part); ok {
		return token
	}
	switch before {
	case "subscriptions", "resourcegroups", "virtualmachinescalesets", "virtualmachines":
		return r.providerPartToken(before, part)
	case "managedclusters":
		return r.token("cluster", part)
	default:
		return r.token("name", part)
	}
}
