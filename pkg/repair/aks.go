package repair

import (
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The numbers and names of AKS, Azure and Kubernetes that the diagnosis relies on, each once
// and with its source. The labels that sources and the redaction look at too are in package
// snapshot; marks that lead to a suppression are in the knowledge's YAML.

// The sequence of node auto-repair.
// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
const (
	// dueTime is the window in which AKS checks a node before it acts: it is not expected
	// to have acted on a younger outage.
	dueTime = 10 * time.Minute
	// maxRounds is how often AKS goes through the sequence.
	maxRounds = 3
)

// The timing of the steps, which no document gives. Inferred from the one public sample of
// a production cluster, in which the steps follow each other after five minutes.
// Source: root-cause write-up in https://github.com/Azure/ARO-HCP (May 2026).
const (
	// stepSpacing is the time from one step to the next.
	stepSpacing = 5 * time.Minute
	// manyRounds is up to which count of an event it is not asked whether it fits its time.
	manyRounds = 4 * maxRounds
	// stepTime is how long a step may take before its missing effect counts as a failure.
	stepTime = 2 * stepSpacing
)

// retention is how long AKS keeps events.
const retention = snapshot.EventRetention

// networkWideNodes is how many nodes must be NotReady together, being also more than half
// of the cluster, before their silence is read as a fault of the network. Inferred.
const networkWideNodes = 3

// What Kubernetes does by itself.
const (
	// leaseFresh is within which a kubelet renews its lease several times: it does so every
	// ten seconds. statusPeriod is after which it writes the status even if nothing changed.
	// Source: https://kubernetes.io/docs/concepts/architecture/nodes/#heartbeats
	leaseFresh   = time.Minute
	statusPeriod = 5 * time.Minute
	// noticeTime is within which the control plane notices that a kubelet reports its node as not Ready,
	// with time to spare: it looks every five seconds.
	// Source: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
	// (node-monitor-period).
	noticeTime = time.Minute
	// registrationTime is within which a kubelet writes its first status after it has
	// registered the node: a Ready condition that has not changed since then was never True.
	// Inferred.
	registrationTime = time.Minute
)

// A node that becomes NotReady flapCount times within flapTime flaps. Inferred: AKS repairs only an
// outage of five minutes, and an hour has room for several that are shorter.
const (
	flapCount = 3
	flapTime  = time.Hour
)

// Windows in which things belong together. Inferred.
const (
	// leadTime is how long before the outage an event can be its cause.
	leadTime = 30 * time.Minute
	// bootTime is within which a kubelet that a repair started again reports its reboot.
	bootTime = 15 * time.Minute
)

// taintShutdown is on a node whose VM is stopped or deallocated.
// Source: https://github.com/kubernetes/cloud-provider, package api
const taintShutdown = "node.cloudprovider.kubernetes.io/shutdown"

// labelMode is the label that says whether a node's pool is a System or a User pool.
// Source: https://learn.microsoft.com/azure/aks/use-system-pools
const labelMode = "kubernetes.azure.com/mode"
