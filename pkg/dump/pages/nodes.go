package pages

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The rows of "kubectl get nodes". The columns after VERSION are those of -o wide, of -L and of
// --show-labels, in this order.
// Source: printNode in k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
var (
	nodesHeader = lazy.Pattern(`^\s*NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION\b`)
	nodesRow    = lazy.Pattern(`^\s*([a-z0-9][a-z0-9.-]*)\s+((?:NotReady|Ready|Unknown)(?:,SchedulingDisabled)?)\s+(\S+)\s+(` + agePattern + `)\s+(v?\d+\.\d+\.\d\S*)(?:\s+(.*))?$`)
	// A row of a node whose kubelet never reported has no version.
	nodesNewRow = lazy.Pattern(`^\s*([a-z0-9][a-z0-9.-]*)\s+((?:NotReady|Ready|Unknown)(?:,SchedulingDisabled)?)\s+(\S+)\s+(` + agePattern + `)()(?:\s+(\S+=.*|<.*))?$`)
	// A row of a table whose end is missing.
	nodesCutRow = lazy.Pattern(`^\s*([a-z0-9][a-z0-9.-]*)\s+((?:NotReady|Ready|Unknown)(?:,SchedulingDisabled)?)(?:\s+\S+){0,2}$`)
	// nodesBegun is a row that ends within the name or the status of a node.
	nodesBegun  = lazy.Pattern(`^\s*[a-z0-9][a-z0-9.]*-[a-z0-9.-]*(?:\s+[A-Za-z,]*)?$`)
	word        = lazy.Pattern(`\S+`)
	wideColumns = lazy.Pattern(`^(\S+)\s+(\S+)\s+(.+?)\s+(\S+)\s+([a-z-]+://\S+|<unknown>)(?:\s+(.*))?$`)
)

// nodeTable is a table that is being read: the columns behind VERSION, empty without a header.
type nodeTable struct {
	columns []string
	starts  []int
}

// nodeRow is a row.
type nodeRow struct {
	name, status, version string
	age                   string
	labels                map[string]string
	info                  corev1.NodeSystemInfo
	addresses             []corev1.NodeAddress
}

// readNodes reads a line of a table of nodes.
func (r *reader) readNodes(line string) bool {
	if nodesHeader().MatchString(line) {
		r.endNode()
		r.eventsIn, r.table = nil, newNodeTable(line)
		r.pos++
		return true
	}
	m := nodesRow().FindStringSubmatch(line)
	if m == nil {
		if m = nodesNewRow().FindStringSubmatch(line); m != nil && r.table == nil && m[3] != "<none>" {
			m = nil
		}
	}
	if m != nil {
		row := nodeRow{name: m[1], status: m[2], age: m[4], version: m[5], labels: roleLabels(m[3])}
		row.addColumns(r.table, line, m[6])
		r.rows = append(r.rows, row)
		r.pos++
		return true
	}
	if m := nodesCutRow().FindStringSubmatch(line); m != nil && r.table != nil {
		r.rows = append(r.rows, nodeRow{name: m[1], status: m[2], labels: map[string]string{}})
		r.noteCut("the end of the row of node %s", m[1])
		r.pos++
		return true
	}
	if r.table != nil && r.atEnd() && nodesBegun().MatchString(line) {
		r.noteCut("the rest of the table of nodes")
		r.pos++
		return true
	}
	return false
}

// newNodeTable reads the header: where each column begins.
func newNodeTable(header string) *nodeTable {
	t := &nodeTable{}
	for _, span := range word().FindAllStringIndex(header, -1) {
		t.columns = append(t.columns, header[span[0]:span[1]])
		t.starts = append(t.starts, span[0])
	}
	return t
}

// roleLabels returns the labels that make roles.
func roleLabels(roles string) map[string]string {
	labels := map[string]string{}
	for role := range strings.SplitSeq(roles, ",") {
		if role != "" && !strings.HasPrefix(role, "<") {
			labels["node-role.kubernetes.io/"+role] = ""
		}
	}
	return labels
}

// addColumns reads the columns behind VERSION.
func (n *nodeRow) addColumns(t *nodeTable, line, rest string) {
	if m := wideColumns().FindStringSubmatch(rest); m != nil {
		for i, kind := range []corev1.NodeAddressType{corev1.NodeInternalIP, corev1.NodeExternalIP} {
			if address := m[i+1]; !strings.HasPrefix(address, "<") {
				n.addresses = append(n.addresses, corev1.NodeAddress{Type: kind, Address: address})
			}
		}
		n.info.OSImage, n.info.KernelVersion, n.info.ContainerRuntimeVersion = m[3], m[4], m[5]
		if strings.HasPrefix(m[3], "Windows") {
			n.info.OperatingSystem = "windows"
		}
		rest = m[6]
	}
	if last := rest[strings.LastIndexAny(rest, " \t")+1:]; strings.Contains(last, "=") {
		for pair := range strings.SplitSeq(last, ",") {
			if key, value, ok := strings.Cut(pair, "="); ok {
				n.labels[key] = value
			}
		}
	}
	if t != nil {
		n.addLabelColumns(t, line)
	}
}

// labelColumns are the labels that -L shows under the last part of their name, in capitals.
var labelColumns = map[string][]string{
	"AGENTPOOL": {snapshot.LabelPool, "agentpool"}, "ZONE": {corev1.LabelTopologyZone}, "REGION": {corev1.LabelTopologyRegion},
	"INSTANCE-TYPE": {corev1.LabelInstanceTypeStable}, "CLUSTER": {snapshot.LabelCluster}, "MODE": {"kubernetes.azure.com/mode"},
	"SCALESETPRIORITY": {"kubernetes.azure.com/scalesetpriority"}, "OS": {corev1.LabelOSStable}, "ARCH": {corev1.LabelArchStable},
	"HOSTNAME": {corev1.LabelHostname},
}

// addLabelColumns reads the columns of -L by their place below the header, where the row keeps to it.
func (n *nodeRow) addLabelColumns(t *nodeTable, line string) {
	for i, column := range t.columns {
		start := t.starts[i]
		if labelColumns[column] == nil || start >= len(line) || line[start] == ' ' || line[start-1] != ' ' {
			continue
		}
		value, _, _ := strings.Cut(line[start:], " ")
		for _, label := range labelColumns[column] {
			n.labels[label] = value
		}
	}
}

// node makes a node that has what a row shows.
func (n *nodeRow) node(at time.Time) corev1.Node {
	node := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.name, Labels: n.labels}}
	if age, ok := parseAge(n.age); ok {
		node.CreationTimestamp = metav1.NewTime(at.Add(-age))
	}
	status, disabled := strings.CutSuffix(n.status, ",SchedulingDisabled")
	node.Spec.Unschedulable = disabled
	ready := corev1.NodeCondition{Type: corev1.NodeReady, Status: snapshot.StatusNotReady}
	if status == "Ready" {
		ready.Status = corev1.ConditionTrue
	}
	node.Status = corev1.NodeStatus{Conditions: []corev1.NodeCondition{ready}, Addresses: n.addresses, NodeInfo: n.info}
	node.Status.NodeInfo.KubeletVersion = n.version
	return node
}
