package pages_test

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestDescribedNodesAreReadAsWhatTheyAre(t *testing.T) {
	const describedLine = "node aks-user-15776247-vmss000009 KernelDeadlock=False(KernelHasNoDeadlock) MemoryPressure=Unknown(NodeStatusUnknown) Ready=Unknown(NodeStatusUnknown)" +
		" taint node.kubernetes.io/unreachable:NoExecute taint node.kubernetes.io/unreachable:NoSchedule taint sku=gpu:NoSchedule" +
		" agentpool=user kubernetes.io/os=linux topology.kubernetes.io/zone=westeurope-1 9 v1.30.7 Ubuntu 22.04.5 LTS linux age 195h59m40s"
	const describedEvents = "event aks-user-15776247-vmss000009 Normal NodeNotReady 39m0s..39m0s x1 node-controller: Node aks-user-15776247-vmss000009 status is now: NodeNotReady\n" +
		"event aks-user-15776247-vmss000009 Normal NodeRebootStart 30m0s..25m0s x2 aks-auto-repair: Node auto-repair is initiating a reboot\n" +
		"event aks-user-15776247-vmss000009 Warning NodeRebootError 24m0s..24m0s x1 aks-auto-repair: Node auto-repair reboot action failed due to an operation failure: InvalidParameter"
	described := "shown kubectl describe node: 1 node, 3 events\n" + describedLine + "\n" + describedEvents
	checkPages(t, map[string]pageCase{
		"described":                  {describedDown, described},
		"described, quoted":          {"> " + strings.ReplaceAll(strings.TrimSpace(describedDown), "\n", "\n> ") + "\n", described},
		"described, indented":        {"    " + strings.ReplaceAll(describedDown, "\n", "\n    "), described},
		"described, Windows lines":   {strings.ReplaceAll(describedDown, "\n", "\r\n"), described},
		"described, behind a prompt": {"it is down:\n\n$ kubectl describe node x\n" + describedDown, described + "\nrest it is down:\n\n$ kubectl describe node x"},
		"described, tabs":            {strings.ReplaceAll(describedDown, "   ", "\t"), described},
		"two described": {
			describedDown + "\n\n" + strings.ReplaceAll(before(describedDown, "Addresses"), "vmss000009", "vmss00000a"),
			"shown kubectl describe node: 2 nodes, 3 events\n" + describedLine + "\n" +
				strings.ReplaceAll(strings.Replace(describedLine, " 9 v1.30.7 Ubuntu 22.04.5 LTS linux", "", 1), "vmss000009", "vmss00000a") + "\n" + describedEvents,
		},
		"upper half, down by its taints": {
			"Name:               a-1\nRoles:              agent\nLabels:             agentpool=user\nAnnotations:        x: y\n" +
				"Taints:             node.cloudprovider.kubernetes.io/shutdown:NoSchedule\n                    node.kubernetes.io/unreachable:NoSchedule\nUnschedulable:      false\n",
			"shown kubectl describe node: 1 node\nnode a-1 Ready=Unknown taint node.cloudprovider.kubernetes.io/shutdown:NoSchedule taint node.kubernetes.io/unreachable:NoSchedule agentpool=user",
		},
		"upper half, nothing says Ready": {
			"Name:               a-1\nRoles:              agent\nTaints:             <none>\nUnschedulable:      false\n",
			"shown kubectl describe node: 1 node\ncut whether node a-1 is Ready",
		},
		"conditions alone": {
			"  Type   Status  LastHeartbeatTime   LastTransitionTime  Reason  Message\n  Ready  False   Mon, 09 Mar 2026 11:58:00 +0000   Mon, 09 Mar 2026 11:00:00 +0000   KubeletNotReady   PLEG is not healthy:\n  pleg was last seen active 5m ago\n",
			"shown a table of conditions: 1 node\nnode <unnamed> Ready=False(KubeletNotReady)",
		},
		"conditions, wrapped by a terminal": {
			"  Type   Status  LastHeartbeatTime   LastTransitionTime  Reason  Message\n  Ready  False   Mon, 09 Mar 2026 11:58:00 +0000   Mon, 09 Mar 2026 1\n1:00:00 +0000   KubeletNotReady   container runtime is do\nwn\n",
			"shown a table of conditions: 1 node\nnode <unnamed> Ready=False(KubeletNotReady)",
		},
		"conditions of a pod": {"Conditions:\n  Type              Status\n  Initialized       True \n  Ready             False \n", "rest Conditions:\n  Type              Status\n  Initialized       True\n  Ready             False"},
		"conditions in YAML": {
			"  - lastHeartbeatTime: \"2026-03-09T11:58:00Z\"\n    lastTransitionTime: \"2026-03-09T11:00:00Z\"\n    message: 'container runtime is down: x'\n    reason: KubeletNotReady\n    status: \"False\"\n    type: Ready\n",
			"shown a list of conditions: 1 node\nnode <unnamed> Ready=False(KubeletNotReady)",
		},
		"conditions in JSON": {
			`[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"2026-03-09T11:58:00Z","lastTransitionTime":"2026-03-09T11:00:00Z","message":"kubelet is posting ready status"}]`,
			"shown a list of conditions: 1 node\nnode <unnamed> Ready=True(KubeletReady)",
		},
	})
}

func TestTablesAreReadAsWhatTheyAre(t *testing.T) {
	checkPages(t, map[string]pageCase{
		"nodes": {
			"NAME   STATUS                        ROLES    AGE     VERSION\na-1    Ready                         <none>   25d     v1.29.9\na-2    NotReady,SchedulingDisabled   agent    2d3h    v1.29.9\nb.c    Unknown                       agent    90s     v1.29.9\n",
			"shown kubectl get nodes: 3 nodes\nnode a-1 Ready=True v1.29.9 age 600h0m0s\nnode a-2 Ready=NotReady node-role.kubernetes.io/agent= v1.29.9 age 51h0m0s cordoned\nnode b.c Ready=NotReady node-role.kubernetes.io/agent= v1.29.9 age 1m30s",
		},
		"nodes, wide, without the header": {
			"akswin000001   NotReady   <none>   3h   v1.30.7   10.224.0.4   <none>   Windows Server 2022 Datacenter   10.0.20348.2762   containerd://1.7.20+azure\n",
			"shown kubectl get nodes: 1 node\nnode akswin000001 Ready=NotReady v1.30.7 Windows Server 2022 Datacenter windows age 3h0m0s",
		},
		"nodes, labels": {
			"NAME   STATUS     ROLES    AGE   VERSION   AGENTPOOL   ZONE      LABELS\na-1    NotReady   <none>   25d   v1.29.9   user        eu-1      kubernetes.azure.com/mode=user,x=\na-2    Ready      <none>   25d   v1.29.9               eu-2      y=z\n",
			"shown kubectl get nodes: 2 nodes\nnode a-1 Ready=NotReady agentpool=user kubernetes.azure.com/agentpool=user kubernetes.azure.com/mode=user topology.kubernetes.io/zone=eu-1 x= v1.29.9 age 600h0m0s\n" +
				"node a-2 Ready=True topology.kubernetes.io/zone=eu-2 y=z v1.29.9 age 600h0m0s",
		},
		"nodes, cut in a row": {"NAME   STATUS     ROLES    AGE   VERSION\na-1    NotReady   <none>   25d   v1.29.9\na-2    NotR", "shown kubectl get nodes: 1 node\nnode a-1 Ready=NotReady v1.29.9 age 600h0m0s\ncut the rest of the table of nodes"},
		"events": {
			"LAST SEEN   TYPE      REASON             OBJECT            MESSAGE\n12m         Warning   NodeRebootError    node/a-1          failed due to an operation failure:\nInvalidParameter\n5m          Normal    Pulling            pod/x             Pulling image\n<unknown>   Normal    NodeReady          node/a-1          ready\n",
			"shown a table of events: 2 events\nevent a-1 Warning NodeRebootError 12m0s..12m0s x1 : failed due to an operation failure: InvalidParameter\nevent a-1 Normal NodeReady : ready",
		},
		"kubectl events, all namespaces": {
			"NAMESPACE   LAST SEEN              TYPE      REASON        OBJECT     MESSAGE\ndefault     5m12s (x7 over 20m)    Warning   SystemOOM     Node/a-1   System OOM encountered\n",
			"shown a table of events: 1 event\nevent a-1 Warning SystemOOM 20m0s..5m12s x7 : System OOM encountered",
		},
		"events, wide": {
			"LAST SEEN   TYPE      REASON     OBJECT     SUBOBJECT   SOURCE           MESSAGE              FIRST SEEN   COUNT   NAME\n5m          Warning   Rebooted   node/a-1               kubelet, a-1     Node has rebooted    20m          7       a-1.17d\n",
			"shown a table of events: 1 event\nevent a-1 Warning Rebooted 20m0s..5m0s x7 kubelet: Node has rebooted",
		},
		"events of a pod": {"Events:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n  Warning  BackOff  5m    kubelet  Back-off restarting failed container\n", "rest Events:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n  Warning  BackOff  5m    kubelet  Back-off restarting failed container"},
		"prose":           {"Name: Bob\nThe node is NotReady, see Events: none.", "rest Name: Bob\nThe node is NotReady, see Events: none."},
	})
}

func TestThePageSaysWhatItDoesNotShow(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		want   string
		events bool
	}{
		"whole":      {describedDown, pages.HiddenOthers, true},
		"no events":  {before(describedDown, "Events:"), pages.HiddenOthers + ", " + snapshot.HiddenEvents, false},
		"conditions": {describedDown[strings.Index(describedDown, "Conditions:"):strings.Index(describedDown, "Addresses:")], pages.HiddenOthers + ", the name of the node, " + snapshot.HiddenMarks + ", " + snapshot.HiddenEvents, false},
		"nodes":      {"a-1    NotReady   <none>   25d   v1.29.9\n", "the conditions and why a node is NotReady, since when, " + snapshot.HiddenMarks + ", " + snapshot.HiddenEvents, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := pages.Read(c.text, pasted)
			snapshottest.Equal(t, "hidden", strings.Join(snapshot.Origin{Pages: p.Shown}.Hidden(), ", "), c.want)
			snapshottest.Equal(t, "events shown", p.EventsShown, c.events)
		})
	}
}

// A page that was cut anywhere shows no state that the whole page does not, and the reader does
// not fail on it.
func TestACutPageInventsNothing(t *testing.T) {
	samples := map[string]string{
		"described": describedDown, "ready": strings.ReplaceAll(strings.ReplaceAll(describedDown, "  Unknown  ", "  True     "), "node.kubernetes.io/unreachable", "x"),
		"nodes": "NAME   STATUS                        ROLES    AGE     VERSION\na-1    Ready                         <none>   25d     v1.29.9\na-2    NotReady,SchedulingDisabled   agent    2d3h    v1.29.9\n",
	}
	for name, text := range samples {
		whole, _ := pages.Read(text, pasted)
		states := map[string]corev1.ConditionStatus{}
		for i := range whole.Nodes {
			states[whole.Nodes[i].Name] = snapshot.ReadyCondition(&whole.Nodes[i]).Status
		}
		for at := range len(text) {
			for _, part := range []string{text[:at], text[at:]} {
				p, _ := pages.Read(part, pasted)
				for i := range p.Nodes {
					n := &p.Nodes[i]
					status := snapshot.ReadyCondition(n).Status
					if name == "nodes" && status == corev1.ConditionTrue && n.Name != "a-1" && n.Name != "1" && n.Name != "-1" && n.Name != "" {
						t.Fatalf("%s cut at %d: node %s is Ready", name, at, n.Name)
					}
					if name != "nodes" && status != states["aks-user-15776247-vmss000009"] {
						t.Fatalf("%s cut at %d: node %s is Ready=%s", name, at, n.Name, status)
					}
				}
			}
		}
	}
}

func TestAgesCountFromTheTimeThatThePageShows(t *testing.T) {
	silent, _ := pages.Read(describedDown, pasted)
	snapshottest.Equal(t, "by the event of the outage", silent.At.Format(time.RFC3339), "2026-03-09T11:59:40Z")
	alive, _ := pages.Read(strings.ReplaceAll(describedDown, "Unknown ", "False   "), pasted)
	snapshottest.Equal(t, "by the kubelet", alive.At.Format(time.RFC3339), "2026-03-09T11:20:40Z")
	table, _ := pages.Read("a-1    NotReady   <none>   25d   v1.29.9\n", pasted)
	snapshottest.Equal(t, "by nothing", table.At, pasted)
}

// before returns a text up to a word.
func before(text, word string) string {
	head, _, _ := strings.Cut(text, word)
	return head
}
