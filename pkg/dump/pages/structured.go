package pages

import (
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/brackets"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

var (
	yamlStart   = lazy.Pattern(`^(?:apiVersion|kind|items|conditions):(?:\s|$)|^\s*- (?:lastHeartbeatTime|lastTransitionTime): |^(?:\s+|- )conditions:\s*$`)
	yamlLine    = lazy.Pattern(`^(?:\s+\S|- |[A-Za-z][\w./-]*:(?:\s|$)|---|#)`)
	ownKind     = lazy.Pattern(`\bkind["']?\s*:\s*["']?(?:List|Node|NodeList|Event|EventList|Evidence|Lease)\b`)
	jsonFlat    = lazy.Pattern(`\{[^{}]*"lastHeartbeatTime"[^{}]*\}`)
	yamlItem    = lazy.Pattern(`^(\s*)- (?:lastHeartbeatTime|lastTransitionTime|message|reason|status|type): `)
	yamlItemKey = lazy.Pattern(`^\s*(?:- )?(?:lastHeartbeatTime|lastTransitionTime|message|reason|status|type): `)
)

// maxSearched is how many lines are looked through for objects, each as often as a block begins
// before it. Without a bound the time would grow with the square of the text.
const maxSearched = 200_000

// readObject reads a block of JSON or YAML: objects of Kubernetes, or a list of conditions.
func (r *reader) readObject(line string) bool {
	var end int
	switch {
	case r.searched > maxSearched:
		return false
	case strings.HasPrefix(strings.TrimSpace(line), "{"), strings.HasPrefix(strings.TrimSpace(line), "["), strings.HasPrefix(strings.TrimSpace(line), `"conditions"`):
		end = r.jsonEnd()
	case yamlStart().MatchString(line):
		end = r.yamlEnd()
	default:
		return false
	}
	if r.searched += end - r.pos; r.searched > maxSearched {
		return false
	}
	lines := r.lines[r.pos:end]
	block := strings.Join(lines, "\n")
	conditions, cut := flatConditions(lines)
	switch {
	case ownKind().MatchString(block):
		r.endNode()
		r.objects = append(r.objects, block+"\n")
	case len(conditions) > 0:
		r.endNode()
		r.beginNode("a list of conditions")
		r.node.section, r.node.node.Status.Conditions = "Conditions", conditions
		if cut {
			r.node.cutConditions = append(r.node.cutConditions, "at the end of the list")
		}
		r.pos = end
		r.endNode()
		return true
	default:
		return false
	}
	r.pos = end
	return true
}

// jsonEnd returns the line behind the JSON value that begins at the current one, or behind the last
// line when it has no end.
func (r *reader) jsonEnd() int {
	depth := 0
	var in brackets.Strings
	for i := r.pos; i < len(r.lines); i++ {
		for _, c := range []byte(r.lines[i]) {
			switch {
			case in.Has(c):
			case c == '{', c == '[':
				depth++
			case c == '}', c == ']':
				depth--
			}
		}
		if depth <= 0 && !in.Open() {
			return i + 1
		}
	}
	return len(r.lines)
}

// yamlEnd returns the line behind the YAML that begins at the current one.
func (r *reader) yamlEnd() int {
	end := r.pos + 1
	for i := end; i < len(r.lines); i++ {
		line := r.lines[i]
		switch {
		case line == "":
			continue
		case isPrompt(line), fence().MatchString(line), nodesHeader().MatchString(line), eventsHeader().MatchString(line), !yamlLine().MatchString(line):
			return end
		}
		end = i + 1
	}
	return end
}

// flatConditions returns the conditions of a node in JSON or YAML, whole or cut, and whether the last
// one was cut.
func flatConditions(lines []string) (all []corev1.NodeCondition, cut bool) {
	text := strings.Join(lines, "\n")
	add := func(data []byte) bool {
		var c corev1.NodeCondition
		if json.Unmarshal(data, &c) != nil || c.Type == "" || c.Status == "" || c.LastHeartbeatTime.IsZero() && c.LastTransitionTime.IsZero() {
			return false
		}
		all = append(all, c)
		return true
	}
	for _, object := range jsonFlat().FindAllString(text, -1) {
		cut = !add([]byte(object))
	}
	if len(all) > 0 {
		return all, cut || strings.Count(text, `"lastHeartbeatTime"`) > len(all)
	}
	for i := 0; i < len(lines); {
		m := yamlItem().FindStringSubmatch(lines[i])
		if m == nil {
			i++
			continue
		}
		item := []string{strings.Replace(lines[i], "-", " ", 1)}
		for i++; i < len(lines) && !yamlItem().MatchString(lines[i]) && (yamlItemKey().MatchString(lines[i]) || indentOf(lines[i]) > len(m[1])+2); i++ {
			item = append(item, lines[i])
		}
		if !strings.Contains(strings.Join(item, "\n"), "lastHeartbeatTime") {
			continue
		}
		data, err := yaml.YAMLToJSON([]byte(strings.Join(item, "\n")))
		cut = err != nil || !add(data)
	}
	return all, cut
}
