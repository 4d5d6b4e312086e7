package alerts_test

import "slices"

// The alerts that are asked for in scenarios.
const (
	down      = "AKSNodeNotReady"
	exhausted = "AKSNodeRepairExhausted"
	again     = "AKSNodeRepairedAgain"
	many      = "AKSManyNodesNotReady"
	silent    = "AKSNodeStatusMissing"
)

// The taints of the scenarios, in the words of those who set them.
const (
	autoscaler = "ToBeDeletedByClusterAutoscaler"
	karpenter  = "karpenter.sh/disrupted"
	stopped    = "node.cloudprovider.kubernetes.io/shutdown"
	unreached  = "node.kubernetes.io/unreachable"
)

// whole is a value all the time; fails is down from minute 5 for 75 minutes.
const (
	whole, never       = "1x90", "0x90"
	untilFive, fromSix = "1x4 0x75 1x10", "0x4 1x75 0x10"
)

// scenarios ask each rule on both sides of each threshold.
var scenarios = []scenario{
	{
		name: "nodes that are down from minute 5 to 80, beside others that nobody has to bring back",
		series: slices.Concat(
			status("prod", "unknown", untilFive, never, fromSix),
			status("prod", "false", untilFive, fromSix, never),
			status("prod", "turns", untilFive, "0x4 1x2 0x90", "0x7 1x72 0x10"), // from False to Unknown
			status("prod", "kept", never, whole, never),                         // the autoscaler marks it until minute 5
			status("prod", "brief", "1x4 0x3 1x90", never, "0x4 1x3 0x90"),
			status("prod", "off", never, never, whole), status("prod", "scaled", never, whole, never), status("prod", "replaced", never, never, whole),
			[]series{
				taint("prod", "kept", autoscaler, "1x4 stale"), taint("prod", "unknown", unreached, whole), taint("test", "false", autoscaler, whole),
				taint("prod", "off", stopped, whole), taint("prod", "scaled", autoscaler, whole), taint("prod", "replaced", karpenter, whole),
			},
			healthy("prod", "h1", "h2", "h3"), healthy("test", "unknown", "false")),
		fires: []firing{
			{alert: down, minute: 10, cluster: "prod", node: "unknown"}, {alert: down, minute: 10, cluster: "prod", node: "false"},
			{alert: down, minute: 10, cluster: "prod", node: "turns"}, {alert: down, minute: 10, cluster: "prod", node: "kept"},
			{alert: exhausted, minute: 70, cluster: "prod", node: "unknown"}, {alert: exhausted, minute: 70, cluster: "prod", node: "false"},
			{alert: exhausted, minute: 70, cluster: "prod", node: "turns"}, {alert: exhausted, minute: 70, cluster: "prod", node: "kept"},
		},
		quiet: map[string][]int{again: {80}, silent: {80}},
	},
	{
		name: "a node that is Ready again",
		series: slices.Concat(
			status("prod", "n1", "1x4 0x75 1x10", never, "0x4 1x75 0x10"), healthy("prod", "h1", "h2", "h3")),
		quiet: map[string][]int{down: {81}, exhausted: {81}, many: {81}, again: {81}},
	},
	{
		name: "a node that fails twice, over a restart of kube-state-metrics",
		series: slices.Concat(
			[]series{
				{`kube_node_status_condition{cluster="prod",node="n1",condition="Ready",status="true",instance="old"}`, "1x4 0x4 1x4 stale"},
				{`kube_node_status_condition{cluster="prod",node="n1",condition="Ready",status="true",instance="new"}`, "_x15 1x4 0x3 1x90"},
				taint("prod", "n1", unreached, whole), taint("test", "n1", autoscaler, whole),
			},
			status("prod", "off", "1 0 1 0x90", never, "0 1 0 1x90"), status("prod", "scaled", "1 0 1 0x90", never, "0 1 0 1x90"),
			status("prod", "replaced", "1 0 1 0x90", "0 1 0 1x90", never),
			[]series{taint("prod", "off", stopped, whole), taint("prod", "scaled", autoscaler, whole), taint("prod", "replaced", karpenter, whole)},
			status("prod", "once", "1x9 0x90", "0x9 1x90", never), healthy("prod", "h1"), healthy("test", "n1")),
		fires: []firing{{alert: again, minute: 20, cluster: "prod", node: "n1", value: "2"}},
	},
	{
		name: "a node that failed twice in six hours, to the minute",
		series: slices.Concat(
			status("prod", "n1", "1x9 0x9 1x347 0x9 1x100", "0x9 1x9 0x347 1x9 0x100", "0x500"),
			healthy("prod", "h1")),
		fires: []firing{{alert: again, minute: 368, cluster: "prod", node: "n1", value: "2"}},
		quiet: map[string][]int{again: {370}}, // the first outage began in minute 10
		long:  true,
	},
	{
		name: "clusters with many nodes down, and those with too few",
		series: slices.Concat(
			// A third of the nodes in service, from minute 5; three more are none of them.
			status("prod", "n1", never, whole, never), status("prod", "n2", untilFive, never, fromSix), healthy("prod", "h1", "h2", "h3", "h4"),
			status("prod", "off", never, never, whole), status("prod", "scaled", never, whole, never), status("prod", "replaced", never, never, whole),
			[]series{
				taint("prod", "n1", unreached, whole), taint("prod", "n2", unreached, whole), taint("prod", "h1", "sku", whole),
				taint("prod", "off", stopped, whole), taint("prod", "scaled", autoscaler, whole), taint("prod", "replaced", karpenter, whole),
			},
			// Nodes of the same names, with taints, in another cluster.
			healthy("test", "n1", "n2", "h1"), []series{taint("test", "n1", autoscaler, whole), taint("test", "n2", autoscaler, whole), taint("test", "h1", karpenter, whole)},
			// Two of three, with one that is Ready.
			status("small", "n1", untilFive, fromSix, never), status("small", "n2", untilFive, never, fromSix), healthy("small", "h1"),
			// Exactly the limit; one node that is half of a cluster, beside one that does not count.
			status("ten", "n1", never, whole, never), status("ten", "n2", never, never, whole), status("ten", "n3", never, never, whole), healthy("ten", names("h", 7)...),
			one("off", stopped), one("scaled", autoscaler), one("replaced", karpenter)),
		fires: []firing{
			{alert: many, minute: 10, cluster: "prod", percent: "33.33%"},
			{alert: many, minute: 10, cluster: "small", percent: "66.67%"},
		},
	},
	{
		name:   "kube-state-metrics is gone",
		series: status("prod", "n1", "1x4 stale", "0x4 stale", "0x4 stale"),
		fires:  []firing{{alert: silent, minute: 20}},
		quiet:  map[string][]int{down: {4, 20}},
	},
	{
		name:   "another condition is not the status of nodes",
		series: []series{{`kube_node_status_condition{cluster="prod",node="n1",condition="MemoryPressure",status="false"}`, whole}},
		fires:  []firing{{alert: silent, minute: 15}},
		quiet:  map[string][]int{down: {15}},
	},
}

// one returns a cluster of three: a node that is down, one that is down and has a taint, and
// one that is Ready.
func one(cluster, key string) []series {
	return slices.Concat(
		status(cluster, "n1", never, whole, never), status(cluster, "n2", never, whole, never), healthy(cluster, "h1"),
		[]series{taint(cluster, "n2", key, whole)})
}
