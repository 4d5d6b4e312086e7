package dump

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
)

// wrappers are the fields in which tools keep an object of Kubernetes, or a text with objects: a
// watch and the OpenTelemetry collector (object), eventrouter (event), the audit log (responseObject),
// az aks command invoke (logs), Loki (line).
var wrappers = []string{"object", "event", "responseObject", "logs", "line"}

// unwrap returns what is wrapped in an object that is none of Kubernetes, and whether a watch reports
// that it was deleted. It is not ok for any other object.
func unwrap(data []byte) (inner []byte, deleted, ok bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields["metadata"] != nil || fields["items"] != nil {
		return nil, false, false
	}
	for _, name := range wrappers {
		value := bytes.TrimSpace(fields[name])
		var text string
		if json.Unmarshal(value, &text) == nil {
			value = []byte(text)
		}
		if start := bytes.TrimLeft(value, " \t\r\n"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
			return value, string(fields["type"]) == `"DELETED"`, true
		}
	}
	return nil, false, false
}

// content is a Handler for what an object wraps: only one level is opened.
type content struct{ *dumpReader }

// Record adds an object to the collector.
func (c content) Record(record records.Record) error {
	guessKind(&record)
	return c.collector.addRecord(record) //nolint:wrapcheck // it is a sentence
}

// addWrapped reads what an object of no known kind wraps; it is not ok when that is nothing.
func (r *dumpReader) addWrapped(record records.Record) bool {
	if record.Kind != "" && !strings.HasPrefix(record.APIVersion, auditGroup) {
		return false
	}
	inner, deleted, ok := unwrap(record.Data)
	if !ok {
		return record.Kind == "" && r.collector.addKept(record.Data)
	}
	if deleted {
		r.collector.objectCount++
		r.collector.forgetNode(inner)
		return true
	}
	if err := records.Read(bytes.NewReader(inner), content{r}); err != nil {
		r.faults.noteIncomplete(r.file, err)
	}
	return true
}

// auditGroup begins the version of the entries of an audit log, whose kind is Event too.
const auditGroup = "audit.k8s.io/"

// forgetNode removes a node that was deleted after it was seen.
func (c *collector) forgetNode(data []byte) {
	var object struct {
		Kind     string
		Metadata struct{ Name string }
	}
	if json.Unmarshal(data, &object) == nil && object.Kind == "Node" {
		delete(c.nodesByName, object.Metadata.Name)
	}
}
