package answers

import (
	"bytes"
	"strings"
)

// kind is what an object of an answer is.
type kind int

const (
	unknownKind kind = iota
	viewKind
	vmKind
	scaleSetKind
	logKind
	healthKind
	poolKind
	clusterKind
	lockKind
	subnetKind
	ruleKind
	balancerKind
	scheduledKind
	usageKind
	sizeKind
	securityGroupKind
	routeTableKind
	cardKind
)

// kindOf returns what an object is, by its type or else by members that only it has.
func kindOf(o object) kind {
	if k, ok := typeKinds[o.kind()]; ok {
		return k
	}
	switch {
	case o.child("error").has("code") && !o.has("id"):
		return unknownKind // a request that failed
	case o.lists("events") && o.has("documentincarnation"):
		return scheduledKind
	case o.has("operationname") && (o.has("eventtimestamp") || o.has("correlationid") || o.has("submissiontimestamp")):
		return logKind
	case o.has("availabilitystate"), o.has("annotationname"):
		return healthKind
	case o.lists("agentpoolprofiles"):
		return clusterKind
	case o.has("vmsize") && o.has("mode") && (o.has("orchestratorversion") || o.has("nodeimageversion")):
		return poolKind
	case o.has("virtualmachineprofile"), o.child("virtualmachine").lists("statusessummary"):
		return scaleSetKind
	case o.has("instanceid") && (o.has("latestmodelapplied") || o.has("vmid")), o.has("name") && isView(o.child("instanceview")):
		return vmKind
	case isView(o):
		return viewKind
	case o.has("addressprefix") && strings.Contains(strings.ToLower(o.text("id")), "/subnets/"), o.lists("addressprefixes") && strings.Contains(strings.ToLower(o.text("id")), "/subnets/"):
		return subnetKind
	case lockLevels[o.text("level")] && o.has("name"):
		return lockKind
	case o.has("currentvalue") && o.has("limit") && ofVCPUs(o.text("name")):
		return usageKind
	case strings.EqualFold(o.text("resourcetype"), "virtualMachines") && (o.lists("restrictions") || o.lists("locationinfo")):
		return sizeKind
	}
	return unknownKind
}

// typeKinds are the kinds by the types of resources.
var typeKinds = map[string]kind{
	"virtualmachinescalesets/virtualmachines": vmKind, "virtualmachines": vmKind, "virtualmachinescalesets": scaleSetKind,
	"managedclusters": clusterKind, "managedclusters/agentpools": poolKind, "availabilitystatuses": healthKind,
	"resourceannotations": healthKind, "locks": lockKind, "virtualnetworks/subnets": subnetKind,
	"loadbalancers/outboundrules": ruleKind, "loadbalancers": balancerKind,
	"networksecuritygroups": securityGroupKind, "routetables": routeTableKind, "networkinterfaces": cardKind,
}

// lockLevels are the levels of locks.
var lockLevels = map[string]bool{"ReadOnly": true, "CanNotDelete": true}

// isView says whether an object is the instance view of a VM.
func isView(o object) bool {
	if o.has("vmagent") && o.lists("statuses") || o.lists("extensions") && (o.lists("disks") || o.has("vmagent")) {
		return true
	}
	for _, s := range o.list("statuses") {
		if code := s.text("code"); strings.HasPrefix(code, "PowerState/") || strings.HasPrefix(code, "ProvisioningState/") {
			return true
		}
	}
	return false
}

// signs are members, types and codes that answers of Azure have near their beginning.
var signs = []string{
	`"powerstate/`, `"provisioningstate/`, `"instanceview"`, `"vmagent"`, `"operationname"`, `"eventtimestamp"`, `"provisioningstate"`, `"microsoft.`,
	`"documentincarnation"`, `"availabilitystate"`, `"annotationname"`, `"level"`, `"agentpoolprofiles"`, `"claims"`, `"authorization"`, `"computername"`, `"addressprefix`, `"currentvalue"`, `"resourcetype"`,
	"az network lb outbound-rule", "az lock ", "az vmss ",
}

// Looks says whether a text, of which this is the beginning, can hold answers of Azure. It is false for
// objects of Kubernetes.
func Looks(head string) bool {
	if strings.Contains(head[:min(len(head), 512)], `"apiVersion"`) {
		return false
	}
	head = strings.ToLower(head)
	for _, sign := range signs {
		if strings.Contains(head, sign) {
			return true
		}
	}
	return false
}

// Follows says whether a text that begins with objects of Kubernetes can hold answers of Azure behind
// them.
func Follows(text []byte) bool {
	for _, sign := range []string{`"PowerState/`, `"eventTimestamp"`, `"provisioningState"`, `"availabilityState"`} {
		if bytes.Contains(text, []byte(sign)) {
			return true
		}
	}
	return false
}
