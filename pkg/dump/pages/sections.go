package pages

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// begin begins a part of the page, with what stands behind its name.
func (n *describedNode) begin(section, value string) {
	n.section, n.annotation = section, ""
	n.sections = append(n.sections, section)
	specific, known := nodeSections[section]
	n.specific, n.foreign = n.specific || specific, n.foreign || !known
	value = strings.TrimSpace(value)
	switch section {
	case "Name":
		n.node.Name, _, _ = strings.Cut(value, " ")
	case "CreationTimestamp":
		n.node.CreationTimestamp = metav1.NewTime(parseTime(value))
	case "Unschedulable":
		n.node.Spec.Unschedulable = value == "true"
	case "ProviderID":
		n.node.Spec.ProviderID = value
	case "Events":
		n.eventsShown = true
	}
	if value != "" && value != "<none>" {
		n.read(value)
	}
}

// read reads a line of the current part.
func (n *describedNode) read(line string) {
	text := strings.TrimSpace(line)
	switch n.section {
	case "Labels":
		if key, value, ok := strings.Cut(text, "="); ok && !strings.ContainsAny(key, " \t") {
			n.node.Labels[key] = value
		}
	case "Annotations":
		n.readAnnotation(text)
	case "Taints":
		if taint, ok := parseTaint(text); ok {
			n.node.Spec.Taints = append(n.node.Spec.Taints, taint)
		}
	case "Lease":
		switch key, value := keyValue(text); key {
		case "HolderIdentity":
			if !strings.HasPrefix(value, "<") {
				n.leaseHolder = value
			}
		case "RenewTime":
			n.renewed = parseTime(value)
		}
	case "Conditions":
		n.readCondition(text)
	case "Addresses":
		if key, value := keyValue(text); value != "" {
			n.node.Status.Addresses = append(n.node.Status.Addresses, corev1.NodeAddress{Type: corev1.NodeAddressType(key), Address: value})
		}
	case "System Info":
		n.readInfo(text)
	case "Events":
		n.readEvent(text)
	}
}

// readAnnotation reads a line of the annotations: a long value stands below its key.
func (n *describedNode) readAnnotation(text string) {
	key, value, ok := strings.Cut(text, ": ")
	switch bare, open := strings.CutSuffix(text, ":"); {
	case ok && !strings.ContainsAny(key, " \t{\""):
		n.node.Annotations[key] = value
		n.annotation = ""
	case open && !strings.ContainsAny(bare, " \t{\""):
		n.annotation = bare
	case n.annotation != "":
		n.node.Annotations[n.annotation] = joinWrapped(n.node.Annotations[n.annotation], text)
	}
}

// parseTaint reads a taint: key=value:effect, or key:effect.
func parseTaint(text string) (corev1.Taint, bool) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return corev1.Taint{}, false
	}
	effect := corev1.TaintEffect(text[i+1:])
	switch effect {
	case corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute:
	default:
		return corev1.Taint{}, false
	}
	key, value, _ := strings.Cut(text[:i], "=")
	return corev1.Taint{Key: key, Value: value, Effect: effect}, key != "" && !strings.ContainsAny(key, " \t")
}

// readInfo reads a line of what the kubelet says of its system.
func (n *describedNode) readInfo(text string) {
	info := &n.node.Status.NodeInfo
	switch key, value := keyValue(text); key {
	case "Machine ID":
		info.MachineID = value
	case "System UUID":
		info.SystemUUID = value
	case "Boot ID":
		info.BootID = value
	case "Kernel Version":
		info.KernelVersion = value
	case "OS Image":
		info.OSImage = value
	case "Operating System":
		info.OperatingSystem = value
	case "Architecture":
		info.Architecture = value
	case "Container Runtime Version":
		info.ContainerRuntimeVersion = value
	case "Kubelet Version":
		info.KubeletVersion = value
	}
}

// readEvent reads a row of the events, or the rest of one that was wrapped.
func (n *describedNode) readEvent(text string) {
	e, ok := describedEvent(text)
	switch {
	case ok:
		n.events = append(n.events, e)
	case len(n.events) > 0 && !describeHeader().MatchString(text) && strings.Trim(text, "- \t") != "":
		last := &n.events[len(n.events)-1]
		last.message = joinWrapped(last.message, text)
	}
}

// keyValue returns the parts of a line that is written key: value.
func keyValue(line string) (key, value string) {
	key, value, _ = strings.Cut(strings.TrimSpace(line), ":")
	return key, strings.TrimSpace(value)
}
