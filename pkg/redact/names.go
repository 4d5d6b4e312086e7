package redact

import (
	"strings"
)

// inPool matches the names that AKS gives to nodes and scale sets of Linux and to virtual
// machines: aks, the pool, eight digits, and what kind it is with its number.
// Source: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-instance-ids
var inPool = lazy(`^aks-([a-z0-9]+)-([0-9]+)-(vmss(?:[0-9a-zA-Z]{6})?|vms[0-9]+)$`)

// machine stands for the name of a node, a virtual machine or a scale set. One that AKS has
// made keeps its form and its number.
func (r *Redactor) machine(sort, name string) string {
	if m := inPool().FindStringSubmatch(name); m != nil {
		token := "aks-" + r.pool(m[1]) + "-" + r.digits(m[2]) + "-" + m[3]
		r.taken[token] = sort + "\x00" + name
		return token
	}
	return r.token(sort, name)
}

// node stands for the name of a node, which can be that of its virtual machine.
func (r *Redactor) node(name string) string { return r.machine("node", name) }

// pool stands for a node pool, whose names have letters and digits alone.
func (r *Redactor) pool(name string) string {
	return strings.ReplaceAll(r.token("pool", name), "-", "")
}

// group stands for a resource group. That of the nodes is MC_GROUP_CLUSTER_REGION as a rule,
// from which commands take the group and the name of the cluster.
func (r *Redactor) group(name string) string {
	parts := strings.Split(name, "_")
	if len(parts) != 4 || !strings.EqualFold(parts[0], "MC") {
		return r.token("rg", name)
	}
	return parts[0] + "_" + r.token("rg", parts[1]) + "_" + r.token("cluster", parts[2]) + "_" + r.Text(parts[3])
}

// learnGroup notes the names that a resource group's name is made of.
func (r *Redactor) learnGroup(name string) {
	r.learn(name, r.group(name))
	if parts := strings.Split(name, "_"); len(parts) == 4 && strings.EqualFold(parts[0], "MC") {
		r.learn(parts[1], r.token("rg", parts[1]))
		r.learn(parts[2], r.token("cluster", parts[2]))
	}
}

// learnNode notes the name of a node and of the pool in it.
func (r *Redactor) learnNode(name string) {
	r.learn(name, r.node(name))
	if m := inPool().FindStringSubmatch(name); m != nil {
		r.learn(m[1], r.pool(m[1]))
		r.learn("aks-"+m[1]+"-"+m[2]+"-vmss", "aks-"+r.pool(m[1])+"-"+r.digits(m[2])+"-vmss")
	}
}

// providerID stands for a provider ID, part by part: what leads to a part tells what it is.
func (r *Redactor) providerID(id string) string {
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
		if fixedPart(parts[i]) && before != "resourcegroups" {
			continue
		}
		parts[i] = r.providerPart(before, parts[i])
	}
	return r.Text(scheme) + "://" + strings.Join(parts, "/")
}

// fixedPart says whether a part of a resource ID is one of Azure's own words.
func fixedPart(part string) bool {
	switch strings.ToLower(part) {
	case "", "subscriptions", "resourcegroups", "providers", "microsoft.compute", "virtualmachinescalesets", "virtualmachines":
		return true
	default:
		return false
	}
}

// instance matches the number of a virtual machine in a scale set.
var instance = lazy(`^[0-9]{1,8}$`)

func (r *Redactor) providerPart(before, part string) string {
	switch {
	case before == "subscriptions":
		return r.id(part)
	case before == "resourcegroups":
		return r.group(part)
	case before == "virtualmachinescalesets":
		return r.machine("vmss", part)
	case before == "virtualmachines" && instance().MatchString(part):
		return part
	default:
		return r.node(part)
	}
}

// learnProvider notes the names in a provider ID.
func (r *Redactor) learnProvider(id string) {
	parts := strings.Split(id, "/")
	for i := 1; i < len(parts); i++ {
		switch before := strings.ToLower(parts[i-1]); {
		case fixedPart(parts[i]) && before != "resourcegroups":
		case before == "resourcegroups":
			r.learnGroup(parts[i])
		case before == "virtualmachinescalesets" || before == "virtualmachines" && !instance().MatchString(parts[i]):
			r.learn(parts[i], r.providerPart(before, parts[i]))
		}
	}
}

// resourceID stands for a resource ID in a text: the types stay, every name is replaced.
func (r *Redactor) resourceID(id string) string {
	parts := strings.Split(strings.TrimRight(id, ".:"), "/")
	rest := id[len(strings.Join(parts, "/")):]
	isName := false
	for i, part := range parts {
		switch before := strings.ToLower(parts[max(0, i-1)]); {
		case part == "":
		case !isName:
			isName = true
			parts[i] = r.words(part, nil)
		default:
			isName = false
			switch {
			case before == "providers":
				parts[i] = r.words(part, nil)
			case before == "virtualmachines" && instance().MatchString(part):
			default:
				parts[i] = r.named(before, part)
			}
		}
	}
	return strings.Join(parts, "/") + rest
}

// named is the token for a name in a resource ID, of which the type is before it.
func (r *Redactor) named(before, part string) string {
	if token, ok := r.known[strings.ToLower(part)]; ok {
		return token
	}
	switch before {
	case "subscriptions", "resourcegroups", "virtualmachinescalesets", "virtualmachines":
		return r.providerPart(before, part)
	case "managedclusters":
		return r.token("cluster", part)
	default:
		return r.token("name", part)
	}
}
