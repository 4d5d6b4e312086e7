package redact

import (
	"strings"
)

// aksNodeName matches the names that AKS gives to nodes and scale sets of Linux and to virtual
// machines: aks, the pool, eight digits, and what kind it is with its number.
// Source: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
var aksNodeName = lazyPattern(`^aks-([a-z0-9]+)-([0-9]+)-(vmss(?:[0-9a-zA-Z]{6})?|vms[0-9]+)$`)

// computeName stands for the name of a node, a virtual machine or a scale set. One that AKS has
// made keeps its form and its number.
func (r *Redactor) computeName(sort, name string) string {
	if m := aksNodeName().FindStringSubmatch(name); m != nil {
		token := "aks-" + r.poolName(m[1]) + "-" + r.digitsToken(m[2]) + "-" + m[3]
		r.valueOf[token] = sort + "\x00" + name
		return token
	}
	return r.token(sort, name)
}

// nodeName stands for the name of a node, which can be that of its virtual machine.
func (r *Redactor) nodeName(name string) string { return r.computeName("node", name) }

// poolName stands for a node pool, whose names have letters and digits alone.
func (r *Redactor) poolName(name string) string {
	return strings.ReplaceAll(r.token("pool", name), "-", "")
}

// groupName stands for a resource group. That of the nodes is MC_GROUP_CLUSTER_REGION as a rule,
// from which commands take the group and the name of the cluster.
func (r *Redactor) groupName(name string) string {
	parts := strings.Split(name, "_")
	if len(parts) != 4 || !strings.EqualFold(parts[0], "MC") {
		return r.token("rg", name)
	}
	return parts[0] + "_" + r.token("rg", parts[1]) + "_" + r.token("cluster", parts[2]) + "_" + r.Text(parts[3])
}

// learnGroup notes the names that a resource group's name is made of.
func (r *Redactor) learnGroup(name string) {
	r.learn(name, r.groupName(name))
	if parts := strings.Split(name, "_"); len(parts) == 4 && strings.EqualFold(parts[0], "MC") {
		r.learn(parts[1], r.token("rg", parts[1]))
		r.learn(parts[2], r.token("cluster", parts[2]))
	}
}

// learnNode notes the name of a node and of the pool in it.
func (r *Redactor) learnNode(name string) {
	r.learn(name, r.nodeName(name))
	if m := aksNodeName().FindStringSubmatch(name); m != nil {
		r.learn(m[1], r.poolName(m[1]))
		r.learn("aks-"+m[1]+"-"+m[2]+"-vmss", "aks-"+r.poolName(m[1])+"-"+r.digitsToken(m[2])+"-vmss")
	}
}

// redactProviderID stands for a provider ID, part by part: what leads to a part tells what it is.
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

// isAzureWord says whether a part of a resource ID is one of Azure's own words.
func isAzureWord(part string) bool {
	switch strings.ToLower(part) {
	case "", "subscriptions", "resourcegroups", "providers", "microsoft.compute", "virtualmachinescalesets", "virtualmachines":
		return true
	default:
		return false
	}
}

// instanceNumber matches the number of a virtual machine in a scale set.
var instanceNumber = lazyPattern(`^[0-9]{1,8}$`)

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

// learnProvider notes the names in a provider ID.
func (r *Redactor) learnProvider(id string) {
	parts := strings.Split(id, "/")
	for i := 1; i < len(parts); i++ {
		switch before := strings.ToLower(parts[i-1]); {
		case isAzureWord(parts[i]) && before != "resourcegroups":
		case before == "resourcegroups":
			r.learnGroup(parts[i])
		case before == "virtualmachinescalesets" || before == "virtualmachines" && !instanceNumber().MatchString(parts[i]):
			r.learn(parts[i], r.providerPartToken(before, parts[i]))
		}
	}
}

// redactResourceID stands for a resource ID in a text: the types stay, every name is replaced.
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

// resourceName is the token for a name in a resource ID, of which the type is before it.
func (r *Redactor) resourceName(before, part string) string {
	if token, ok := r.knownNames[strings.ToLower(part)]; ok {
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
