package answers

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers/scrub"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The sources of the facts, as the knowledge's checks name them.
const (
	sourceVM            = "azure-vm"
	sourceScaleSet      = "azure-scale-set"
	sourcePool          = "azure-pool"
	sourceCluster       = "azure-cluster"
	sourceLog           = "azure-activity-log"
	sourceHealth        = "azure-resource-health"
	sourceLock          = "azure-lock"
	sourceNetwork       = "azure-network"
	sourceSecurityGroup = "azure-security-group"
	sourceScheduled     = "azure-scheduled-event"
	sourceQuota         = "azure-quota"
	sourceSize          = "azure-size"
)

// Answer is one answer of Azure.
type Answer struct {
	// Page says what it was taken for, and what such an answer never shows.
	Page snapshot.Page
	// Log is true for an activity log.
	Log bool
	// Facts are about the node that they name, or about every node of the cluster.
	Facts []snapshot.Fact
	// Above are facts about what is above some nodes.
	Above []Above
	// Changes are writes and deletes of what is above VMs: Type is Write or Delete, Reason the type of the
	// resource, Message its name within its group. They say nothing of a node, so they are no Facts.
	Changes []snapshot.Fact
	// Errors are the texts of operations that failed, where no fact stands for the operation.
	Errors []string
	// Gaps are what was cut off, or left out.
	Gaps []snapshot.Gap
	// instances are the nodes of the VMs of each scale set that was listed whole.
	instances map[string][]string
	// things are those of the network that the answer shows without a word of which nodes it was asked for, places where VMs are.
	things []thing
	places []place
	// capacity is what is offered, and how much of it is used.
	capacity
}

// Above is a fact about the node pool or the scale set that some nodes belong to.
type Above struct {
	snapshot.Fact
	// Pool is the node pool, ScaleSet the scale set in lower case; one of them is set.
	Pool, ScaleSet string
}

// form is how answers of a kind are called.
type form struct {
	// one and many are the commands that print one object, and a list.
	one, many string
	// thing is what an object is, in the singular.
	thing  string
	hidden []string
}

const (
	// hiddenTries is what only events and the activity log show.
	hiddenTries = "what AKS tried on them"
	// hiddenVM is what only instance views show.
	hiddenVM = "the state of the VMs"
)

// forms are how the answers are called.
var forms = map[kind]form{
	viewKind:          {"az vmss get-instance-view", "az vmss get-instance-view", "VM", []string{hiddenTries}},
	vmKind:            {"az vmss show --instance-id", "az vmss list-instances", "VM", []string{hiddenTries}},
	scaleSetKind:      {"az vmss show", "az vmss list", "scale set", []string{hiddenVM, hiddenTries}},
	logKind:           {"an entry of az monitor activity-log list", "az monitor activity-log list", "operation", []string{hiddenVM, "what the log has not got yet: it can lag by 15 minutes"}},
	healthKind:        {"Resource Health", "Resource Health", "state", []string{hiddenTries}},
	poolKind:          {"az aks nodepool show", "az aks nodepool list", "node pool", []string{hiddenVM, hiddenTries}},
	clusterKind:       {"az aks show", "az aks list", "cluster", []string{hiddenVM, hiddenTries}},
	lockKind:          {"az lock show", "az lock list", "lock", []string{hiddenVM, hiddenTries}},
	subnetKind:        {"az network vnet subnet show", "az network vnet subnet list", "subnet", []string{hiddenVM, hiddenTries}},
	ruleKind:          {"az network lb outbound-rule show", "az network lb outbound-rule list", "outbound rule", []string{hiddenVM, hiddenTries}},
	balancerKind:      {"az network lb show", "az network lb list", "load balancer", []string{hiddenVM, hiddenTries}},
	securityGroupKind: {"az network nsg show", "az network nsg list", "network security group", []string{hiddenVM, hiddenTries}},
	routeTableKind:    {"az network route-table show", "az network route-table list", "route table", []string{hiddenVM, hiddenTries}},
	cardKind:          {"az network nic show", "az network nic list", "network interface", []string{hiddenVM, hiddenTries}},
	usageKind:         {"az vm list-usage", "az vm list-usage", "quota", []string{hiddenVM, hiddenTries}},
	sizeKind:          {"az vm list-skus", "az vm list-skus", "VM size", []string{hiddenVM, hiddenTries}},
	scheduledKind:     {"the metadata service's scheduled events", "the metadata service's scheduled events", "scheduled event", []string{hiddenVM, hiddenTries}},
}

// page returns what an answer was taken for.
func (r *reading) page() snapshot.Page {
	f := forms[r.kind]
	what := f.one
	if r.list {
		what = f.many
	}
	if r.command.name != "" {
		what = r.command.name
	}
	count, thing := r.count, f.thing
	switch {
	case r.kind == logKind && len(r.operations) == 0 && len(r.healths) > 0:
		thing = "change of health"
	case r.kind == logKind:
		count = len(r.operations) + r.dropped
	case r.kind == vmKind && !r.ofScaleSet:
		what = strings.NewReplacer("az vmss show --instance-id", "az vm show", "az vmss list-instances", "az vm list").Replace(what)
	}
	hidden := append([]string{snapshot.HiddenNodes, snapshot.HiddenNodeEvents}, f.hidden...)
	if r.kind == vmKind && !r.viewed {
		hidden = append(hidden, "whether the VMs run, their agents and extensions: az vmss get-instance-view shows them")
	}
	return snapshot.Page{What: what, Things: count, Thing: thing, Hidden: hidden}
}

// gaps returns what is missing of an answer.
func (r *reading) gaps(what string) []snapshot.Gap {
	var gaps []snapshot.Gap
	add := func(subject, reason, action string) {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{subject}, Reason: reason, Action: action})
	}
	if r.cut {
		add("the rest of "+what, "It ends too early, or is not valid JSON from there on.", "Paste all of it, or write it to a file and give that with -f.")
	}
	if r.paged {
		add("more of "+what, "It is one page of several: it names the next one.", "Ask with az, which reads all pages.")
	}
	if r.dropped > 0 {
		add("more of "+what, fmt.Sprintf("Only the first %d operations are kept; %d more are left out.", maxOperations, r.dropped), "Ask for a shorter time.")
	}
	return gaps
}

// fact adds a fact about a node, about every node where it is empty.
func (r *reading) fact(f snapshot.Fact) {
	f.Message = scrub.Text(f.Message)
	f.Reason = scrub.Text(f.Reason)
	r.facts = append(r.facts, f)
}

// failed adds the text of an error that no fact stands for.
func (r *reading) failed(text string) {
	if text = strings.TrimSpace(scrub.Text(text)); text != "" && len(r.errors) < maxErrors {
		r.errors = append(r.errors, text)
	}
}

// maxErrors is how many texts of errors are kept: they are explained, and one explains many.
const maxErrors = 50
